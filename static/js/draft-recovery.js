/* Restores a draft when the meeting form opens: after a reload, signing in, going back, an error of
   the server, or when its writer asks for it. */

import { forgetFilesOf } from "./device-files.js";
import {
  deleteEntry,
  listEntries,
  notifyChange,
  readEntry,
  rememberedToken,
} from "./device-storage.js";
import { adopt, currentToken, form, openStored, state, takeOther } from "./draft-autosave.js";
import { offerDrafts, removeOffers, toggleNotice, toggleOlderForm } from "./draft-notices.js";
import { setFacts } from "./draft-status.js";
import { queueEntry } from "./draft-submission.js";
import { resolveDay, restoreValues } from "./form-values.js";
import { deleteDraft, fetchStatus } from "./server.js";

const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/;
const urls = document.getElementById("draft-words")?.dataset;

/** Replace the form's content with an entry's. */
function restore(entry) {
  const fields = resolveDay(entry.fields, entry.changedAt);
  const leftovers = restoreValues(form, { ...fields, token: [entry.of ?? entry.token] });
  adopt(entry);
  removeOffers();
  toggleOlderForm(entry.version < Number(form.dataset.formVersion), leftovers);
  toggleNotice("file-again", entry.files?.length, { files: entry.files?.join(", ") });
  notifyChange();
}

/** Show what another tab wrote of this form. */
export function showOther() {
  const other = takeOther();
  if (other) restore(other);
  else setFacts({ otherTab: "" });
}

/** Decide what the form shows when it opens. */
export function recover() {
  const requested = requestedEntry();
  if (requested) {
    history.replaceState(null, "", location.pathname + location.search);
    return restore(requested);
  }
  if (form.dataset.copyReason) form.elements.token.value = crypto.randomUUID();
  const same = readEntry("draft", currentToken());
  if (same) return recoverSame(same);
  const last = readEntry("draft", rememberedToken());
  if (last?.wasSubmitted) return recoverSubmitted(last);
  const navigation = performance.getEntriesByType("navigation")[0]?.type;
  const isBack = navigation === "back_forward";
  if (isBack && rememberedToken() && !last) return openIfStored(rememberedToken());
  if (last && (last.resumeAfterSignIn || isBack || navigation === "reload")) return restore(last);
  return offerOthers();
}

/** Return the entry that the address names: after "#device=", or "?draft=" when offline. */
function requestedEntry() {
  const draft = form.dataset.copyReason && new URLSearchParams(location.search).get("draft");
  const token = location.hash.match(/^#device=([\w-]+)$/)?.[1] || draft;
  return token && (readEntry("queue", token) || readEntry("draft", token));
}

/** The server shows this very draft: restore the device's copy only if it is newer. */
function recoverSame(entry) {
  const isResumed = new URLSearchParams(location.search).has("draft");
  if (isResumed && !entry.isOnServer) {
    restore(entry);
    return;
  }
  adopt(entry);
}

/** The form was submitted but no page came back: it is saved already, or has to be sent again. */
async function recoverSubmitted(entry) {
  if (form.dataset.copyReason === "unsent") {
    restore(entry);
    queueEntry({ ...entry, wasSubmitted: false });
    return;
  }
  const { state: answer, stored } = await fetchStatus([entry.token]);
  if (stored?.[entry.token]) {
    deleteEntry("draft", entry.token);
    notifyChange({ sent: { ...entry, address: stored[entry.token] } });
    return;
  }
  restore(entry);
  // Where the server can't be asked, it may be saved all the same.
  toggleNotice("could-not-save", answer === "ok" || form.dataset.copyReason === "error");
}

export async function openIfStored(token) {
  const { stored } = await fetchStatus([token]);
  if (stored?.[token]) openStored(stored[token]);
}

function offerOthers() {
  const { meeting } = form.dataset;
  const drafts = listEntries("draft").filter((entry) => entry.meeting === meeting);
  offerDrafts(drafts, { onContinue: restore, onDelete: discard });
}

function discard(entry) {
  deleteEntry("draft", entry.token);
  forgetFilesOf(entry);
  if (entry.isOnServer) deleteDraft(urls.deleteUrl.replace(UUID, entry.token), state.csrf);
}
