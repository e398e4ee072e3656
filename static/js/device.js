/* What this device keeps of the forms that somebody is writing: "draft" and "queue" entries, each
   under its writer and the form's one-time token, so that nobody else signed in here ever sees them. */

const BASE = "iomtracker";

/** The number of whoever is signed in, or an empty text. */
export const user = document.body.dataset.user || "";

function key(kind, token) {
  return `${BASE}:${user}:${kind}:${token}`;
}

/** Return the entry of this token, or null. */
export function read(kind, token) {
  try {
    return JSON.parse(localStorage.getItem(key(kind, token)));
  } catch {
    return null;
  }
}

/** Keep an entry; return whether the device could. */
export function write(kind, entry) {
  try {
    localStorage.setItem(key(kind, entry.token), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

/** Erase an entry. */
export function drop(kind, token) {
  localStorage.removeItem(key(kind, token));
}

/** Return all entries of this kind, the oldest first. */
export function list(kind) {
  const start = key(kind, "");
  let names = [];
  try {
    names = Object.keys(localStorage).filter((name) => name.startsWith(start));
  } catch {
    return [];
  }
  const entries = names.map((name) => read(kind, name.slice(start.length))).filter(Boolean);
  return entries.sort((one, other) => one.at.localeCompare(other.at));
}

/** Erase all of this person's entries. */
export function clear() {
  for (const kind of ["draft", "queue"]) for (const entry of list(kind)) drop(kind, entry.token);
  forgetOpen();
}

/** Remember in this tab which form was written at this address, for reload and back. */
export function remember(token) {
  try {
    sessionStorage.setItem(`${BASE}:${user}:${location.pathname}`, token);
  } catch {
    // Without it a note offers the text instead.
  }
}

/** Return the token of the form that this tab wrote at this address. */
export function remembered() {
  try {
    return sessionStorage.getItem(`${BASE}:${user}:${location.pathname}`) || "";
  } catch {
    return "";
  }
}

function forgetOpen() {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(`${BASE}:${user}:`)) sessionStorage.removeItem(name);
  }
}

/** Say that the entries have changed, to whatever shows them. */
export function tellChange(detail = {}) {
  document.dispatchEvent(new CustomEvent("device:changed", { detail }));
}
