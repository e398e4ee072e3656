/* Keeps what is typed into the meeting form: on the device after a second's pause, on the server
   every 15 seconds and when the page is left. A copy is deleted only once the server says that the
   form is saved. */

import { deleteEntry, readEntry, rememberToken, writeEntry } from "./device-storage.js";
import { showAlreadyStored, toggleNotice } from "./draft-notices.js";
import { showStatus } from "./draft-status.js";
import { readValues, subjectOf } from "./form-values.js";
import { fetchStatus, sendDraft } from "./server.js";
import { timeOfDay } from "./times.js";

const TYPING_PAUSE = 1000;
const REFERENCE = /\d{4}-\d{2}-\d{3,}/;

export const form = document.getElementById("meeting-form");
const urls = document.getElementById("draft-words")?.dataset;

/** Shared by the scripts of a draft. While `isLeaving`, the page is about to go: keep nothing. */
export const state = {
  csrf: form?.elements.csrfmiddlewaretoken.value,
  hasChanges: false,
  isSubmitting: false,
  isLeaving: false,
};
let timer = 0;
let sendingFrom = ""; // the `changedAt` of what is being sent

export const currentToken = () => form.elements.token.value;
export const isNewMeeting = () => !form.dataset.meeting;

/** Return the form's present content as an entry for the device. */
export function currentEntry(more = {}) {
  const { fields, files } = readValues(form);
  return {
    token: currentToken(),
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

/** Keep an entry as this tab's draft; return whether the device could. */
export function keep(entry) {
  clearTimeout(timer);
  state.hasChanges = false;
  rememberToken(entry.token);
  return writeEntry("draft", entry);
}

function keepOnDevice() {
  clearTimeout(timer);
  if (!state.hasChanges || state.isLeaving) return;
  if (!keep(currentEntry())) showStatus("nowhere");
  else if (!navigator.onLine || !form.dataset.savedAt) showStatus("device", timeOfDay());
}

export function keepSoon() {
  state.hasChanges = true;
  clearTimeout(timer);
  timer = setTimeout(keepOnDevice, TYPING_PAUSE);
}

/** Send the draft unless the server has it. A refused CSRF token is renewed once. */
export async function sendToServer({ keepalive = false, mayRetry = true } = {}) {
  keepOnDevice();
  const entry = readEntry("draft", currentToken());
  if (!entry || entry.isOnServer || entry.changedAt === sendingFrom) return;
  if (state.isLeaving || !navigator.onLine) return;
  sendingFrom = entry.changedAt;
  if (!keepalive) showStatus("sending");
  const result = await sendDraft(entry, state.csrf, { keepalive });
  sendingFrom = "";
  if (result.status === 403 && mayRetry && !keepalive && (await renewCsrf())) {
    await sendToServer({ mayRetry: false });
  } else if (result.stored) {
    reportStored(result.stored);
  } else {
    reportSent(entry, result);
  }
}

async function renewCsrf() {
  const status = await fetchStatus();
  if (status.state === "ok") state.csrf = status.csrf;
  return status.state === "ok";
}

function reportSent(entry, result) {
  if (result.state === "ok" && result.saved) {
    const current = readEntry("draft", entry.token);
    // What was typed in the meantime is not on the server yet.
    if (current?.changedAt === entry.changedAt) {
      writeEntry("draft", { ...current, isOnServer: true });
    }
    form.dataset.savedAt = result.saved;
    showStatus("saved", result.saved);
  } else {
    delete form.dataset.savedAt;
    showStatus("device", timeOfDay(entry.changedAt));
  }
  const isSignedOut = result.state === "signed-out" || result.error === "another user";
  toggleNotice("no-connection", result.state === "offline");
  toggleNotice("signed-out", isSignedOut);
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
  showStatus("device", timeOfDay());
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
