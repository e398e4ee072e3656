/* Saves the meeting form: the draft is kept first. Without a connection the form joins the queue,
   and the next one can be written. */

import { rememberToken, writeEntry } from "./device-storage.js";
import {
  currentEntry,
  currentToken,
  form,
  isNewMeeting,
  keep,
  reportStored,
  state,
} from "./draft-autosave.js";
import { toggleNotice } from "./draft-notices.js";
import { clearStatus, showStatus } from "./draft-status.js";
import { readValues, resolveDay, restoreValues } from "./form-values.js";
import { enqueue, flushQueue } from "./offline-queue.js";
import { fetchStatus } from "./server.js";
import { timeOfDay } from "./times.js";

const emptyFields = form && readValues(form).fields;

/** Queue an entry that cannot be sent now. */
export function queueEntry(entry) {
  const fields = resolveDay(entry.fields, entry.changedAt);
  if (!enqueue({ ...entry, fields })) {
    toggleNotice("could-not-save", true);
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
  state.hasChanges = false;
  delete form.dataset.savedAt;
  rememberToken("");
  clearStatus();
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
  keep(submittedEntry(submitter));
  showStatus("sending");
  const status = navigator.onLine ? await fetchStatus([currentToken()]) : { state: "offline" };
  state.isSubmitting = false;
  const stored = status.stored?.[currentToken()];
  if (stored && isNewMeeting()) reportStored(stored);
  else if (status.state === "offline") queueEntry(submittedEntry(submitter));
  else if (status.state === "signed-out") askToSignIn();
  else submitToServer(submitter, status.csrf);
}

function submitToServer(submitter, csrf) {
  if (csrf) form.elements.csrfmiddlewaretoken.value = state.csrf = csrf;
  state.isLeaving = true;
  form.requestSubmit(submitter?.form === form ? submitter : undefined);
}

function askToSignIn() {
  keep(currentEntry({ resumeAfterSignIn: true }));
  toggleNotice("signed-out", true);
  showStatus("device", timeOfDay());
  document.querySelector("#signed-out a").focus();
}
