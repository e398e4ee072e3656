/* Meetings that were saved and are not stored yet: sent in order, each once, as soon as the server
   takes them. What one of them meets never keeps the others back; only a lost connection, a lost
   session or a server that asks to wait stops all. */

import {
  deleteEntry,
  listEntries,
  notifyChange,
  readEntry,
  readPause,
  writeEntry,
} from "./device-storage.js";
import { bodyOf, fetchStatus, postForm, sendDraft } from "./server.js";

const RETRY_INTERVAL = 30000;
const MINUTE = 60000;
const BACKOFF = [1, 2, 5, 15, 30];
const LOCK = "iomtracker-queue";
// Nothing but the writer's own look at them gets these on.
const HELD_BACK = ["large", "review"];
let attempt = null;
let isRequested = false;
let timer = 0;

/** Queue a form; return whether the device could keep it. */
export function enqueue(entry) {
  const isKept = writeEntry("queue", entry);
  if (isKept) {
    deleteEntry("draft", entry.token);
    scheduleNext();
  }
  notifyChange();
  return isKept;
}

/** Return what an answer of the server makes of an entry: its problem, and when to try again. */
export function problemOf({ state, retryAfter }, tries = 0) {
  if (state === "large") return { problem: "large" };
  const wait = retryAfter || BACKOFF[Math.min(tries, BACKOFF.length - 1)] * MINUTE;
  const retryAt = new Date(Date.now() + wait).toISOString();
  return { problem: state === "wait" ? "wait" : "server", retryAt, tries: tries + 1 };
}

/** Send the queue. A request during an attempt, which may just have failed, starts another one. */
export function flushQueue() {
  isRequested = true;
  attempt ??= sendWhileRequested().finally(() => {
    attempt = null;
    scheduleNext();
  });
  return attempt;
}

async function sendWhileRequested() {
  while (isRequested) {
    isRequested = false;
    await sendUnlessLocked();
  }
}

const isDue = ({ problem, retryAt }) =>
  !HELD_BACK.includes(problem) && (!retryAt || Date.parse(retryAt) <= Date.now());

/** Only one page at a time sends; the others leave it to that one. */
async function sendUnlessLocked() {
  if (!listEntries("queue").some(isDue) || readPause()) return;
  if (!navigator.locks) {
    await sendAll();
    return;
  }
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await sendAll();
  });
}

async function sendAll() {
  for (const { token } of listEntries("queue").filter(isDue)) {
    // Another page may have sent it, or its writer opened it again.
    const entry = readEntry("queue", token);
    if (entry && !(await send(entry))) return;
  }
}

/** Send one entry, unless the server has it; return whether the next one may follow. */
async function send(entry) {
  const { token, path, fields } = entry;
  const before = await fetchStatus([token]);
  if (before.state !== "ok") return setAside(entry, before);
  if (before.stored[token]) return finish(entry, before.stored[token]);
  notifyChange({ sending: token });
  const result = await postForm(path, bodyOf(fields), before.csrf);
  if (result.state === "large" || result.state === "wait") return setAside(entry, result);
  // Whatever came back, or did not: the server knows whether it is stored.
  const after = await fetchStatus([token]);
  if (after.state !== "ok") return setAside(entry, after);
  if (after.stored[token]) return finish(entry, after.stored[token]);
  if (result.state === "failed" || result.state === "offline") {
    return setAside(entry, { ...result, state: "failed" });
  }
  // The form has errors, or its writer may no longer edit the meeting.
  return replace(entry, { problem: "review" });
}

/** Keep the entry for later with the reason; return whether the next one may follow. */
function setAside(entry, result) {
  if (result.state === "offline" || result.state === "signed-out") {
    notifyChange({ state: result.state });
    return false;
  }
  replace(entry, problemOf(result, entry.tries));
  return result.state !== "wait";
}

function replace(entry, changes) {
  if (readEntry("queue", entry.token)) writeEntry("queue", { ...entry, ...changes });
  notifyChange();
  return true;
}

function finish(entry, address) {
  deleteEntry("queue", entry.token);
  // What its writer changed while it was on its way is not stored.
  const draft = readEntry("draft", entry.token);
  if (draft?.changedAt === entry.changedAt) deleteEntry("draft", entry.token);
  notifyChange({ sent: { ...entry, address } });
  return true;
}

/** Be there when the next entry is due. */
function scheduleNext() {
  clearTimeout(timer);
  const times = listEntries("queue").map(({ retryAt }) => Date.parse(retryAt));
  const next = Math.min(...times.filter((time) => time > Date.now()));
  const due = Math.max(next, readPause());
  if (Number.isFinite(due)) timer = setTimeout(flushQueue, due - Date.now() + 1);
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
