/* The keys of the article's editor. Enter and Esc always work; the others are off with the
   shortcuts. Ctrl+Enter saves (shortcuts.js), also where the focus is outside the form. */

import { undo } from "./article-changes.js";
import { choose, chosenPlace, step } from "./article-choice.js";
import { isOpen, leaveOpen, openParagraph } from "./article-paragraph.js";
import { form, placeOf, sheet } from "./article-sheet.js";
import { moveChosen, removeChosen } from "./article-tools.js";

const FIELDS = "input, textarea, select, [contenteditable], [role=combobox], dialog";
const QUESTIONS = "[data-question], [data-late], [data-both]";
const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  q: () => goToQuestion(1),
  Q: () => goToQuestion(-1),
  Delete: () => chosenPlace() && removeChosen(),
};
const ALT_KEYS = {
  ArrowUp: () => chosenPlace() && moveChosen(-1),
  ArrowDown: () => chosenPlace() && moveChosen(1),
};

/** Go to the next (1) or previous (-1) thing to answer, round the end. */
export function goToQuestion(by) {
  const questions = [...sheet.querySelectorAll(QUESTIONS)].filter((one) => one.checkVisibility());
  if (!questions.length) return;
  const from = document.activeElement;
  const isAfter = (one) =>
    from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && !one.contains(from);
  const isBefore = (one) =>
    from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING && !one.contains(from);
  const next = by > 0 ? questions.find(isAfter) : questions.findLast(isBefore);
  const question = next ?? questions.at(by > 0 ? 0 : -1);
  question.tabIndex = -1;
  question.focus({ preventScroll: true });
  question.scrollIntoView({ block: "center" });
}

function onSentence(event) {
  const sentence = event.target.closest?.("[data-sentence]");
  if (!sentence || !sheet.contains(sentence) || event.target !== sentence) return false;
  if (event.key === "Enter") openParagraph(placeOf(sentence));
  else if (event.key === " ") choose(placeOf(sentence));
  else return false;
  return true;
}

function onKey(event) {
  const { key } = event;
  const hasControl = event.ctrlKey || event.metaKey;
  if (key === "Enter" && hasControl) {
    if (form.contains(event.target)) return false;
    form.requestSubmit();
    return true;
  }
  if (event.target.closest?.(FIELDS)) return false;
  if (key === "Escape") return isOpen() ? leaveOpen() : leaveChoice();
  if (!hasControl && !event.altKey && onSentence(event)) return true;
  if (document.body.dataset.shortcuts !== "on") return false;
  if (hasControl) return key === "z" && !event.shiftKey && !isOpen() && takeBack();
  const act = event.altKey ? ALT_KEYS[key] : KEYS[key];
  if (!act || isOpen()) return false;
  act();
  return true;
}

function leaveChoice() {
  const isChosen = Boolean(chosenPlace());
  choose(null);
  return isChosen;
}

function takeBack() {
  undo();
  return true;
}

export function setUpKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (onKey(event)) event.preventDefault();
  });
}
