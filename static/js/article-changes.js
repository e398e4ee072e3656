/* The text while it is edited, and the way back. Every change is a step that Undo takes back, also
   after a paragraph was left, up to the version that the page was opened with.

   The document hears "article:stepped" when there is a step more or less, "article:changed" ({at,
   name}) after a change made here, "article:renewed" when the sheet of the server has come. What
   the server knew of the text when a step was taken goes back with it (the field `state`), so that
   answers are undone too. */

import { announce } from "./announcements.js";
import { drawBlocks, form, readBlocks, replaceSheet } from "./article-sheet.js";
import { message } from "./page-texts.js";

const steps = [];
let blocks = [];

export const currentBlocks = () => blocks;
export const lastStep = () => steps.at(-1);
export const hasStep = (step) => steps.includes(step);
const stateField = () => form.elements.state;

function emit(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
}

/** Take the text as the page shows it. */
export function readSheet() {
  blocks = readBlocks();
}

/** Remember the text as it is now under the name of what is about to change it. */
export function remember(name, at = null) {
  const step = { name, at, blocks, state: stateField()?.value };
  steps.push(step);
  emit("article:stepped");
  return step;
}

/** Apply a change of article-text.js, as a step; return what it gave, null at an edge. */
export function change(name, apply, { at = null, isStep = true } = {}) {
  const result = apply(blocks);
  if (!result) {
    announce(message("edge"));
    return null;
  }
  if (isStep) remember(name, at);
  show(result, name);
  return result;
}

/** Show a text, and go to a place in it. */
export function show(result, name) {
  blocks = drawBlocks(result.blocks);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  emit("article:changed", { at: result.at, name });
}

/** Take back the last step; return whether there was one. */
export function undo() {
  const step = steps.pop();
  if (!step) {
    announce(message("nothingToUndo"));
    return false;
  }
  if (step.state !== undefined) stateField().value = step.state;
  const at = step.at ?? { block: 0, sentence: 0 };
  emit("article:stepped");
  show({ blocks: step.blocks, at }, "undo");
  announce(message("undone"));
  return true;
}

/** Forget a step that changed nothing. */
export function forget(step) {
  const index = steps.indexOf(step);
  if (index >= 0) steps.splice(index, 1);
  emit("article:stepped");
}

/** Show the sheet that the server made of the text as it is. */
export function renew({ sheet, state }) {
  if (state !== undefined && stateField()) stateField().value = state;
  replaceSheet(sheet);
  readSheet();
  emit("article:renewed");
}

/** Let what is sent next build on what the server has recognised. */
export function buildOn(state) {
  if (state !== undefined && stateField()) stateField().value = state;
}
