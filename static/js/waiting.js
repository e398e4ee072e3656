/* Lists what this device holds and the server does not: meetings waiting for a connection, and drafts. */

import { drop, list, user } from "./device.js";
import { flush } from "./queue.js";

const section = document.getElementById("waiting");
const onForm = Boolean(document.getElementById("meeting-form"));
let sending = "";

/** Return the moment as people read it: "24 November, 17:42". */
export function when(at) {
  const language = document.documentElement.lang || "en-GB";
  const part = (options) => new Intl.DateTimeFormat(language, options).format(new Date(at));
  const time = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${part({ day: "numeric", month: "long" })}, ${time}`;
}

function entries() {
  const queued = list("queue").map((entry) => ({ ...entry, kind: "queue" }));
  // The form offers unfinished drafts itself.
  const drafts = onForm ? [] : list("draft").filter((entry) => !entry.sent);
  return [...queued, ...drafts.map((entry) => ({ ...entry, kind: "draft" }))];
}

function stateOf(entry) {
  if (entry.kind === "draft") return section.dataset.draft;
  if (entry.token === sending) return section.dataset.sending;
  return entry.asks ? section.dataset.asks : section.dataset.waiting;
}

function row(entry) {
  const item = section.querySelector("template").content.firstElementChild.cloneNode(true);
  const subject = entry.subject || section.dataset.unnamed;
  item.querySelector("[data-subject]").textContent = subject;
  item.querySelector("[data-state]").textContent = stateOf(entry);
  item.querySelector("[data-at]").textContent = when(entry.at);
  for (const which of item.querySelectorAll("[data-which]")) which.textContent = `: ${subject}`;
  item.querySelector("[data-continue]").href = `${entry.path}#device=${entry.token}`;
  const ask = item.querySelector("[data-delete]");
  const sure = item.querySelector("[data-sure]");
  ask.addEventListener("click", () => {
    [ask.hidden, sure.hidden] = [true, false];
    sure.focus();
  });
  sure.addEventListener("click", () => {
    drop(entry.kind, entry.token);
    show();
    document.getElementById("main").querySelector("h1")?.scrollIntoView({ block: "nearest" });
  });
  return item;
}

function show() {
  const rows = entries().map(row);
  section.querySelector("ul").replaceChildren(...rows);
  section.hidden = rows.length === 0;
}

function showSent(entry) {
  const note = document.getElementById("now-sent");
  const link = document.createElement("a");
  link.href = entry.address;
  link.textContent = entry.subject || section.dataset.unnamed;
  const box = note.querySelector("[data-sent]");
  if (box.childNodes.length) box.append(", ");
  box.append(link);
  note.hidden = false;
}

if (section && user) {
  document.addEventListener("device:changed", ({ detail }) => {
    sending = detail.sending || "";
    if (detail.sent) showSent(detail.sent);
    if (detail.sent) document.getElementById("now-queued")?.setAttribute("hidden", "");
    document.getElementById("sign-in-to-send").hidden = detail.state !== "out";
    show();
  });
  addEventListener("storage", show);
  show();
  flush();
}
