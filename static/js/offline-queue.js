/* Meetings saved without a connection: sent in order, each once, as soon as there is one. */

import { deleteEntry, listEntries, notifyChange, readEntry, writeEntry } from "./device-storage.js";
import { fetchStatus, postForm, sendDraft } from "./server.js";

const RETRY_INTERVAL = 30000;
const LOCK = "iomtracker-queue";
let attempt = null;
let isRequested = false;

/** Queue a form; return whether the device could keep it. */
export function enqueue(entry) {
  const isKept = writeEntry("queue", entry);
  if (isKept) {
    deleteEntry("draft", entry.token);
    notifyChange();
  }
  return isKept;
}

/** Send the queue. A request during an attempt, which may just have failed, starts another one. */
export function flushQueue() {
  isRequested = true;
  attempt ??= sendWhileRequested().finally(() => (attempt = null));
  return attempt;
}

async function sendWhileRequested() {
  while (isRequested) {
    isRequested = false;
    await sendUnlessLocked();
  }
}

/** Only one page at a time sends; the others leave it to that one. */
async function sendUnlessLocked() {
  if (listEntries("queue").every((entry) => entry.needsReview)) return;
  if (!navigator.locks) {
    await sendAll();
    return;
  }
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await sendAll();
  });
}

async function sendAll() {
  for (const entry of listEntries("queue")) {
    if (entry.needsReview || !readEntry("queue", entry.token)) continue;
    if (!(await send(entry))) return;
  }
}

/** Send one entry, unless the server has it; return whether the next one may follow. */
async function send(entry) {
  const before = await fetchStatus([entry.token]);
  if (before.state !== "ok") return stop(before.state);
  if (before.stored[entry.token]) return finish(entry, before.stored[entry.token]);
  notifyChange({ sending: entry.token });
  const result = await postForm(entry.path, entry.fields, before.csrf);
  if (result.state === "offline" || result.state === "failed") return stop(result.state);
  const after = await fetchStatus([entry.token]);
  if (after.state !== "ok") return stop(after.state);
  if (after.stored[entry.token]) return finish(entry, after.stored[entry.token]);
  // The form has errors, or its writer may no longer edit the meeting.
  writeEntry("queue", { ...entry, needsReview: true });
  notifyChange();
  return true;
}

function stop(state) {
  notifyChange({ state });
  return false;
}

function finish(entry, address) {
  deleteEntry("queue", entry.token);
  deleteEntry("draft", entry.token);
  notifyChange({ sent: { ...entry, address } });
  return true;
}

/** Store a draft on the server. */
export async function uploadDraft(entry, csrf) {
  const result = await sendDraft(entry, csrf);
  if (result.saved) writeEntry("draft", { ...entry, isOnServer: true });
}

/** Send now, when the connection returns, when the page becomes visible, and at intervals. */
export function startSending() {
  addEventListener("online", flushQueue);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") flushQueue();
  });
  setInterval(flushQueue, RETRY_INTERVAL);
  flushQueue();
}
