/* Drafts of the meeting form: nothing that is typed is lost. */

import { userId } from "./device-storage.js";
import {
  currentToken,
  form,
  isUnkept,
  keepSoon,
  SEND_INTERVAL,
  sendToServer,
  state,
  watchOtherTabs,
} from "./draft-autosave.js";
import { toggleNotice } from "./draft-notices.js";
import { openIfStored, recover, showOther } from "./draft-recovery.js";
import { setFacts } from "./draft-status.js";
import { followQueue, submit } from "./draft-submission.js";
import "./unsent-list.js";

const files = new Map();
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
  addEventListener("beforeunload", (event) => {
    if (isUnkept()) event.preventDefault();
  });
  document.addEventListener("device:changed", followQueue);
  document.addEventListener("files:changed", followFiles);
  watchOtherTabs();
  document.getElementById("draft-state").addEventListener("click", (event) => {
    if (event.target.closest("[data-do=show-other]")) showOther();
  });
  watchForNewVersion();
}

/** Which photo or file is being sent, of those that this page has seen wait. */
function followFiles({ detail: { token, state: fileState } }) {
  files.set(token, fileState);
  const number = [...files.keys()].indexOf(token) + 1;
  setFacts({ photo: fileState === "sending" ? { number, of: files.size } : null });
}

/** A worker that takes over from another brings a new version of the site. */
function watchForNewVersion() {
  const worker = navigator.serviceWorker;
  let hasWorker = Boolean(worker?.controller);
  worker?.addEventListener("controllerchange", () => {
    if (hasWorker) setFacts({ isRenewed: true });
    hasWorker = true; // the first one is no renewal
  });
}

/** The browser shows the page as it was left. */
function onReturn() {
  state.isLeaving = false;
  state.isSubmitting = false;
  setFacts({ isSent: false });
  openIfStored(currentToken());
}

if (form && userId) {
  // The browser's own restoring would put old text under a new token; the device restores both.
  form.setAttribute("autocomplete", "off");
  const isOffline = !navigator.onLine || WITHOUT_CONNECTION.includes(form.dataset.copyReason);
  toggleNotice("no-connection", isOffline);
  setFacts({});
  recover();
  listen();
}
