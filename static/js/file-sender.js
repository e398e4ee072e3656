/* Sends photos and files, one at a time, each under a token made on the device: sent twice, it is
   stored once. The server puts a file and its meeting together, whichever comes first. What happens
   is told by the event "files:changed", whose detail holds the token and a state: "shrinking",
   "waiting", "sending" (with percent), "sent" (with size, thumbnail), "kept", "no-room", "refused"
   (with reason), "too-large-there" (for a proxy before the server). */

import { userId, writePause } from "./device-storage.js";
import { forgetFile, keepFile, keptFile, keptFiles } from "./device-files.js";
import { shrink } from "./pictures.js";
import { fetchStatus, retryAfterOf } from "./server.js";

const RETRY_INTERVAL = 30000;
const LONGEST_STALL = 60000;
const LOCK = "iomtracker-files";
const TOO_LARGE = 413;
const TOO_MANY_REQUESTS = 429;
const REFUSED = [400, 403, 404, TOO_LARGE, 422];
const sendUrl = document.body.dataset.filesUrl || "";

/** Records that the device has no room for; they live as long as the page. */
const inMemory = new Map();
const isBeingShrunk = new Map();
let current = null; // {token, request} of what is being sent
let attempt = null;
let isRequested = false;

/** Other pages show the same files, and only one of them sends. */
const channel = userId && self.BroadcastChannel ? new BroadcastChannel(`${LOCK}:${userId}`) : null;
channel?.addEventListener("message", ({ data }) => dispatch(data));

function tell(token, state, more = {}) {
  const detail = { token, state, ...more };
  dispatch(detail);
  channel?.postMessage(detail);
}

function dispatch(detail) {
  document.dispatchEvent(new CustomEvent("files:changed", { detail }));
}

/** Keep a record on the device, else in memory; return whether the device could. */
export async function keep(record) {
  const isKept = await keepFile(record);
  if (isKept) inMemory.delete(record.token);
  else inMemory.set(record.token, record);
  return isKept;
}

export async function recordOf(token) {
  return inMemory.get(token) || (await keptFile(token));
}

async function records() {
  return [...(await keptFiles()), ...inMemory.values()];
}

/** Return the records of this user that only this device has. */
export async function unsentFiles() {
  return (await records()).filter(({ problem }) => !problem);
}

/** Make a record's photo smaller, once; return the record. */
export function makeSmaller(record) {
  if (!record.isPicture || record.isShrunk) return record;
  if (!isBeingShrunk.has(record.token)) {
    const work = shrinkRecord(record).finally(() => isBeingShrunk.delete(record.token));
    isBeingShrunk.set(record.token, work);
  }
  return isBeingShrunk.get(record.token);
}

async function shrinkRecord(record) {
  tell(record.token, "shrinking");
  const file = new File([record.blob], record.name);
  const blob = (await shrink(file)) || record.blob;
  // Taken out in the meantime, it stays out.
  if (!(await recordOf(record.token))) return null;
  const smaller = { ...record, blob, size: blob.size, isShrunk: true };
  await keep(smaller);
  tell(record.token, "waiting", { was: smaller.was, size: smaller.size });
  return smaller;
}

/** Send all that waits. A request during an attempt, which may just have failed, starts another. */
export function flushFiles() {
  if (!sendUrl) return null;
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

/** Only one page at a time sends; what only this one has in memory it sends itself. */
async function sendUnlessLocked() {
  if (!navigator.locks) return sendAll();
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => lock && sendAll());
}

async function sendAll() {
  const tried = new Set();
  for (;;) {
    const waiting = (await unsentFiles()).find(({ token }) => !tried.has(token));
    if (!waiting) return;
    tried.add(waiting.token);
    const record = await makeSmaller(waiting);
    if (record && !(await sendOne(record))) {
      await tellKept();
      return;
    }
  }
}

