/* Lists what this device keeps and the server does not have: queued meetings and drafts. */

import { forgetFilesOf } from "./device-files.js";
import { deleteEntry, listEntries, userId } from "./device-storage.js";
import { flushQueue } from "./offline-queue.js";
import { isConnected, isSignedOut } from "./server.js";
import { dayAndTime, timeOfDay } from "./times.js";

const HELD_BACK = ["large", "review"];
const section = document.getElementById("waiting");
const form = document.getElementById("meeting-form");
let sendingToken = "";

function entries() {
  const queued = listEntries("queue").filter((entry) => !isOpenHere(entry));
  // The form offers its drafts itself.
  const drafts = form ? [] : listEntries("draft").filter((entry) => !entry.isOnServer);
  const texts = form ? [] : listEntries("text");
  return [
    ...texts.map((entry) => ({ ...entry, kind: "text" })),
    ...queued.map((entry) => ({ ...entry, kind: "queue" })),
    ...drafts.map((entry) => ({ ...entry, kind: "draft" })),
  ];
}

/** Of what the form itself shows, the line beside its Save button says how it stands. */
const isOpenHere = ({ token, problem }) => problem && token === form?.elements.token.value;

/** Return what is true of the entry now. */
function stateText(entry) {
  const texts = section.dataset;
  if (entry.kind === "text") return texts.text;
  if (entry.token === sendingToken) return texts.sending;
  if (HELD_BACK.includes(entry.problem)) return texts[entry.problem];
  if (isSignedOut()) return texts.signedOut;
  if (!isConnected()) return entry.kind === "draft" ? texts.draft : texts.waiting;
  if (entry.problem) {
    return texts[entry.problem].replace("{time}", timeOfDay(entry.retryAt));
  }
  return entry.kind === "draft" ? texts.unfinished : texts.queued;
}

function itemFor(entry) {
  const template = section.querySelector("template");
  const item = template.content.firstElementChild.cloneNode(true);
  const subject = entry.subject || section.dataset.unnamed;
  item.querySelector("[data-subject]").textContent = subject;
  item.querySelector("[data-state]").textContent = stateText(entry);
  item.querySelector("[data-at]").textContent = dayAndTime(entry.changedAt);
  for (const part of item.querySelectorAll("[data-which]")) part.textContent = `: ${subject}`;
  item.querySelector("[data-continue]").href =
    entry.kind === "text" ? entry.path : `${entry.path}#device=${entry.token}`;
  setUpDelete(item, entry);
  return item;
}

/** Deleting takes a second click. */
function setUpDelete(item, entry) {
  const button = item.querySelector("[data-delete]");
  const confirmation = item.querySelector("[data-sure]");
  button.addEventListener("click", () => {
    button.hidden = true;
    confirmation.hidden = false;
    confirmation.focus();
  });
  confirmation.addEventListener("click", () => {
    deleteEntry(entry.kind, entry.token);
    forgetFilesOf(entry);
    render();
    document.querySelector("#main h1")?.scrollIntoView({ block: "nearest" });
  });
}

function render() {
  const items = entries().map(itemFor);
  section.querySelector("ul").replaceChildren(...items);
  section.hidden = items.length === 0;
}

function showSent(entry) {
  const notice = document.getElementById("now-sent");
  const links = notice.querySelector("[data-sent]");
  const link = document.createElement("a");
  link.href = entry.address;
  link.textContent = entry.subject || section.dataset.unnamed;
  if (links.childNodes.length) links.append(", ");
  links.append(link);
  notice.hidden = false;
  document.getElementById("now-queued")?.setAttribute("hidden", "");
}

if (section && userId) {
  document.addEventListener("device:changed", ({ detail }) => {
    sendingToken = detail.sending || "";
    if (detail.sent) showSent(detail.sent);
    document.getElementById("sign-in-to-send").hidden = detail.state !== "signed-out";
    render();
  });
  for (const type of ["storage", "online", "offline"]) addEventListener(type, render);
  render();
  flushQueue();
}
