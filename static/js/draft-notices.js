/* Shows and hides the notices above the meeting form that say where its text is kept. Their wording
   is in the page. */

import { dayAndTime } from "./times.js";

const MAX_OFFERS = 3;

/** Show or hide the notice with this id; `texts` fill its [data-…] parts. */
export function toggleNotice(id, isShown, texts = {}) {
  const notice = document.getElementById(id);
  for (const [name, text] of Object.entries(texts)) {
    const part = notice.querySelector(`[data-${name}]`);
    if (part) part.textContent = text ?? "";
  }
  notice.hidden = !isShown;
}

/** Say that the form has changed since the draft, and list [name, text] of fields that are gone. */
export function toggleOlderForm(isOlder, leftovers) {
  const items = leftovers.map(([name, text]) => {
    const item = document.createElement("li");
    item.textContent = `${text} (${name})`;
    return item;
  });
  const list = document.querySelector("#older-form [data-left]");
  list.replaceChildren(...(isOlder ? items : []));
  toggleNotice("older-form", isOlder);
}

/** Say that the form was saved before: it can be edited, or this one saved as another meeting. */
export function showAlreadyStored({ editUrl, mayCopy, onCopy }) {
  const notice = document.getElementById("already-stored");
  notice.querySelector("a").href = editUrl;
  const button = notice.querySelector("button");
  button.hidden = !mayCopy;
  button.onclick = () => {
    notice.hidden = true;
    onCopy();
  };
  notice.hidden = false;
}

/** Offer the drafts that this device keeps, newest first. */
export function offerDrafts(entries, { onContinue, onDelete }) {
  const template = document.getElementById("kept-note");
  const container = document.getElementById("kept-notes");
  const { unnamed } = document.getElementById("waiting").dataset;
  for (const entry of entries.toReversed().slice(0, MAX_OFFERS)) {
    const offer = template.content.firstElementChild.cloneNode(true);
    const subject = entry.subject || unnamed;
    offer.querySelector("[data-subject]").textContent = subject;
    offer.querySelector("[data-at]").textContent = dayAndTime(entry.changedAt);
    for (const part of offer.querySelectorAll("[data-which]")) part.textContent = `: ${subject}`;
    offer.querySelector("[data-do=continue]").addEventListener("click", () => onContinue(entry));
    offer.querySelector("[data-do=delete]").addEventListener("click", () => {
      onDelete(entry);
      offer.remove();
    });
    container.append(offer);
  }
}

export function removeOffers() {
  document.getElementById("kept-notes").replaceChildren();
}
