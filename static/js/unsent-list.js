/* Lists what this device keeps and the server does not have: queued meetings and drafts. */

import { deleteEntry, listEntries, userId } from "./device-storage.js";
import { flushQueue } from "./offline-queue.js";
import { dayAndTime } from "./times.js";

const section = document.getElementById("waiting");
const hasForm = Boolean(document.getElementById("meeting-form"));
let sendingToken = "";

function entries() {
  const queued = listEntries("queue").map((entry) => ({ ...entry, kind: "queue" }));
  // The form offers its drafts itself.
  const drafts = hasForm ? [] : listEntries("draft").filter((entry) => !entry.isOnServer);
  return [...queued, ...drafts.map((entry) => ({ ...entry, kind: "draft" }))];
}

function stateText(entry) {
  const texts = section.dataset;
  if (entry.kind === "draft") return texts.draft;
  if (entry.token === sendingToken) return texts.sending;
  return entry.needsReview ? texts.asks : texts.waiting;
}

function itemFor(entry) {
  const template = section.querySelector("template");
  const item = template.content.firstElementChild.cloneNode(true);
  const subject = entry.subject || section.dataset.unnamed;
  item.querySelector("[data-subject]").textContent = subject;
  item.querySelector("[data-state]").textContent = stateText(entry);
  item.querySelector("[data-at]").textContent = dayAndTime(entry.changedAt);
  for (const part of item.querySelectorAll("[data-which]")) part.textContent = `: ${subject}`;
  item.querySelector("[data-continue]").href = `${entry.path}#device=${entry.token}`;
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
  addEventListener("storage", render);
  render();
  flushQueue();
}
