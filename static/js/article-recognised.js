/* Under an open paragraph: which meeting each of its sentences rests on, as the server has it.
   Where a sentence ends, and which one it was before, is for the server alone to say. */

import { buildOn } from "./article-changes.js";
import { saveNow } from "./article-draft.js";
import { paragraphsOf } from "./article-text.js";
import { icon, message } from "./page-texts.js";

const EXCERPT_LENGTH = 60;
const MOST_OFFERS = 3;

/** Show what was recognised in an open paragraph; without an answer, as it was when it opened. */
export function showRecognised({ index, element, box }, answer) {
  const list = element.querySelector("[data-recognised]");
  if (!list || element.dataset.block === "title") return;
  const page = answer && new DOMParser().parseFromString(answer.sheet, "text/html");
  const count = Math.max(1, paragraphsOf(box.value).length);
  const blocks = page
    ? [...page.querySelectorAll("[data-block]")].slice(index, index + count)
    : [element];
  const sentences = blocks.flatMap((block) => [
    ...block.querySelectorAll("[data-read] [data-sentence]"),
  ]);
  const offers = referencesIn(element);
  const rows = sentences.map((sentence, n) => row(sentence, n + 1, offers, answer?.state));
  list.replaceChildren(...rows.filter(Boolean));
}

/** Return the meetings of a paragraph, those that its new sentence may tell of. */
function referencesIn(element) {
  const rows = element.querySelectorAll(".blk__r li[data-reference]");
  return [...rows].slice(0, MOST_OFFERS).map(({ dataset }) => dataset.reference);
}

function row({ dataset, classList, textContent }, n, offers, state) {
  const references = (dataset.references ?? "").split(" ").filter(Boolean);
  const isNew = classList.contains("s--new");
  if (!references.length && !isNew) return null;
  const line = document.createElement("span");
  if (references.length) {
    const name = isNew ? "rests" : "restsAsBefore";
    line.textContent = message(name, { n, references: listOf(references) });
  } else {
    line.textContent = `${message("isNew", { words: excerpt(textContent.trim()) })} `;
    for (const reference of offers) line.append(offer(dataset.sentence, reference, state), " ");
  }
  const item = document.createElement("li");
  const picture = icon(references.length ? "check" : "info");
  picture.classList.add("icon--s");
  picture.classList.toggle("is-none", !references.length);
  item.append(picture, line);
  return item;
}

function offer(key, reference, state) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn--link" });
  button.textContent = message("tellsOf", { reference });
  button.addEventListener("click", () => {
    buildOn(state);
    saveNow([`record-${key}`, reference]);
  });
  return button;
}

/** Return the references as a person reads them, the first and last of many. */
function listOf(references) {
  if (references.length < 4) return references.join(", ");
  return `${references[0]} … ${references.at(-1)}`;
}

const excerpt = (words) =>
  words.length > EXCERPT_LENGTH ? `${words.slice(0, EXCERPT_LENGTH).trim()}…` : words;
