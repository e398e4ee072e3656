/* Shows and hides the form's notes about where the text is; their words are in the page. */

import { when } from "./waiting.js";

/** Show or hide the note of this id, with texts for its parts. */
export function note(id, shown, texts = {}) {
  const box = document.getElementById(id);
  for (const [name, text] of Object.entries(texts)) {
    const part = box.querySelector(`[data-${name}]`);
    if (part) part.textContent = text ?? "";
  }
  box.hidden = !shown;
}

/** Say that the form has changed since, and what has no box any more. */
export function showOlder(isOlder, left) {
  const items = left.map(([name, text]) => {
    const item = document.createElement("li");
    item.textContent = `${text} (${name})`;
    return item;
  });
  document.querySelector("#older-form [data-left]").replaceChildren(...(isOlder ? items : []));
  note("older-form", isOlder);
}

/** Offer what this person did not finish on this device, the newest first. */
export function offerKept(entries, { restore, forget }) {
  const template = document.getElementById("kept-note");
  const unnamed = document.getElementById("waiting").dataset.unnamed;
  for (const entry of entries.toReversed().slice(0, 3)) {
    const box = template.content.firstElementChild.cloneNode(true);
    const subject = entry.subject || unnamed;
    box.querySelector("[data-subject]").textContent = subject;
    box.querySelector("[data-at]").textContent = when(entry.at);
    for (const which of box.querySelectorAll("[data-which]")) which.textContent = `: ${subject}`;
    box.querySelector("[data-do=continue]").addEventListener("click", () => restore(entry));
    box.querySelector("[data-do=delete]").addEventListener("click", () => {
      forget(entry);
      box.remove();
    });
    document.getElementById("kept-notes").append(box);
  }
}
