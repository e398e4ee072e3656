/* The chosen sentence of the article, one at a time: tinted and outlined, its meetings too, with
   its tools under the paragraph. A paragraph is one stop of the tab key, at its chosen or its
   first sentence. */

import { currentBlocks } from "./article-changes.js";
import {
  blockElements,
  placeOf,
  readOf,
  sentenceElement,
  sentencesOf,
  sheet,
} from "./article-sheet.js";
import { message } from "./page-texts.js";

let chosen = null;

export const chosenPlace = () => chosen;
export const chosenElement = () => sentenceElement(chosen);

/** Choose a sentence; null for none. */
export function choose(at, { focus = true } = {}) {
  chosen = at && clamp(at);
  mark();
  if (!focus || !chosen) return;
  const element = chosenElement() ?? firstButton(chosen.block);
  element?.focus({ preventScroll: true });
  for (const part of [sheet.querySelector(".stools"), element]) {
    part?.scrollIntoView({ block: "nearest" });
  }
}

function clamp({ block, sentence }) {
  const blocks = currentBlocks();
  const place = Math.min(Math.max(0, block), blocks.length - 1);
  const last = Math.max(0, (blocks[place]?.sentences.length ?? 0) - 1);
  return { block: place, sentence: Math.min(Math.max(0, sentence), last) };
}

const firstButton = (index) => blockElements()[index]?.querySelector("[data-tools] button");

/** Choose the next (1) or previous (-1) sentence. */
export function step(by) {
  const all = blockElements().flatMap(sentencesOf);
  const focused = document.activeElement?.closest?.("[data-sentence]");
  const index = all.indexOf(focused ?? chosenElement());
  const start = by > 0 ? 0 : all.length - 1;
  const next = index < 0 ? start : Math.min(all.length - 1, Math.max(0, index + by));
  if (all[next]) choose(placeOf(all[next]));
}

/** Mark the chosen sentence and its meetings, and set the tab stops. */
export function mark() {
  sheet.querySelector(".stools")?.remove();
  for (const row of sheet.querySelectorAll(".recs__on")) row.classList.remove("recs__on");
  const current = chosenElement();
  for (const element of blockElements()) {
    const sentences = sentencesOf(element);
    const stop = sentences.includes(current) ? current : sentences[0];
    for (const sentence of sentences) {
      sentence.setAttribute("role", "button");
      sentence.setAttribute("aria-pressed", String(sentence === current));
      sentence.tabIndex = sentence === stop ? 0 : -1;
      sentence.classList.toggle("s--on", sentence === current);
    }
  }
  if (current) showTools(current);
}

function showTools(sentence) {
  const block = sentence.closest("[data-block]");
  const references = (sentence.dataset.references ?? "").split(" ");
  for (const row of block.querySelectorAll("[data-reference]")) {
    if (row.matches("li")) {
      row.classList.toggle("recs__on", references.includes(row.dataset.reference));
    }
  }
  const tools = document.getElementById("article-sentence-tools").content.cloneNode(true);
  tools.querySelector("[data-about]").textContent = about(sentence, block);
  const isTitle = block.dataset.block === "title";
  for (const button of tools.querySelectorAll("button")) {
    const what = button.dataset.sentenceDo;
    button.hidden = (isTitle && what !== "open") || (what === "split" && !chosen.sentence);
  }
  readOf(block).after(tools);
}

function about(sentence, block) {
  const place = message("place", { n: chosen.sentence + 1, count: sentencesOf(block).length });
  return `${place}, ${history(sentence)}`;
}

function history({ classList, dataset: { edited, sentence: key } }) {
  if (!key) return message("notRead");
  const isNew = classList.contains("s--new");
  if (edited) return message(isNew ? "written" : "edited", { when: edited });
  return message(isNew ? "notComposed" : "untouched");
}

/** Follow the tab key: what has the focus by keyboard is the chosen sentence. */
export function setUpChoice() {
  sheet.addEventListener("focusin", ({ target }) => {
    if (!target.matches("[data-sentence]:focus-visible") || target === chosenElement()) return;
    choose(placeOf(target), { focus: false });
  });
}
