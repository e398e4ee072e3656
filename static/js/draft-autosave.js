/* Keeps what is typed into the meeting form: on the device after a second's pause, on the server
   right after that, then at most every 15 seconds, and when the page is left. A copy is deleted
   only once the server says that the form is saved. */

import {
  deleteEntry,
  notifyChange,
  onOtherPage,
  readEntry,
  rememberToken,
  storageState,
  writeEntry,
} from "./device-storage.js";
import { showAlreadyStored, toggleNotice } from "./draft-notices.js";
import { setFacts } from "./draft-status.js";
import { readValues, subjectOf } from "./form-values.js";
import { problemOf } from "./offline-queue.js";
import { fetchStatus, sendDraft } from "./server.js";
import { timeOfDay } from "./times.js";

const TYPING_PAUSE = 1000;
export const SEND_INTERVAL = 15000;
const REFERENCE = /\d{4}-\d{2}-\d{3,}/;

export const form = document.getElementById("meeting-form");
const urls = document.getElementById("draft-words")?.dataset;

/** Shared by the scripts of a draft. While `isLeaving`, the page is about to go: keep nothing. */
export const state = {
  csrf: form?.elements.csrfmiddlewaretoken.value,
  entry: null, // what is in the form, as it was kept last; on the device if that could
  hasChanges: false,
  isKept: false,
  isSubmitting: false,
  isLeaving: false,
};
let tab = crypto.randomUUID();
let timer = 0;
let sendingFrom = ""; // the `changedAt` of what is being sent
let sentAt = 0;
let failures = { tries: 0, until: 0 };

export const currentToken = () => form.elements.token.value;
export const isNewMeeting = () => !form.dataset.meeting;

/** Return the form's present content as an entry for the device. */
export function currentEntry(more = {}) {
  const { fields, files } = readValues(form);
  return {
    token: currentToken(),
    tab,
    fields,
    files,
    subject: subjectOf(fields),
    meeting: form.dataset.meeting,
    path: new URL(form.getAttribute("action"), location.href).pathname,
    version: Number(form.dataset.formVersion),
    changedAt: new Date().toISOString(),
    isOnServer: false,
    ...more,
  };
}

/** Return what another tab wrote of this form since this one did, or null. */
export function writtenElsewhere() {
  const stored = readEntry("draft", currentToken());
  const isOther = stored && stored.tab !== tab;
  return isOther && stored.changedAt > (state.entry?.changedAt ?? "") ? stored : null;
}

/** Keep an entry as this tab's draft, beside what another tab wrote; return whether it is kept. */
export function keep(entry) {
  const other = writtenElsewhere();
  if (other) setFacts({ otherTab: other.changedAt });
  const isBeside = Boolean(other || state.entry?.of);
  return keepAs(isBeside ? { ...entry, token: tab, of: entry.token } : entry);
}

/** Keep an entry under its token. What another tab wrote is not lost: it is a draft of its own. */
export function keepInstead(entry) {
  const other = readEntry("draft", entry.token);
  if (other && other.tab && other.tab !== tab) {
    writeEntry("draft", { ...other, token: other.tab, of: entry.token, isOnServer: false });
  }
  deleteEntry("draft", tab);
  return keepAs(entry);
}

function keepAs(entry) {
  clearTimeout(timer);
  state.hasChanges = false;
  state.entry = entry;
  rememberToken(entry.token);
  state.isKept = writeEntry("draft", entry);
  setFacts({
    storage: storageState(),
    keptAt: state.isKept ? entry.changedAt : "",
    savedAt: "",
    held: {},
  });
  return state.isKept;
}

/** Take an entry of the device as what is in the form, and as this tab's. */
export function adopt(entry) {
  clearTimeout(timer);
  const mine = { ...entry, tab, token: entry.of ? tab : entry.token };
  for (const name of ["wasSubmitted", "resumeAfterSignIn", "problem", "retryAt"]) delete mine[name];
  const isKept = writeEntry("draft", mine);
  if (isKept) deleteEntry("queue", entry.token);
  if (isKept && mine.token !== entry.token) deleteEntry("draft", entry.token);
  Object.assign(state, { entry: mine, isKept, hasChanges: false });
  rememberToken(mine.token);
  setFacts({
    storage: storageState(),
    keptAt: isKept ? mine.changedAt : "",
    savedAt: mine.isOnServer ? timeOfDay(mine.changedAt) : "",
    held: {},
    otherTab: "",
  });
}

/** Nothing is in the form that would have to be kept. */
export function forget() {
  state.entry = null;
  state.hasChanges = false;
  rememberToken("");
  setFacts({ storage: "ok", keptAt: "", savedAt: "", held: {}, isWriting: false, otherTab: "" });
}

