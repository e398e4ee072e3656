/* Saves the meeting form, once, however often the button is pressed. The draft is kept first, and
   given up only when the server says that the form is stored. What the server can't take now joins
   the queue; without a connection the next form can be written meanwhile. */

import { deleteEntry, readEntry, storageState } from "./device-storage.js";
import {
  currentEntry,
  currentToken,
  forget,
  form,
  isNewMeeting,
  keepInstead,
  keepSoon,
  reportStored,
  state,
} from "./draft-autosave.js";
import { toggleNotice } from "./draft-notices.js";
import { setFacts } from "./draft-status.js";
import { readValues, resolveDay, restoreValues } from "./form-values.js";
import { enqueue, flushQueue, problemOf } from "./offline-queue.js";
import { fetchStatus, postForm } from "./server.js";

const SAVING = ["", "save_draft"];
const REFUSALS = ["failed", "wait", "large"];
const emptyFields = form && readValues(form).fields;

/** Queue an entry that cannot be sent now. */
export function queueEntry(entry) {
  const fields = resolveDay(entry.fields, entry.changedAt);
  if (!enqueue({ ...entry, fields })) {
    setFacts({ storage: storageState(), keptAt: "" });
    return;
  }
  const subject = entry.subject || entry.fields.title?.[0] || "";
  toggleNotice("no-connection", true);
  toggleNotice("now-queued", true, { subject });
  const notice = document.getElementById("now-queued");
  notice.querySelector("[data-file]").hidden = !entry.files?.length;
  if (isNewMeeting()) startNewForm();
  notice.focus();
  flushQueue();
}

/** Reset the form to how the page came, under a new token. */
function startNewForm() {
  restoreValues(form, { ...emptyFields, token: [crypto.randomUUID()] });
  for (const input of form.querySelectorAll("input[type=file]")) input.value = "";
  forget();
}

/** Return the form's content including the button that submits it. */
function submittedEntry(submitter) {
  const entry = currentEntry({ wasSubmitted: true });
  if (submitter?.name) entry.fields[submitter.name] = [submitter.value];
  return entry;
}

export async function submit(event) {
  const { submitter } = event;
  const addsRow = submitter?.name?.startsWith("add_");
  if (state.isLeaving || event.defaultPrevented || addsRow) return;
  event.preventDefault();
  if (state.isSubmitting) return;
  state.isSubmitting = true;
  try {
    await save(submittedEntry(submitter), submitter);
  } finally {
    state.isSubmitting = false;
    if (!state.isLeaving) setFacts({ isSending: false });
    if (state.hasChanges) keepSoon();
  }
}

async function save(entry, submitter) {
  const { token } = entry;
  const isSaving = SAVING.includes(submitter?.name ?? "");
  const isFromQueue = Boolean(readEntry("queue", token)) && !state.hasChanges;
  if (keepInstead(entry)) deleteEntry("queue", token);
  setFacts({ isSending: true, otherTab: "" });
  const before = navigator.onLine ? await fetchStatus([token]) : { state: "offline" };
  if (before.state !== "ok") {
    if (isSaving || before.state === "signed-out") holdBack(entry, before);
    else keepInstead({ ...entry, wasSubmitted: false });
    return;
  }
  renewCsrf(before.csrf);
  const stored = before.stored[token];
  if (stored && isFromQueue) {
    leaveFor(stored);
    return;
  }
  if (stored && isNewMeeting()) {
    reportStored(stored);
    return;
  }
  if (stored || !isSaving) {
    submitToServer(submitter);
    return;
  }
  const result = await postForm(entry.path, bodyOfForm(submitter), before.csrf);
  // Whatever came back, or did not: the server knows whether it is stored.
  const after = result.state === "wait" ? result : await fetchStatus([token]);
  if (after.stored?.[token]) leaveFor(after.stored[token]);
  else if (after.state !== "ok") holdBack(entry, after);
  else if (REFUSALS.includes(result.state)) holdBack(entry, result);
  else if (result.state === "offline") holdBack(entry, { state: "failed" });
  else {
    // A page that asks something, or names what is missing: sent again, the server shows it.
    // Another request without a cookie may have brought another token meanwhile.
    renewCsrf(after.csrf);
    submitToServer(submitter);
  }
}

function bodyOfForm(submitter) {
  const body = new FormData(form);
  if (submitter?.name) body.append(submitter.name, submitter.value);
  return body;
}

/** Leave the entry to the queue, or to its writer. */
function holdBack(entry, result) {
  if (result.state === "signed-out") {
    askToSignIn(entry);
  } else if (result.state === "offline") {
    queueEntry(entry);
  } else {
    enqueue({ ...entry, ...problemOf(result) });
    showHeldBack();
  }
}

/** Say what the queue says of this form; go to the meeting once it is stored. */
export function followQueue({ detail }) {
  if (state.isSubmitting || state.isLeaving) return;
  if (detail.sent?.token === currentToken()) {
    const isChanged = state.hasChanges || state.entry?.changedAt !== detail.sent.changedAt;
    if (isChanged) reportStored(detail.sent.address);
    else leaveFor(detail.sent.address);
  } else {
    showHeldBack();
  }
}

function showHeldBack() {
  const queued = readEntry("queue", currentToken());
  if (queued) setFacts({ held: queued, keptAt: queued.changedAt });
  else setFacts({});
}

/** Go where saving leads: back to where the writer came from, or to the meeting. */
function leaveFor(address) {
  const next = new URL(form.elements.next?.value || address, location.href);
  state.isLeaving = true;
  deleteEntry("draft", currentToken());
  setFacts({ isSent: true });
  location.assign(next.origin === location.origin ? next : address);
}

function renewCsrf(csrf) {
  form.elements.csrfmiddlewaretoken.value = state.csrf = csrf;
}

function submitToServer(submitter) {
  state.isLeaving = true;
  form.requestSubmit(submitter?.form === form ? submitter : undefined);
}

function askToSignIn(entry) {
  keepInstead({ ...entry, wasSubmitted: false, resumeAfterSignIn: true });
  toggleNotice("signed-out", true);
  document.querySelector("#signed-out a").focus();
}
