/* The sheet of the article's editor in the page: its blocks, each with a text area, which is what
   the server gets, and the same words as they read, sentence by sentence with their marks. */

import { paragraphsOf, textOf } from "./article-text.js";
import { message } from "./page-texts.js";

export const form = document.getElementById("article-form");
export const sheet = form?.querySelector("[data-sheet]");
const PLAIN = "[data-plain], .blk__r > h3.sub";
const seen = new Map(); // the words of a sentence: the nodes that show it, marks and links too

export const blockElements = () => [...sheet.querySelectorAll("[data-block]")];
export const boxOf = (element) => element.querySelector("[data-write] textarea");
export const sentencesOf = (element) => [...readOf(element).querySelectorAll("[data-sentence]")];
export const knownSentences = () => [...seen.keys()];

/** Return what shows the words of a block; a block without a word gets an empty one. */
export function readOf(element) {
  const read = element.querySelector("[data-read]");
  if (read) return read;
  const added = document.createElement("p");
  added.dataset.read = "";
  added.hidden = true;
  element.querySelector("[data-write]").after(added);
  return added;
}

/** Return the element of a sentence, if it is there. */
export function sentenceElement(at) {
  const element = at && blockElements()[at.block];
  return element ? (sentencesOf(element)[at.sentence] ?? null) : null;
}

/** Return the place of an element in the text, as {block, sentence}. */
export function placeOf(element) {
  const block = element.closest("[data-block]");
  const sentence = element.closest("[data-sentence]");
  return {
    block: blockElements().indexOf(block),
    sentence: sentence ? sentencesOf(block).indexOf(sentence) : 0,
  };
}

/** Return the text as blocks, and remember how each of its sentences is shown. */
export function readBlocks() {
  return blockElements().map((element) => {
    const { value } = boxOf(element);
    // What two people changed is shown as it is stored; the text area holds the other wording.
    const stored = element.querySelector("[data-theirs]")?.value;
    const pieces = piecesOf(readOf(element), stored ?? value);
    for (const { words, nodes } of pieces) seen.set(words, nodes);
    const shown = pieces.map(({ words }) => words);
    const sentences = stored === undefined ? shown : paragraphsOf(value);
    return { kind: element.dataset.block, sentences, element };
  });
}

/** Return each sentence with its nodes: its own, and what stands between it and the next. */
function piecesOf(read, text) {
  const pieces = [];
  for (const node of read.childNodes) {
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const isSentence = node.matches("[data-sentence]");
    if (isSentence) pieces.push({ words: wordsOf(node, text), nodes: [node] });
    else pieces.at(-1)?.nodes.push(node);
  }
  return pieces;
}

/** Return the words of a sentence, which may hold marks, and keep them with it. */
function wordsOf({ dataset, textContent }, text) {
  if (dataset.end) dataset.words = text.slice(dataset.start, dataset.end);
  delete dataset.start;
  delete dataset.end;
  return dataset.words ?? textContent.trim();
}

/** Show these blocks, with the elements they have, and return them with the ones they got. */
export function drawBlocks(blocks) {
  const free = blockElements().filter((one) => !blocks.some(({ element }) => element === one));
  let before = null;
  const drawn = blocks.map((block) => {
    const isShown = block.element && sheet.contains(block.element);
    const element = isShown ? block.element : takeElement(free, block.kind);
    place(element, before);
    fill(element, block);
    before = element;
    return { ...block, element };
  });
  for (const element of free) element.remove();
  number();
  return drawn;
}

function takeElement(free, kind) {
  const index = free.findIndex(({ dataset }) => dataset.block === kind);
  if (index >= 0) return free.splice(index, 1)[0];
  const { content } = document.getElementById("article-block");
  const element = content.firstElementChild.cloneNode(true);
  element.dataset.block = kind;
  return element;
}

/** Put a block after the one before it; what stands between blocks stays where it is. */
function place(element, before) {
  const blocks = blockElements();
  const index = blocks.indexOf(element);
  if (index >= 0 && (blocks[index - 1] ?? null) === before) return;
  if (before) before.after(element);
  else sheet.prepend(element);
}

function fill(element, block) {
  const box = boxOf(element);
  if (box.value !== textOf(block)) box.value = textOf(block);
  const read = readOf(element);
  const shown = piecesOf(read, box.value).map(({ words }) => words);
  if (String(shown) === String(block.sentences)) return;
  read.replaceChildren(...block.sentences.flatMap((words) => [" ", ...nodesOf(words)]).slice(1));
}

/** Return the nodes of a sentence, a space before each mark; plain ones for words just written. */
function nodesOf(words) {
  const nodes = seen.get(words)?.map((node) => node.cloneNode(true));
  if (nodes) return nodes.flatMap((node, index) => (index ? [" ", node] : [node]));
  const span = document.createElement("span");
  span.className = "s";
  span.dataset.sentence = "";
  span.textContent = words;
  return [span];
}

/** Number the blocks again, and say so where a reader or a screen reader reads it. */
function number() {
  for (const [index, element] of blockElements().entries()) {
    element.dataset.index = index;
    element.setAttribute("aria-label", nameOf(index));
    const heading = element.querySelector("[data-tools] > span");
    if (heading) heading.textContent = nameOf(index);
    for (const name of element.querySelectorAll("[data-name]")) {
      name.textContent = ` ${nameOf(index).toLowerCase()}`;
    }
    boxOf(element).id ||= `text-${crypto.randomUUID()}`;
    const label = element.querySelector("[data-write] label");
    label.htmlFor = boxOf(element).id;
    label.textContent = nameOf(index);
  }
}

/** Return what a block is called: its kind, or which paragraph it is. */
export function nameOf(index) {
  const kinds = blockElements().map(({ dataset }) => dataset.block);
  if (kinds[index] !== "paragraph") return message(kinds[index]);
  return message("paragraph", {
    n: kinds.slice(0, index + 1).filter((kind) => kind === "paragraph").length,
  });
}

/** Put the sheet of the server in the place of this one. */
export function replaceSheet(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  sheet.replaceChildren(...page.body.childNodes);
}

/** Give every block its tools, and every sentence its place in the order of tabs. */
export function dressSheet() {
  for (const plain of sheet.querySelectorAll(PLAIN)) plain.hidden = true;
  for (const element of sheet.querySelectorAll(".pblk")) element.classList.remove("pblk");
  for (const element of blockElements()) {
    element.querySelector("[data-write]").hidden = true;
    readOf(element).hidden = false;
    const tools = element.querySelector("[data-tools]");
    tools.hidden = false;
    if (!tools.querySelector("[data-do]")) addTools(tools, element.dataset.block === "title");
  }
  number();
}

function addTools(tools, isTitle) {
  const content = document.getElementById("article-block-tools").content.cloneNode(true);
  if (isTitle) content.querySelector("details").remove();
  tools.append(content);
}
