/* Saves the article's text as it is typed, as a draft on the server, and says in the bar where the
   text is. kept-text.js keeps on the device what the server has not stored. The document hears
   "article:answer" with what the server answered, unless the text has changed since. */

import { announce } from "./announcements.js";
import { form } from "./article-sheet.js";
import { storageState } from "./device-storage.js";
import { icon, message } from "./page-texts.js";
import { postForm } from "./server.js";
import { timeOfDay } from "./times.js";

const TYPING_PAUSE = 1000;
const RETRY_INTERVAL = 15000;
const FAILURES = { offline: "device", "signed-out": "signedOut" };
const GOOD = ["good", "check"];
const LOOKS = { saving: ["busy", "upload"], saved: GOOD, savedVersion: GOOD };
let extras = [];
let timer = 0;
let isSending = false;
let isUnsaved = false;
let isLeaving = false;
let submitAfter = null;

/** Save the text once typing pauses. */
export function saveSoon() {
  isUnsaved = true;
  clearTimeout(timer);
  timer = setTimeout(send, TYPING_PAUSE);
}

/** Save the text now, with the name and value of a button that was pressed, if any. */
export function saveNow(...pressed) {
  isUnsaved = true;
  extras.push(...pressed);
  send();
}

/** Leave out what was pressed and has not reached the server. */
export function dropPressed() {
  extras = [];
}

async function send() {
  clearTimeout(timer);
  if (isSending || isLeaving) return;
  isSending = true;
  isUnsaved = false;
  say("saving");
  const body = new FormData(form);
  const pressed = [...extras];
  for (const [name, value] of pressed) body.append(name, value);
  const result = await postForm(form.dataset.draft, body, form.elements.csrfmiddlewaretoken.value);
  const answer = await result.response?.json().catch(() => null);
  isSending = false;
  if (result.state === "ok" && answer) {
    extras = extras.filter((one) => !pressed.includes(one));
    take(answer);
  } else fail(result.state, answer);
  submitAfter?.();
}

function take(answer) {
  if (isUnsaved) {
    send();
    return;
  }
  say("saved", { time: answer.saved });
  document.dispatchEvent(new CustomEvent("article:answer", { detail: answer }));
  form.dispatchEvent(new Event("kept-text:stored"));
}

function fail(state, answer) {
  isUnsaved = true;
  if (answer?.why) show(answer.why, "bad", "warning");
  else if (storageState() !== "ok") say("unavailable");
  else say(FAILURES[state] ?? "failed", { time: timeOfDay() });
}

function say(name, values) {
  show(message(name, values), ...(LOOKS[name] ?? ["off", "offline"]));
}

function show(text, look, picture) {
  const line = form.querySelector("[data-bar] [data-saved]");
  if (look === "off" || look === "bad") announce(text);
  line.className = `saved saved--${look}`;
  line.replaceChildren(icon(picture), text);
}

/** Say at first where the text is that the page was opened with. */
export function showSaved() {
  const { draftOf, savedVersion, savedAt } = form.dataset;
  if (draftOf) say("saved", { time: draftOf });
  else if (savedVersion) say("savedVersion", { n: savedVersion, time: savedAt });
}

/** Save what is unsaved when there is a chance; let a save of a version wait for a draft's. */
export function setUpDraft() {
  const retry = () => isUnsaved && send();
  addEventListener("online", retry);
  setInterval(retry, RETRY_INTERVAL);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") retry();
  });
  form.addEventListener("submit", (event) => {
    isLeaving = !isSending && !event.defaultPrevented;
    if (!isSending) return;
    event.preventDefault();
    submitAfter = () => {
      submitAfter = null;
      form.requestSubmit(event.submitter);
    };
  });
}
