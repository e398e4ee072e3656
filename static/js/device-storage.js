/* The texts that this device keeps: entries of kind "draft" (an unfinished meeting form), "queue"
   (a meeting form that was saved and not stored yet) and "text" (a long text of another form, see
   kept-text.js). Each is stored under its writer and its token, so that nobody else who signs in
   here sees it.

   An entry of a meeting form holds: token (of the form; of its page where `of` holds the form's),
   tab (the page that wrote it), fields, files (names of those in a plain file box, which are not
   kept; for others see device-files.js), subject, meeting (its reference), path (where the form is
   posted), version (of the form), changedAt, isOnServer; when true, wasSubmitted and
   resumeAfterSignIn; and in the queue problem ("server", "wait", "large" or "review"), retryAt and
   tries. */

const PREFIX = "iomtracker-form";
const KINDS = ["draft", "queue", "text"];

/** The id of the signed-in user, or an empty string. */
export const userId = document.body.dataset.user || "";

let storage = "ok";

/** What became of the last write: "ok", "full" or "unavailable". */
export const storageState = () => storage;

function keyOf(kind, token) {
  return `${PREFIX}:${userId}:${kind}:${token}`;
}

/** Return the entry, or null. */
export function readEntry(kind, token) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(kind, token)));
  } catch {
    return null;
  }
}

/** Store an entry; return whether the device could. */
export function writeEntry(kind, entry) {
  try {
    localStorage.setItem(keyOf(kind, entry.token), JSON.stringify(entry));
    storage = "ok";
  } catch (error) {
    storage = error.name === "QuotaExceededError" ? "full" : "unavailable";
    if (storage === "full") document.dispatchEvent(new Event("device:full"));
  }
  return storage === "ok";
}

export function deleteEntry(kind, token) {
  try {
    localStorage.removeItem(keyOf(kind, token));
  } catch {
    // A device that can't keep anything has nothing to delete.
  }
}

/** Return all entries of this kind, oldest first. */
export function listEntries(kind) {
  const prefix = keyOf(kind, "");
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
  const entries = keys.map((key) => readEntry(kind, key.slice(prefix.length))).filter(Boolean);
  return entries.sort((one, other) => one.changedAt.localeCompare(other.changedAt));
}

/** Call `onChange(token, entry)` when another page writes or deletes (null) a meeting form. */
export function onOtherPage(onChange) {
  addEventListener("storage", ({ key, newValue }) => {
    for (const kind of ["draft", "queue"]) {
      const prefix = keyOf(kind, "");
      if (key?.startsWith(prefix)) onChange(key.slice(prefix.length), JSON.parse(newValue));
    }
  });
}

/** Delete all that the device keeps of this user. */
export function clearEntries() {
  for (const kind of KINDS) {
    for (const { token } of listEntries(kind)) deleteEntry(kind, token);
  }
  writePause(0);
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`${PREFIX}:${userId}:`)) sessionStorage.removeItem(key);
  }
}

const pauseKey = `${PREFIX}:${userId}:pause`;
let pausedUntil = 0;

/** Have no page of this user send anything until then (milliseconds since 1970). */
export function writePause(until) {
  pausedUntil = until;
  try {
    if (until) localStorage.setItem(pauseKey, String(until));
    else localStorage.removeItem(pauseKey);
  } catch {
    // This page keeps to it all the same.
  }
}

/** Until when the server asked to be left alone, or 0. */
export function readPause() {
  let until = pausedUntil;
  try {
    until = Math.max(until, Number(localStorage.getItem(pauseKey)));
  } catch {
    // As far as this page knows.
  }
  if (until && until <= Date.now()) writePause(0);
  return until > Date.now() ? until : 0;
}

/** Remember, for reload and back, which form this tab has open at this address. */
export function rememberToken(token) {
  try {
    sessionStorage.setItem(`${PREFIX}:${userId}:${location.pathname}`, token);
  } catch {
    // Without it, a notice offers the draft instead.
  }
}

/** Return the token of the form that this tab had open at this address, or an empty string. */
export function rememberedToken() {
  try {
    return sessionStorage.getItem(`${PREFIX}:${userId}:${location.pathname}`) || "";
  } catch {
    return "";
  }
}

/** Tell whatever shows the entries that they have changed. */
export function notifyChange(detail = {}) {
  document.dispatchEvent(new CustomEvent("device:changed", { detail }));
}
