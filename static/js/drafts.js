/* Drafts of the meeting form: nothing that is typed is lost. */

import { userId } from "./device-storage.js";
import { currentToken, form, keepSoon, sendToServer, state } from "./draft-autosave.js";
import { toggleNotice } from "./draft-notices.js";
import { openIfStored, recover } from "./draft-recovery.js";
import { submit } from "./draft-submission.js";
import "./unsent-list.js";

const SEND_INTERVAL = 15000;
const WITHOUT_CONNECTION = ["offline", "unsent"];

function listen() {
  for (const type of ["input", "change", "formset:added"]) form.addEventListener(type, keepSoon);
  form.addEventListener("submit", submit);
  setInterval(sendToServer, SEND_INTERVAL);
  addEventListener("pagehide", () => sendToServer({ keepalive: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendToServer({ keepalive: true });
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) onReturn();
  });
  addEventListener("offline", () => toggleNotice("no-connection", true));
  addEventListener("online", () => {
    toggleNotice("no-connection", false);
    sendToServer();
  });
  addEventListener("hashchange", recover);
}

/** The browser shows the page as it was left. */
function onReturn() {
  state.isLeaving = false;
  state.isSubmitting = false;
  openIfStored(currentToken());
}

if (form && userId) {
  // The browser's own restoring would put old text under a new token; the device restores both.
  form.setAttribute("autocomplete", "off");
  const isOffline = !navigator.onLine || WITHOUT_CONNECTION.includes(form.dataset.copyReason);
  toggleNotice("no-connection", isOffline);
  recover();
  listen();
}
