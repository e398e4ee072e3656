/* On every page: lets the form open without a connection, sends what waits on this device, and erases
   what the server has stored. */

import { drop, list, remembered, tellChange, user } from "./device.js";
import { forgetForm, keepForm } from "./kept-form.js";
import { bring, keepSending } from "./queue.js";
import { ask } from "./server.js";
import { watchSignOut } from "./sign-out.js";

const mayLog = Boolean(document.body.dataset.draftUrl);

/** Erase what is stored; bring drafts to the server that it does not have yet. */
async function tidy() {
  const open = document.getElementById("meeting-form")?.elements.token.value;
  const drafts = list("draft").filter((entry) => entry.token !== open && entry.token !== remembered());
  if (!drafts.length) return;
  const told = await ask(drafts.map((entry) => entry.token));
  if (told.state !== "ok" || String(told.user) !== user) return;
  for (const entry of drafts) {
    if (told.stored[entry.token]) drop("draft", entry.token);
    else if (!entry.sent) await bring(entry, told.csrf);
  }
  tellChange();
}

/** Deleting an unfinished form deletes the device's copy too. */
function watchDelete() {
  const form = document.querySelector("form[data-drop-draft]");
  form?.addEventListener("submit", () => drop("draft", form.dataset.dropDraft));
}

async function start() {
  if (!user) return forgetForm();
  watchSignOut();
  watchDelete();
  if (!mayLog) return forgetForm();
  await navigator.serviceWorker?.register("/sw.js").catch(() => {});
  await tidy();
  await keepForm();
  keepSending();
}

start();
