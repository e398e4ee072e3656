/* The forms that this device keeps: entries of kind "draft" (unfinished) and "queue" (saved without
   a connection). Each is stored under its writer and the form's one-time token, so that nobody else
   who signs in here sees it.

   An entry holds: token, fields, files (names only), subject, meeting (its reference), path (where
   the form is posted), version (of the form), changedAt, isOnServer; and, when true, wasSubmitted,
   resumeAfterSignIn, needsReview. */

const PREFIX = "iomtracker-form";
const KINDS = ["draft", "queue"];

/** The id of the signed-in user, or an empty string. */
export const userId = document.body.dataset.user || "";

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
    return true;
  } catch {
    return false;
  }
}

export function deleteEntry(kind, token) {
  localStorage.removeItem(keyOf(kind, token));
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

/** Delete all that the device keeps of this user. */
export function clearEntries() {
  for (const kind of KINDS) {
    for (const { token } of listEntries(kind)) deleteEntry(kind, token);
  }
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`${PREFIX}:${userId}:`)) sessionStorage.removeItem(key);
  }
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
