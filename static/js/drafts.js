/* Keeps the text of the meeting form: on the device a second after the last key, on the server every
   15 seconds and on leaving. The server's own check of a save is what erases it. */

import { fillBoxes, fixDay, readBoxes, subjectOf } from "./boxes.js";
import { drop, list, read, remember, remembered, tellChange, user, write } from "./device.js";
import { note, offerKept, showOlder } from "./notes.js";
import { enqueue, flush } from "./queue.js";
import { ask, sendDraft } from "./server.js";
import { clock, say } from "./state-line.js";

const form = document.getElementById("meeting-form");
const KEY_PAUSE = 1000;
const SEND_EVERY = 15000;
const empty = form && readBoxes(form).boxes;
let changed = false; // since the device kept it
let csrf = form?.elements.csrfmiddlewaretoken.value;
let pause = 0;
let busy = false;
let leaving = false;
let underway = ""; // when that was typed which the server is being sent

const token = () => form.elements.token.value;
const isNew = () => !form.dataset.meeting;

/** What is in the form now, as an entry for the device. */
function entryNow(more = {}) {
  const { boxes, files } = readBoxes(form);
  return {
    token: token(),
    boxes,
    files,
    subject: subjectOf(boxes),
    meeting: form.dataset.meeting,
    path: isNew() ? "/meetings/new/" : location.pathname,
    version: Number(form.dataset.formVersion),
    at: new Date().toISOString(),
    sent: false,
    ...more,
  };
}

function keep(entry) {
  changed = false;
  remember(entry.token);
  return write("draft", entry);
}

function keepOnDevice() {
  clearTimeout(pause);
  if (!changed || leaving) return;
  const kept = keep(entryNow());
  if (!kept) say("nowhere");
  else if (!navigator.onLine || !form.dataset.savedAt) say("device", clock());
}

function typed() {
  changed = true;
  clearTimeout(pause);
  pause = setTimeout(keepOnDevice, KEY_PAUSE);
}

/** Send what the server has not; once more with a fresh token against forgery when it refuses. */
async function sendNow({ keepalive = false, again = true } = {}) {
  keepOnDevice();
  const entry = read("draft", token());
  if (!entry || entry.sent || entry.at === underway || leaving || !navigator.onLine) return;
  underway = entry.at;
  if (!keepalive) say("sending");
  const told = await sendDraft(user, entry, csrf, { keepalive });
  underway = "";
  if (told.status === 403 && again && !keepalive) {
    const asked = await ask();
    if (asked.state === "ok" && String(asked.user) === user) {
      csrf = asked.csrf;
      return sendNow({ again: false });
    }
  }
  if (told.stored) return tellStored(told.stored);
  afterSending(entry, told);
}

function afterSending(entry, told) {
  if (told.state === "ok" && told.saved) {
    const now = read("draft", entry.token);
    // Typed on meanwhile: the server has what stood there before.
    if (now && now.at === entry.at) write("draft", { ...now, sent: true });
    form.dataset.savedAt = told.saved;
    say("saved", told.saved);
  } else {
    delete form.dataset.savedAt;
    say("device", clock(entry.at));
  }
  note("no-connection", told.state === "away");
  note("signed-out", told.state === "out" || told.error === "another user");
}

/** The back button, after the form was stored: go on in what it became. */
function goToStored(address) {
  leaving = true;
  drop("draft", token());
  location.replace(`${address}edit/`);
}

/** The form was stored and typed in again: nothing is thrown away, its writer chooses. */
function tellStored(address) {
  note("already-stored", true);
  document.querySelector("#already-stored a").href = `${address}edit/`;
  const button = document.querySelector("#already-stored button");
  button.hidden = !isNew();
  button.onclick = () => {
    form.elements.token.value = crypto.randomUUID();
    note("already-stored", false);
    form.requestSubmit();
  };
  say("device", clock());
}

/** Put an entry's text into the form, in the place of what stands there. */
function restore(entry) {
  const boxes = fixDay(entry.boxes, entry.at);
  const left = fillBoxes(form, { ...boxes, token: [entry.token] });
  changed = false;
  remember(entry.token);
  write("draft", { ...entry, pressed: false, goOn: false, asks: false });
  drop("queue", entry.token);
  document.getElementById("kept-notes").replaceChildren();
  showOlder(entry.version < Number(form.dataset.formVersion), left);
  note("file-again", entry.files?.length, { files: entry.files?.join(", ") });
  say(entry.sent ? "saved" : "device", clock(entry.at));
  tellChange();
}

/** Begin a new form under a new token, with the boxes as the page came. */
function startAnew() {
  const fresh = crypto.randomUUID();
  fillBoxes(form, { ...empty, token: [fresh] });
  for (const box of form.querySelectorAll("input[type=file]")) box.value = "";
  changed = false;
  delete form.dataset.savedAt;
  remember("");
  document.getElementById("draft-state").replaceChildren();
}

