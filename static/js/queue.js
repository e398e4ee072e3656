/* Meetings that were saved without a connection: sent in order, each once, when there is one again. */

import { drop, list, read, tellChange, user, write } from "./device.js";
import { ask, post, sendDraft } from "./server.js";

const RETRY = 30000;
let sending = null; // the try under way
let isWanted = false; // the connection came back, or more was kept, while it was

/** Put a form into the queue. Return whether the device could keep it. */
export function enqueue(entry) {
  const kept = write("queue", entry);
  if (kept) {
    drop("draft", entry.token);
    tellChange();
  }
  return kept;
}

/** Send what waits; once more when that was asked for during a try, which may have failed just before. */
export function flush() {
  isWanted = true;
  sending ??= tryWhileWanted().finally(() => (sending = null));
  return sending;
}

async function tryWhileWanted() {
  while (isWanted) {
    isWanted = false;
    await trySending();
  }
}

/** Two pages at once don't send: the other one does. */
async function trySending() {
  if (!list("queue").some((entry) => !entry.asks)) return;
  if (!navigator.locks) return void (await sendAll());
  await navigator.locks.request("iomtracker-queue", { ifAvailable: true }, async (lock) => {
    if (lock) await sendAll();
  });
}

async function sendAll() {
  for (const entry of list("queue")) {
    if (entry.asks || !read("queue", entry.token)) continue;
    if (!(await send(entry))) return;
  }
}

/** Send one; return whether the next may follow. */
async function send(entry) {
  const told = await ask([entry.token]);
  if (told.state !== "ok" || String(told.user) !== user) return stop(told.state);
  if (told.stored[entry.token]) return done(entry, told.stored[entry.token]);
  tellChange({ sending: entry.token });
  const result = await post(entry.path, entry.boxes, told.csrf);
  if (result.state === "away" || result.state === "failed") return stop(result.state);
  const after = await ask([entry.token]);
  if (after.state !== "ok") return stop(after.state);
  if (after.stored[entry.token]) return done(entry, after.stored[entry.token]);
  // The server wants an answer first: something is missing, or it is no longer one's own to change.
  write("queue", { ...entry, asks: true });
  tellChange();
  return true;
}

function stop(state) {
  tellChange({ state: state === "ok" ? "out" : state });
  return false;
}

function done(entry, address) {
  drop("queue", entry.token);
  drop("draft", entry.token);
  tellChange({ sent: { ...entry, address } });
  return true;
}

/** Bring an unfinished form to the server. */
export async function bring(entry, csrf) {
  const answer = await sendDraft(user, entry, csrf);
  if (answer.saved) write("draft", { ...entry, sent: true });
}

/** Try now, when the connection comes back, when the page is looked at again, and now and then. */
export function keepSending() {
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  setInterval(flush, RETRY);
  flush();
}
