/* What can be done to the chosen sentence and to a paragraph, by button or by key. */

import { announce } from "./announcements.js";
import { change, currentBlocks } from "./article-changes.js";
import { choose, chosenElement, chosenPlace } from "./article-choice.js";
import { addParagraph, leaveOpen, openParagraph } from "./article-paragraph.js";
import { blockElements, nameOf, placeOf, sentencesOf, sheet } from "./article-sheet.js";
import {
  joinWithNext,
  moveBlock,
  moveSentence,
  removeBlock,
  removeSentence,
  splitBefore,
} from "./article-text.js";
import { message } from "./page-texts.js";

const SENTENCE_ACTS = {
  open: () => openParagraph(chosenPlace()),
  up: () => moveChosen(-1),
  down: () => moveChosen(1),
  split: () => splitAt(chosenPlace()),
  remove: () => removeChosen(),
};
const BLOCK_ACTS = {
  open: (block) => openParagraph({ block, sentence: 0 }),
  up: (block) => moveParagraph(block, -1),
  down: (block) => moveParagraph(block, 1),
  join: (block) => act("join", joinWithNext, block, "joined"),
  split: (block) => splitParagraph(block),
  add: (block) => addParagraph(block),
  remove: (block) => act("remove", removeBlock, block, "removed"),
};

/** Move the chosen sentence up (-1) or down (1). */
export function moveChosen(by) {
  const at = chosenPlace();
  const result = change("move", (blocks) => moveSentence(blocks, at, by), { at });
  if (!result) return;
  const { block, sentence } = result.at;
  const count = result.blocks[block].sentences.length;
  const place = { n: inWords("ordinals", sentence + 1), count: inWords("numbers", count) };
  announce(message("moved", { name: nameOf(block).toLowerCase(), ...place }));
}

const inWords = (list, number) => message(list).split(" ")[number - 1] || String(number);

export function removeChosen() {
  const at = chosenPlace();
  const result = change("remove", (blocks) => removeSentence(blocks, at), { at });
  if (result) announce(message("removed"));
}

function splitAt(at) {
  const result = change("split", (blocks) => splitBefore(blocks, at), { at });
  if (result) announce(message("split"));
}

function act(name, apply, block, done) {
  const at = { block, sentence: 0 };
  if (change(name, (blocks) => apply(blocks, block), { at })) announce(message(done));
}

function moveParagraph(block, by) {
  const at = { block, sentence: 0 };
  const result = change("move", (blocks) => moveBlock(blocks, block, by), { at });
  if (result) announce(message("movedBlock", { name: nameOf(result.at.block).toLowerCase() }));
}

/** Split a paragraph at its chosen sentence; without one, ask for it. */
function splitParagraph(block) {
  const at = chosenPlace();
  if (at?.block === block && at.sentence > 0) {
    splitAt(at);
    return;
  }
  choose({ block, sentence: Math.min(1, currentBlocks()[block].sentences.length - 1) });
  announce(message("chooseSplit"));
}

/** Choose a sentence at the first press, write in it at the second, or in an empty part at once. */
function pressText(event) {
  const { target } = event;
  if (target.closest("a, button, select, textarea, summary, .ask, .late, .stools")) return;
  const block = target.closest(".blk__t")?.closest("[data-block]");
  if (!block || target.closest("[data-write]") || !getSelection().isCollapsed) return;
  const sentence = target.closest("[data-sentence]");
  if (sentence && sentence !== chosenElement()) {
    leaveOpen();
    if (sheet.contains(sentence)) choose(placeOf(sentence));
    return;
  }
  const at = placeOf(sentence ?? block);
  const last = Math.max(0, sentencesOf(block).length - 1);
  openParagraph(sentence ? at : { block: at.block, sentence: last });
}

function pressButton({ target }) {
  const button = target.closest("[data-sentence-do], [data-tools] [data-do]");
  if (!button) return;
  if (button.dataset.sentenceDo) {
    SENTENCE_ACTS[button.dataset.sentenceDo]();
    return;
  }
  const element = button.closest("[data-block]");
  button.closest("details")?.removeAttribute("open");
  leaveOpen();
  const index = blockElements().indexOf(element);
  if (index >= 0) BLOCK_ACTS[button.dataset.do](index);
}

export function setUpTools() {
  sheet.addEventListener("click", (event) => {
    pressButton(event);
    pressText(event);
  });
}