/** Say of all that waits where it is; called when nothing can be sent now. */
async function tellKept() {
  for (const { token, size } of await unsentFiles()) {
    tell(token, inMemory.has(token) ? "no-room" : "kept", { size });
  }
}

/** Send one record; return whether the next one may follow. */
async function sendOne(record) {
  const status = navigator.onLine ? await fetchStatus() : { state: "offline" };
  if (status.state !== "ok") return false;
  const answer = await post(record, status.csrf);
  if (answer.isStopped) return true;
  if (answer.file) {
    inMemory.delete(record.token);
    await forgetFile(record.token);
    tell(record.token, "sent", answer.file);
    return true;
  }
  if (answer.status === TOO_MANY_REQUESTS) writePause(Date.now() + answer.retryAfter);
  if (!REFUSED.includes(answer.status)) return false;
  const state = answer.status === TOO_LARGE ? "too-large-there" : "refused";
  await keep({ ...record, problem: { state, reason: answer.reason } });
  tell(record.token, state, { reason: answer.reason, size: record.size });
  return true;
}

/** Post a record; return {file}, or {status, reason}, or {isStopped}. */
function post(record, csrf) {
  const body = new FormData();
  body.append("token", record.token);
  body.append("meeting", record.meeting || "");
  body.append("upload", record.blob, record.name);
  const request = new XMLHttpRequest();
  current = { token: record.token, request };
  return new Promise((resolve) => {
    let stall = 0;
    let isStalled = false;
    const progress = (percent) => {
      tell(record.token, "sending", { percent, size: record.size });
      // However slow the connection is, what still moves is left to go on.
      clearTimeout(stall);
      stall = setTimeout(() => {
        isStalled = true;
        request.abort();
      }, LONGEST_STALL);
    };
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress(total ? Math.floor((100 * loaded) / total) : 0);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(stall);
      current = null;
      resolve(answerOf(request));
    });
    request.addEventListener("abort", () => resolve({ isStopped: !isStalled, status: 0 }));
    request.open("POST", sendUrl);
    request.setRequestHeader("X-CSRFToken", csrf);
    progress(0);
    request.send(body);
  });
}

function answerOf(request) {
  // A redirect leads to the sign-in page, which is no answer.
  const isOurs = request.responseURL && new URL(request.responseURL).pathname === sendUrl;
  if (!isOurs) return { status: 0 };
  let answer = {};
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // A proxy answers in its own words.
  }
  if (request.status === 200 && answer.name) return { file: answer };
  const headers = { get: (name) => request.getResponseHeader(name) };
  const retryAfter = retryAfterOf({ status: request.status, headers });
  return { status: request.status, reason: answer.error, retryAfter };
}

/** Take a file off the device; one that is being sent is stopped. */
export async function forget(token) {
  inMemory.delete(token);
  await forgetFile(token);
  if (current?.token === token) current.request.abort();
}

/** Return {token: {name, size, thumbnail}} for those of the tokens that the server has. */
export async function filesOnServer(tokens) {
  const query = new URLSearchParams(tokens.map((token) => ["token", token]));
  try {
    const response = await fetch(`${sendUrl}?${query}`, { redirect: "manual", cache: "no-store" });
    return response.ok ? (await response.json()).files : null;
  } catch {
    return null;
  }
}

/** Delete a file that the server has; without a connection it stays until the form is saved. */
export async function deleteOnServer(url) {
  const { state, csrf } = await fetchStatus();
  if (state !== "ok") return;
  await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrf } }).catch(() => {});
}

/** A page that alone has a file asks before it is left. */
function askBeforeLeaving(event) {
  if (inMemory.size) event.preventDefault();
}

/** Send now, when the connection returns, when the page becomes visible, and at intervals. */
export function startSendingFiles() {
  if (!sendUrl || !userId) return;
  addEventListener("beforeunload", askBeforeLeaving);
  addEventListener("online", flushFiles);
  addEventListener("offline", tellKept);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") flushFiles();
  });
  setInterval(flushFiles, RETRY_INTERVAL);
  flushFiles();
}
