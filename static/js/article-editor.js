/* The editor of the month's article: puts its parts together on a page that works without them.
   What it changes are the text areas of the form, which the server reads as it does without. */

import "./site.js";
import { change, lastStep, readSheet, renew, undo } from "./article-changes.js";
import { dressQuestions, goToPressed, setUpAnswers } from "./article-answers.js";
import { choose, chosenPlace, mark, setUpChoice } from "./article-choice.js";
import { dressConflicts } from "./article-conflict.js";
import { saveNow, saveSoon, setUpDraft, showSaved } from "./article-draft.js";
import { goToQuestion, setUpKeys } from "./article-keys.js";
import { isOpen, leaveOpen, setUpParagraph, showAnswer } from "./article-paragraph.js";
import { dressSheet, form, knownSentences, placeOf, sheet } from "./article-sheet.js";
import { writeText } from "./article-text.js";
import { setUpTools } from "./article-tools.js";
import { message } from "./page-texts.js";

const bar = form?.querySelector("[data-bar]");

function dress() {
  dressSheet();
  dressQuestions();
  dressConflicts();
  mark();
}

/** Take the server's view of the text; of a paragraph being written what it recognised. */
function takeAnswer({ detail: answer }) {
  showParts(answer);
  if (isOpen()) {
    showAnswer(answer);
    return;
  }
  const focused = sheet.contains(document.activeElement) ? document.activeElement : null;
  const isOnSentence = focused?.matches("[data-sentence]");
  const at = focused && placeOf(focused);
  renew(answer);
  if (!focused || sheet.contains(document.activeElement)) return;
  if (isOnSentence && chosenPlace()) choose(chosenPlace());
  else choose({ block: Math.max(0, at.block), sentence: at.sentence });
}

function showParts({ parts = {}, others, left }) {
  for (const [name, html] of Object.entries(parts)) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document
      .querySelector(`[data-part="${name}"]`)
      ?.replaceChildren(...page.body.childNodes);
  }
  const line = document.querySelector("[data-others]");
  if (line && others !== undefined) {
    line.hidden = !others;
    const words = line.querySelector("[data-words]");
    if (words.textContent !== others) words.textContent = others;
  }
  if (left !== undefined) showLeft(left);
}

function showLeft(left) {
  const link = document.createElement(left ? "a" : "span");
  link.className = "ebar__left";
  link.dataset.left = "";
  link.textContent = left ? message("left", { n: left }) : message("nothingLeft");
  if (left) link.href = "#article-form";
  bar.querySelector("[data-left]").replaceWith(link);
}

function showUndo() {
  const button = bar.querySelector("[data-undo]");
  const step = lastStep();
  if (!step && button === document.activeElement) {
    choose(chosenPlace() ?? { block: 0, sentence: 0 });
  }
  button.hidden = !step;
  if (!step) return;
  const name = `undo${step.name[0].toUpperCase()}${step.name.slice(1)}`;
  button.querySelector("[data-undo-words]").textContent = message(name);
}

function afterChange({ detail: { at, name } }) {
  dress();
  if (name !== "add") choose(at);
  if (name === "add") saveSoon();
  else saveNow();
}

/** Put back a text that the device has kept, as a step. */
function restore(event) {
  event.preventDefault();
  const { title = [], paragraph = [] } = event.detail;
  change("edit", (blocks) => writeText(blocks, title[0] ?? "", paragraph, knownSentences()));
}

function listen() {
  document.addEventListener("article:changed", afterChange);
  document.addEventListener("article:stepped", showUndo);
  document.addEventListener("article:renewed", () => {
    dress();
    goToPressed();
  });
  document.addEventListener("article:answer", takeAnswer);
  form.addEventListener("kept-text:restore", restore);
  bar.addEventListener("click", (event) => {
    if (event.target.closest("[data-undo]")) {
      leaveOpen();
      undo();
    } else if (event.target.closest("a[data-left]")) {
      event.preventDefault();
      goToQuestion(1);
    }
  });
}

if (form && sheet) {
  for (const table of document.querySelectorAll("[data-keys-table]")) table.hidden = false;
  for (const plain of document.querySelectorAll("[data-plain]")) plain.hidden = true;
  readSheet();
  for (const setUp of [setUpChoice, setUpDraft, setUpKeys, setUpTools, setUpAnswers]) setUp();
  listen();
  setUpParagraph(sheet);
  dress();
  showSaved();
}
