/* Signing out: what the server has not yet is sent first; what can't be sent is told, then erased. */

import { clear, list, user } from "./device.js";
import { forgetForm } from "./kept-form.js";
import { bring, flush } from "./queue.js";
import { ask } from "./server.js";

const note = document.getElementById("unsent");

/** Return what only this device holds. */
function unsent() {
  return [...list("queue"), ...list("draft").filter((entry) => !entry.sent)];
}

async function sendAll() {
  if (!unsent().length || !navigator.onLine) return;
  await flush();
  const told = await ask();
  if (told.state !== "ok" || String(told.user) !== user) return;
  for (const entry of list("draft").filter((one) => !one.sent)) await bring(entry, told.csrf);
}

function show() {
  const items = unsent().map((entry) => {
    const item = document.createElement("li");
    item.textContent = entry.subject || note.dataset.unnamed;
    return item;
  });
  note.querySelector("ul").replaceChildren(...items);
  note.hidden = items.length === 0;
}

async function leave(event) {
  const form = event.target;
  if (form.dataset.clear === "yes") return;
  event.preventDefault();
  if (!note) await sendAll();
  if (!note && unsent().length) return location.assign(form.action);
  clear();
  await forgetForm();
  form.dataset.clear = "yes";
  form.submit();
}

/** Ask before anything unsent is lost; else clear the device and sign out. */
export function watchSignOut() {
  for (const form of document.querySelectorAll("form[action$='/logout/']")) {
    const onPage = form.closest("main");
    form.addEventListener("submit", (event) => (note && !onPage ? null : leave(event)));
  }
  if (note) sendAll().finally(show);
}
