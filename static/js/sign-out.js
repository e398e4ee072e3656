/* Signing out: sends what the server does not have yet. What cannot be sent is listed, and deleted
   only after a second "Sign out". */

import { forgetFiles } from "./device-files.js";
import { clearEntries, listEntries } from "./device-storage.js";
import { flushFiles, unsentFiles } from "./file-sender.js";
import { deleteForm } from "./offline-form.js";
import { flushQueue, uploadDraft } from "./offline-queue.js";
import { deleteReading, forgetOwners } from "./offline-reading.js";
import { fetchStatus } from "./server.js";

// Only on the page that asks for confirmation.
const notice = document.getElementById("unsent");

function unsentDrafts() {
  return listEntries("draft").filter((entry) => !entry.isOnServer);
}

function unsentEntries() {
  return [...listEntries("queue"), ...unsentDrafts(), ...listEntries("text")];
}

async function sendAll() {
  if (navigator.onLine) await flushFiles();
  if (!unsentEntries().length || !navigator.onLine) return;
  await flushQueue();
  const status = await fetchStatus();
  if (status.state !== "ok") return;
  for (const entry of unsentDrafts()) await uploadDraft(entry, status.csrf);
}

async function listUnsent() {
  const subjects = unsentEntries().map((entry) => entry.subject || notice.dataset.unnamed);
  const names = (await unsentFiles()).map(({ name }) => name);
  const items = [...subjects, ...names].map((text) => {
    const item = document.createElement("li");
    item.className = "breaks";
    item.textContent = text;
    return item;
  });
  notice.querySelector("ul").replaceChildren(...items);
  notice.hidden = items.length === 0;
}

async function signOut(event) {
  const form = event.target;
  event.preventDefault();
  if (!notice) {
    await sendAll();
    if (unsentEntries().length || (await unsentFiles()).length) {
      location.assign(form.action);
      return;
    }
  }
  clearEntries();
  await forgetFiles();
  await deleteForm();
  await deleteReading();
  await forgetOwners();
  // Unlike requestSubmit(), submit() does not fire the event again.
  form.submit();
}

/** Clear the device on sign-out, but lead to the confirmation page while something is unsent. */
export function setUpSignOut() {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    const isConfirmation = notice && form.closest("main");
    if (!notice || isConfirmation) form.addEventListener("submit", signOut);
  }
  if (notice) sendAll().finally(listUnsent);
}
