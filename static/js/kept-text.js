/* What is typed into a long text is kept on the device until the server has stored it. Every form
   with a text area takes part, and any other with `data-kept-text`, whose value tells apart the
   records that share an address; the meeting form has its drafts. A text that was not stored is
   offered, with its time, where its form is opened again. Leaving with unsaved text asks.

   An entry of kind "text" holds: token, key (address and record of the form), page (the one that
   wrote it), fields, subject, path (of the page with the form) and changedAt. A form that is sent
   names its page; the server names it back once that is stored, or where it shows it again.

   A script that stores the text of a form itself says so by "kept-text:stored", and may put a text
   back its own way at "kept-text:restore"; a form with `data-kept-text-line="no"` has a line of
   its own that says where the text is. */

import {
  deleteEntry,
  listEntries,
  notifyChange,
  storageState,
  userId,
  writeEntry,
} from "./device-storage.js";
import { dayAndTime, timeOfDay } from "./times.js";

const FORMS = "form[method=post]:has(textarea:not([readonly])), form[method=post][data-kept-text]";
const BOXES = "textarea, input:not([type]), input[type=text], input[type=email], input[type=url]";
const TYPING_PAUSE = 1000;
const EXCERPT_LENGTH = 120;
const words = document.getElementById("kept-text-words");

class KeptText {
  constructor(form) {
    this.form = form;
    const { pathname } = new URL(form.getAttribute("action") || "", location.href);
    this.key = `${pathname}#${form.dataset.keptText || ""}`;
    this.page = crypto.randomUUID();
    this.stored = this.read(); // by the server; null where it shows what it did not store
    this.line = this.addLine();
    this.timer = 0;
    this.isLeaving = false;
    this.recover();
    form.addEventListener("input", () => this.keepSoon());
    form.addEventListener("change", () => this.keepSoon());
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("kept-text:stored", () => {
      this.stored = this.read();
      this.keep();
    });
    addEventListener("pagehide", () => this.keep());
    addEventListener("pageshow", ({ persisted }) => {
      // As it was sent: the page that comes now knows whether it is stored.
      if (persisted && this.isLeaving) location.reload();
    });
    addEventListener("beforeunload", (event) => {
      if (this.isChanged() && !this.isLeaving) event.preventDefault();
    });
  }

  get boxes() {
    const boxes = [...this.form.elements].filter((box) => box.matches(BOXES));
    return boxes.filter(({ name, readOnly }) => name && !readOnly);
  }

  /** Return what is in the boxes: the values of each name. */
  read() {
    const fields = {};
    for (const { name, value } of this.boxes) (fields[name] ??= []).push(value);
    return fields;
  }

  isShowing(fields) {
    const shown = this.read();
    return Object.entries(fields).every(([name, values]) => isSame(shown[name], values));
  }

  isChanged() {
    if (this.stored) return !this.isShowing(this.stored);
    return this.boxes.some(({ value }) => value);
  }

  /** Take up what the server shows again, unsaved; offer what it does not show. */
  recover() {
    for (const entry of listEntries("text").filter(({ key }) => key === this.key)) {
      const isSentBack = entry.page === words.dataset.sent;
      if (isSentBack) this.stored = null;
      if (isSentBack || this.isShowing(entry.fields)) deleteEntry("text", entry.token);
      else this.offer(entry);
    }
    this.keep();
  }

  offer(entry) {
    const offer = words.content.querySelector("[data-offer]").cloneNode(true);
    const text = Object.values(entry.fields).flat().find(Boolean) || "";
    const excerpt = text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
    offer.querySelector("[data-at]").textContent = dayAndTime(entry.changedAt);
    offer.querySelector("[data-excerpt]").textContent = excerpt;
    offer.querySelector("[data-do=restore]").addEventListener("click", () => {
      offer.remove();
      this.restore(entry);
    });
    offer.querySelector("[data-do=delete]").addEventListener("click", () => {
      offer.remove();
      deleteEntry("text", entry.token);
      notifyChange();
      this.boxes[0].focus();
    });
    this.form.before(offer);
  }

  restore(entry) {
    const options = { detail: entry.fields, cancelable: true };
    if (this.form.dispatchEvent(new CustomEvent("kept-text:restore", options))) {
      const values = structuredClone(entry.fields);
      for (const box of this.boxes) {
        if (values[box.name]) box.value = values[box.name].shift() ?? "";
      }
    }
    if (this.keep()) deleteEntry("text", entry.token);
    notifyChange();
    this.boxes[0].focus();
    this.boxes[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), TYPING_PAUSE);
  }

  /** Keep what the server has not stored; return whether the device could. */
  keep({ isSent = false } = {}) {
    clearTimeout(this.timer);
    const token = `${this.key}:${this.page}`;
    if (!this.isChanged() && !isSent && !this.isLeaving) {
      deleteEntry("text", token);
      this.say("");
      return true;
    }
    const changedAt = new Date().toISOString();
    const isKept = writeEntry("text", {
      token,
      key: this.key,
      page: this.page,
      fields: this.read(),
      subject: document.querySelector("#main h1")?.textContent.trim() || document.title,
      path: location.pathname + location.search,
      changedAt,
    });
    this.say(isKept ? "kept" : storageState(), changedAt);
    return isKept;
  }

  submit(event) {
    const isKept = this.keep({ isSent: true });
    if (!navigator.onLine) {
      event.preventDefault();
      this.say(isKept ? "offline" : storageState());
      return;
    }
    this.form.elements.kept_text?.remove();
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "kept_text", value: this.page });
    this.form.append(field);
    this.isLeaving = true;
    // Another script may ask first, or send the form itself.
    setTimeout(() => (this.isLeaving = !event.defaultPrevented));
  }

  addLine() {
    const line = words.content.querySelector("[data-line]").cloneNode(true);
    const button = [...this.form.querySelectorAll("button:not([type=button])")].at(-1);
    if (this.form.dataset.keptTextLine === "no") return line;
    (button?.closest(".actions, .savebar") || this.form).append(line);
    return line;
  }

  say(state, changedAt) {
    const text = state && words.dataset[state].replace("{time}", timeOfDay(changedAt));
    if (this.line.textContent === text) return;
    this.line.textContent = text;
    this.line.classList.toggle("saved--bad", ["full", "unavailable", "offline"].includes(state));
  }
}

const isSame = (one = [], other) =>
  one.length === other.length && one.every((text, index) => sameLines(text, other[index]));
const sameLines = (one, other) => one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n");

/** Delete what the server says it has stored. */
function deleteStored() {
  for (const { token, page } of listEntries("text")) {
    if (page === words.dataset.stored) deleteEntry("text", token);
  }
  notifyChange();
}

if (words && userId) {
  deleteStored();
  for (const form of document.querySelectorAll(FORMS)) {
    if (form.id !== "meeting-form") new KeptText(form);
  }
}
