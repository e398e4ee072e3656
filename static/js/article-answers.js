/* Answers given on the spot: the choices of a question become buttons, which save at once. What
   was answered is told by a green line in its place, with Undo: the last step is taken back as any
   other, an earlier answer by the server, which knows its name. Any other button of the form that
   has a name saves at once too. */

import { announce } from "./announcements.js";
import { hasStep, lastStep, remember, undo } from "./article-changes.js";
import { choose } from "./article-choice.js";
import { saveNow } from "./article-draft.js";
import { openParagraph } from "./article-paragraph.js";
import { blockElements, form, placeOf, sheet } from "./article-sheet.js";
import { message } from "./page-texts.js";

const STEP_NAMES = {
  put: "late",
  elsewhere: "late",
  leave: "late",
  back: "restore",
  first: "wording",
};
const SAVED_AT_ONCE = "button[name]:not([name=preview], [name=drop])";
let awaited = null; // the named button that was pressed: {label, value}
let answered = []; // {step, words, block, name}: the green lines

/** Turn the choices of all questions into buttons. */
export function dressQuestions() {
  for (const question of sheet.querySelectorAll("[data-question]:has([type=radio])")) {
    if (!question.querySelector("[data-answers]")) dress(question);
  }
  showAnswered();
}

function dress(question) {
  const actions = document.createElement("div");
  actions.className = "actions";
  actions.dataset.answers = "";
  const why = question.querySelector("input[name^=why-]")?.closest(".why");
  const radios = [...question.querySelectorAll("[type=radio]")];
  for (const radio of radios) {
    const needsWhy = radio.value === "keep" && why;
    actions.append(needsWhy ? askWhy(radio, why) : answerButton(radio, labelOf(radio)));
    radio.closest("label").hidden = true;
  }
  const choices = radios[0].closest(".choices") ?? radios[0].closest("label");
  choices.after(actions);
  choices.hidden = true;
  question.tabIndex = -1;
}

const labelOf = (radio) =>
  radio.value === "reword" ? message("reword") : radio.closest("label").textContent.trim();

function answerButton(radio, label) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn--2", textContent: label });
  button.addEventListener("click", () => {
    radio.checked = true;
    if (radio.value === "reword") reword(radio);
    else answer(radio, label);
  });
  return button;
}

function askWhy(radio, why) {
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  fold.className = "fold";
  summary.textContent = labelOf(radio);
  const button = document.createElement("div");
  button.append(answerButton(radio, message("keepIt")));
  why.append(button);
  fold.append(summary, why);
  return fold;
}

function answer(radio, label) {
  const element = radio.closest("[data-block]");
  const why = radio.closest("[data-question]").querySelector("input[name^=why-]");
  if (radio.value === "keep" && why && !why.value.trim()) {
    radio.checked = false;
    askAgain(why);
    return;
  }
  const place = placeOf(element);
  const step = remember("answer", place);
  const words = radio.dataset.done ?? message("answered", { answer: label });
  answered.push({ step, words, block: place.block, isNew: true });
  saveNow();
}

/** Say that a reason is missing, in words beside its box. */
function askAgain(why) {
  const id = `${why.id}-error`;
  if (!document.getElementById(id)) {
    const error = document.createElement("p");
    Object.assign(error, { id, className: "field__error", textContent: message("needWhy") });
    why.before(error);
    why.setAttribute("aria-invalid", "true");
    why.setAttribute("aria-describedby", id);
  }
  why.focus();
}

/** Open the paragraph of a question at its sentence: other words are the answer. */
function reword(radio) {
  const key = radio.closest("[data-question]").dataset.question;
  const block = radio.closest("[data-block]");
  const sentence = block.querySelector(`[data-sentence="${CSS.escape(key)}"]`);
  openParagraph(placeOf(sentence ?? block));
}

/** Show the green lines again, in a sheet that has come from the server. */
function showAnswered() {
  for (const line of sheet.querySelectorAll(".ask[data-answered]")) line.remove();
  const blocks = blockElements();
  for (const one of answered) {
    const line = document.getElementById("article-answered").content.firstElementChild;
    const copy = line.cloneNode(true);
    copy.querySelector("h3").textContent = one.words;
    copy.querySelector(".actions").hidden = one.step !== lastStep() && !one.name;
    copy.querySelector("button").addEventListener("click", () => takeBack(one));
    const block = blocks[Math.min(one.block, blocks.length - 1)];
    block.querySelector(".blk__t").append(copy);
    if (one.isNew) {
      announce(one.words);
      copy.querySelector("button").focus();
    }
    one.isNew = false;
  }
}

function takeBack(one) {
  if (one.step === lastStep()) {
    undo();
    return;
  }
  remember("answer");
  answered = answered.filter((other) => other !== one);
  saveNow(["undo", one.name]);
}

/** Save at once what a named button of the sheet stands for. */
function press(event) {
  const button = event.target.closest(SAVED_AT_ONCE);
  if (!button || button.form !== form || button.closest("[data-plain]")) return;
  event.preventDefault();
  const block = button.closest("[data-block]");
  remember(STEP_NAMES[button.name] ?? "answer", block && placeOf(block));
  awaited = { label: button.textContent.trim(), value: button.value };
  saveNow([button.name, button.value]);
}

/** Go to the sentence that a named button was about, now that the sheet has it. */
export function goToPressed() {
  if (!awaited) return;
  const value = CSS.escape(awaited.value);
  const isIts = `[data-sentence="${value}"], [data-sentence][data-references~="${value}"]`;
  const paragraphs = "[data-block=paragraph]";
  const sentence = sheet.querySelector(`${paragraphs} :is(${isIts})`);
  announce(message("answered", { answer: awaited.label }));
  awaited = null;
  if (sentence) choose(placeOf(sentence));
}

export function setUpAnswers() {
  document.addEventListener("click", press);
  document.addEventListener("article:answer", ({ detail }) => {
    for (const one of answered) if (one.isNew) one.name = detail.answered;
  });
  sheet.addEventListener("change", ({ target }) => {
    if (!target.matches("select[name^=record-]")) return;
    remember("answer", placeOf(target.closest("[data-block]") ?? target));
    saveNow();
  });
  document.addEventListener("article:stepped", () => {
    answered = answered.filter(({ step }) => hasStep(step));
    if (!answered.some(({ isNew }) => isNew)) showAnswered();
  });
}