/** "Save" without a connection: the form waits on the device, and the next can be written. */
function queueIt(entry) {
  const boxes = fixDay(entry.boxes, entry.at);
  if (!enqueue({ ...entry, boxes })) return note("could-not-save", true);
  note("no-connection", true);
  note("now-queued", true, { subject: entry.subject || entry.boxes.title?.[0] || "" });
  const shown = document.getElementById("now-queued");
  shown.querySelector("[data-file]").hidden = !entry.files?.length;
  if (isNew()) startAnew();
  shown.focus();
  flush();
}

function pressedBoxes(submitter) {
  const entry = entryNow({ pressed: true });
  if (submitter?.name) entry.boxes[submitter.name] = [submitter.value];
  return entry;
}

async function save(event) {
  const submitter = event.submitter;
  if (leaving || event.defaultPrevented || submitter?.name?.startsWith("add_")) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  clearTimeout(pause);
  keep(pressedBoxes(submitter));
  say("sending");
  const asked = navigator.onLine ? await ask([token()]) : { state: "away" };
  busy = false;
  if (asked.stored?.[token()] && isNew()) return tellStored(asked.stored[token()]);
  if (asked.state === "away") return queueIt(pressedBoxes(submitter));
  if (asked.state === "out" || (asked.state === "ok" && String(asked.user) !== user)) return askToSignIn();
  if (asked.csrf) form.elements.csrfmiddlewaretoken.value = csrf = asked.csrf;
  leaving = true;
  form.requestSubmit(submitter?.form === form ? submitter : undefined);
}

function askToSignIn() {
  keep(entryNow({ goOn: true }));
  note("signed-out", true);
  say("device", clock());
  document.querySelector("#signed-out a").focus();
}

/** What the page finds on the device when it opens. */
function takeUp() {
  const kept = form.dataset.kept && new URLSearchParams(location.search).get("draft");
  const asked = location.hash.match(/^#device=([\w-]+)$/)?.[1] || kept;
  const named = asked && (read("queue", asked) || read("draft", asked));
  if (named) {
    history.replaceState(null, "", location.pathname + location.search);
    return restore(named);
  }
  if (form.dataset.kept) form.elements.token.value = crypto.randomUUID();
  const same = read("draft", token());
  if (same) return takeUpSame(same);
  const before = read("draft", remembered());
  if (before?.pressed) return afterPress(before);
  const kind = performance.getEntriesByType("navigation")[0]?.type;
  if (kind === "back_forward" && remembered() && !before) return goOnIfStored(remembered());
  if (before && (before.goOn || kind === "reload" || kind === "back_forward")) return restore(before);
  const others = list("draft").filter((entry) => entry.meeting === form.dataset.meeting);
  offerKept(others, { restore, forget });
}

/** "Save" was pressed and no page came back: stored, or to be sent again. */
async function afterPress(entry) {
  if (form.dataset.kept === "unsent") {
    restore(entry);
    return queueIt({ ...entry, pressed: false });
  }
  const asked = await ask([entry.token]);
  if (asked.stored?.[entry.token]) {
    drop("draft", entry.token);
    return tellChange({ sent: { ...entry, address: asked.stored[entry.token] } });
  }
  restore(entry);
  note("could-not-save", true);
}

/** The server shows the boxes of this very form; what the device kept later is newer. */
function takeUpSame(entry) {
  const isResumed = new URLSearchParams(location.search).has("draft");
  if (isResumed && !entry.sent) return restore(entry);
  write("draft", { ...entry, pressed: false });
  remember(entry.token);
}

function forget(entry) {
  drop("draft", entry.token);
  if (entry.sent) fetch(`/meetings/draft/${entry.token}/delete/`, forgery()).catch(() => {});
}

function forgery() {
  return { method: "POST", headers: { "X-CSRFToken": csrf }, redirect: "manual" };
}

/** The page as it was left, out of the browser's memory. */
function comeBack() {
  leaving = busy = false;
  goOnIfStored(token());
}

async function goOnIfStored(last) {
  const asked = await ask([last]);
  if (asked.stored?.[last]) goToStored(asked.stored[last]);
}

function listen() {
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("rows:added", typed);
  form.addEventListener("submit", save);
  setInterval(sendNow, SEND_EVERY);
  addEventListener("pagehide", () => sendNow({ keepalive: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendNow({ keepalive: true });
  });
  addEventListener("pageshow", (event) => event.persisted && comeBack());
  addEventListener("offline", () => note("no-connection", true));
  addEventListener("online", () => {
    note("no-connection", false);
    sendNow();
  });
  addEventListener("hashchange", takeUp);
}

if (form && user) {
  // The browser's own restoring would bring old text under a new token; the device brings both.
  form.setAttribute("autocomplete", "off");
  note("no-connection", !navigator.onLine || ["offline", "unsent"].includes(form.dataset.kept));
  takeUp();
  listen();
}
