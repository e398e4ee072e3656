/* A paragraph open for writing: its text area in the place of its words, the caret at a sentence,
   and under it what the server has recognised in it. Done or Esc leave it and keep the words. */

import { change, currentBlocks, forget, lastStep, show } from "./article-changes.js";
import { choose } from "./article-choice.js";
import { dropPressed, saveNow, saveSoon } from "./article-draft.js";
import { showRecognised } from "./article-recognised.js";
import { blockElements, boxOf, knownSentences, nameOf, readOf } from "./article-sheet.js";
import {
  addBelow,
  offsetOf,
  paragraphsOf,
  pastedText,
  sentenceAt,
  textOf,
  writeBlock,
} from "./article-text.js";
import { message } from "./page-texts.js";

let open = null; // {index, element, box, added: the step that added it}

export const isOpen = () => Boolean(open);

/** Open a paragraph with the caret at a sentence, or further on in its text. */
export function openParagraph(at, { caret, added = null } = {}) {
  leaveOpen();
  const element = blockElements()[at.block];
  const box = boxOf(element);
  open = { index: at.block, element, box, added };
  choose(null);
  toggle(true);
  element.querySelector("[data-write] label").textContent = message("open", {
    name: nameOf(at.block),
  });
  box.setAttribute("aria-describedby", "article-open-note");
  fit();
  const place = caret ?? offsetOf(currentBlocks()[at.block], at.sentence);
  box.focus();
  box.setSelectionRange(place, place);
  for (const part of [element.querySelector("[data-open-tools]"), box]) {
    part.scrollIntoView({ block: "nearest" });
  }
}

function toggle(isShown) {
  const write = open.element.querySelector("[data-write]");
  write.hidden = !isShown;
  write.classList.toggle("open", isShown);
  readOf(open.element).hidden = isShown;
  open.element.querySelector("[data-open-tools]")?.remove();
  if (!isShown) return;
  const tools = document.getElementById("article-open-tools").content.cloneNode(true);
  write.append(tools);
  showRecognised(open);
}

/** Let the text area be as high as its text. */
function fit() {
  open.box.style.blockSize = "auto";
  open.box.style.blockSize = `${open.box.scrollHeight + 4}px`;
}

/** Leave the open paragraph, if any, and keep what was written; return whether one was open. */
export function leaveOpen() {
  if (!open) return false;
  const { index, box, added } = open;
  const caret = box.selectionStart;
  if (added && !box.value.trim()) return dropOpen();
  const isChanged = box.value !== textOf(currentBlocks()[index]);
  toggle(false);
  open = null;
  if (!isChanged) choose({ block: index, sentence: sentenceAt(currentBlocks()[index], caret) });
  else keep(index, box.value, caret, added);
  return true;
}

function keep(index, text, caret, added) {
  const write = (blocks) => {
    const result = writeBlock(blocks, index, text, knownSentences());
    const block = result.blocks[index];
    const sentence = block && paragraphsOf(text).length === 1 ? sentenceAt(block, caret) : 0;
    return { ...result, at: { ...result.at, sentence } };
  };
  change("edit", write, { at: { block: index, sentence: 0 }, isStep: !added });
}

/** Leave the open paragraph as it was before. */
export function dropOpen() {
  if (!open) return false;
  const { index, box, added } = open;
  const isChanged = box.value !== textOf(currentBlocks()[index]);
  box.value = textOf(currentBlocks()[index]);
  toggle(false);
  open = null;
  dropPressed();
  if (added) {
    forget(added);
    show({ blocks: added.blocks, at: added.at }, "leave");
  } else {
    choose({ block: index, sentence: 0 });
    if (isChanged) saveNow();
  }
  return true;
}

/** Add a paragraph below a block, and open it. */
export function addParagraph(index) {
  leaveOpen();
  change("add", (blocks) => addBelow(blocks, index), { at: { block: index, sentence: 0 } });
  openParagraph({ block: index + 1, sentence: 0 }, { added: lastStep() });
}

/** Show what the server made of the paragraph that is being written. */
export function showAnswer(answer) {
  if (open) showRecognised(open, answer);
}

function paste(event) {
  const { clipboardData } = event;
  const html = new DOMParser().parseFromString(clipboardData.getData("text/html"), "text/html");
  const items = [...html.querySelectorAll("li")].map(({ textContent }) => textContent.trim());
  event.preventDefault();
  const text = pastedText(clipboardData.getData("text/plain"), items);
  // The only way to put text in that the text area's own undo takes back.
  if (!document.execCommand("insertText", false, text)) event.target.setRangeText(text);
}

export function setUpParagraph(sheet) {
  sheet.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-open-tools] [data-do]")?.dataset.do;
    if (act === "done") leaveOpen();
    if (act === "leave") dropOpen();
  });
  sheet.addEventListener("input", ({ target }) => {
    if (target !== open?.box) return;
    fit();
    saveSoon();
  });
  sheet.addEventListener("paste", (event) => {
    if (event.target === open?.box) paste(event);
  });
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !open) return;
    event.preventDefault();
    leaveOpen();
  });
}
