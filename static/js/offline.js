/* On every page: keeps the meeting form and what can be read without a connection, sends what waits
   on this device, and deletes what the server has saved. */

import {
  deleteEntry,
  listEntries,
  notifyChange,
  rememberedToken,
  userId,
} from "./device-storage.js";
import { startSendingFiles } from "./file-sender.js";
import { deleteForm, keepForm } from "./offline-form.js";
import { startSending, uploadDraft } from "./offline-queue.js";
import { deleteReading, forgetOwners, keepReading, rememberOwner } from "./offline-reading.js";
import { fetchStatus } from "./server.js";
import { setUpSignOut } from "./sign-out.js";

const { draftUrl, serviceWorkerUrl } = document.body.dataset;
const mayLogMeetings = Boolean(draftUrl);

/** Delete drafts whose form is saved; upload those that the server does not have. */
async function syncDrafts() {
  const openToken = document.getElementById("meeting-form")?.elements.token.value;
  const inUse = [openToken, rememberedToken()];
  const drafts = listEntries("draft").filter(({ token }) => !inUse.includes(token));
  if (!drafts.length) return;
  const status = await fetchStatus(drafts.map(({ token }) => token));
  if (status.state !== "ok") return;
  for (const entry of drafts) {
    if (status.stored[entry.token]) deleteEntry("draft", entry.token);
    else if (!entry.isOnServer) await uploadDraft(entry, status.csrf);
  }
  notifyChange();
}

/** Deleting a draft on the server deletes the device's copy too. */
function setUpDraftDeletion() {
  const form = document.querySelector("form[data-drop-draft]");
  form?.addEventListener("submit", () => deleteEntry("draft", form.dataset.dropDraft));
}

/** A new version of the worker deletes the form: it belongs to styles and scripts that are gone. */
function keepFormOfNewVersion() {
  navigator.serviceWorker?.addEventListener("controllerchange", () => keepForm());
}

async function start() {
  if (!userId) {
    await deleteForm();
    await deleteReading();
    await forgetOwners();
    return;
  }
  setUpSignOut();
  setUpDraftDeletion();
  await navigator.serviceWorker?.register(serviceWorkerUrl).catch(() => {});
  await rememberOwner();
  if (mayLogMeetings) {
    keepFormOfNewVersion();
    await syncDrafts();
    await keepForm();
    startSending();
    startSendingFiles();
  } else await deleteForm();
  await keepReading();
}

start();