/** Whether leaving would lose text: it is neither on the device nor on the server. */
export function isUnkept() {
  if (state.isLeaving) return false;
  if (state.hasChanges) keepOnDevice();
  return Boolean(state.entry) && !state.isKept && !state.entry.isOnServer;
}

function keepOnDevice() {
  clearTimeout(timer);
  if (!state.hasChanges || state.isLeaving || state.isSubmitting) return;
  // A meeting that was saved and is being changed again is a draft again.
  deleteEntry("queue", currentToken());
  keep(currentEntry());
  notifyChange();
  if (!state.isKept || Date.now() - sentAt > SEND_INTERVAL) sendToServer();
}

export function keepSoon() {
  state.hasChanges = true;
  setFacts({ isWriting: true });
  clearTimeout(timer);
  timer = setTimeout(keepOnDevice, TYPING_PAUSE);
}

/** Send the draft unless the server has it. A refused CSRF token is renewed once. */
export async function sendToServer({ keepalive = false, mayRetry = true } = {}) {
  keepOnDevice();
  const { entry } = state;
  if (!entry || entry.isOnServer || entry.isTooLarge || entry.changedAt === sendingFrom) return;
  if (state.isLeaving || state.isSubmitting || !navigator.onLine) return;
  if (failures.until > Date.now() || readEntry("queue", entry.token)) return;
  sendingFrom = entry.changedAt;
  sentAt = Date.now();
  const result = await sendDraft(entry, state.csrf, { keepalive });
  sendingFrom = "";
  if (result.status === 403 && mayRetry && !keepalive) {
    const status = await fetchStatus();
    if (status.csrf) state.csrf = status.csrf;
    if (status.csrf) await sendToServer({ mayRetry: false });
    else reportSent(entry, status);
  } else if (result.stored) {
    reportStored(result.stored);
  } else {
    reportSent(entry, result);
  }
}

function reportSent(entry, result) {
  const isCurrent = state.entry?.changedAt === entry.changedAt;
  if (result.saved) failures = { tries: 0, until: 0 };
  // What was typed in the meantime is not on the server yet.
  if (result.saved && isCurrent) {
    state.entry = { ...entry, isOnServer: true };
    if (state.isKept) writeEntry("draft", state.entry);
    setFacts({ savedAt: result.saved, held: {} });
  } else if (isCurrent) {
    setFacts({ savedAt: "", held: heldBack(entry, result) });
  }
  toggleNotice("no-connection", result.state === "offline");
  toggleNotice("signed-out", result.state === "signed-out");
}

/** Return why the server did not take a draft, and when it is tried again. */
function heldBack(entry, result) {
  if (!["failed", "wait", "large", "refused"].includes(result.state)) return {};
  const held = problemOf(result, failures.tries);
  if (held.retryAt) failures = { tries: held.tries, until: Date.parse(held.retryAt) };
  else state.entry = { ...entry, isTooLarge: true };
  return held;
}

/** The form is saved but was edited since: its writer decides, nothing is thrown away. */
export function reportStored(address) {
  showAlreadyStored({
    editUrl: editUrlOf(address),
    mayCopy: isNewMeeting(),
    onCopy: () => {
      form.elements.token.value = crypto.randomUUID();
      form.requestSubmit();
    },
  });
}

/** Return the address at which the meeting at `address` is edited. */
function editUrlOf(address) {
  const [reference] = address.match(REFERENCE);
  return urls.editUrl.replace(REFERENCE, reference);
}

/** Leave for the edit page of the meeting as which this form was saved. */
export function openStored(address) {
  state.isLeaving = true;
  deleteEntry("draft", currentToken());
  location.replace(editUrlOf(address));
}

/** Have the other tab's text in this form; return it. This tab's own stays as a draft. */
export function takeOther() {
  if (state.hasChanges) keep(currentEntry());
  tab = crypto.randomUUID();
  return readEntry("draft", currentToken());
}

/** Say so when another tab writes this form, or stores it. */
export function watchOtherTabs() {
  onOtherPage((token, entry) => {
    if (token !== currentToken() || state.isLeaving) return;
    if (!entry) followDeletion(token);
    else if (entry.tab !== tab && entry.changedAt > (state.entry?.changedAt ?? "")) {
      setFacts({ otherTab: entry.changedAt });
    }
  });
}

/** What the device had of this form is gone: the form is stored, or has to be kept again. */
async function followDeletion(token) {
  const isKept = readEntry("queue", token) || readEntry("draft", state.entry?.token ?? token);
  if (isKept || state.isSubmitting) return;
  setFacts({ keptAt: "", savedAt: "", held: {}, otherTab: "", isWriting: true });
  const { stored } = await fetchStatus([token]);
  if (stored?.[token]) reportStored(stored[token]);
  else if (state.entry) keepSoon();
}
