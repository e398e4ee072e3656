/* The text of an article as its editor changes it, without a page: a list of blocks, the title
   first. A block has a kind ("title", "opening", "paragraph" or "close") and its sentences, which
   are strings; what else it holds stays with it. A place is {block, sentence}, both counted from 0.

   Every change returns {blocks, at}: the text as it is then, and the place to go on from. It
   returns null where it would change nothing. Nothing is changed in place. */

const BULLET = /^\s*(?:[•·▪●‣◦*–—-]\s+|o\t|\d{1,2}[.)]\s+)/;
const SENTENCE_END = /[.!?…]["”’)]?$/;

export const textOf = ({ sentences }) => sentences.join(" ");

export const isSameText = (one, other) =>
  one.length === other.length &&
  one.every(({ kind }, index) => kind === other[index].kind) &&
  one.every((block, index) => textOf(block) === textOf(other[index]));

/** Return where in the text of its block a sentence begins. */
export const offsetOf = ({ sentences }, sentence) =>
  sentences.slice(0, sentence).reduce((sum, words) => sum + words.length + 1, 0);

const withSentences = (block, sentences) => ({ ...block, sentences });
const replaceAt = (list, index, count, ...items) => list.toSpliced(index, count, ...items);
const isParagraph = (blocks, index) => index > 0 && index < blocks.length;

/** Move a sentence up (-1) or down (1), past the edge of its paragraph too. */
export function moveSentence(blocks, { block, sentence }, step) {
  if (!isParagraph(blocks, block)) return null;
  const { sentences } = blocks[block];
  const words = sentences[sentence];
  const rest = replaceAt(sentences, sentence, 1);
  const place = sentence + step;
  if (place >= 0 && place < sentences.length) {
    const moved = withSentences(blocks[block], replaceAt(rest, place, 0, words));
    return { blocks: replaceAt(blocks, block, 1, moved), at: { block, sentence: place } };
  }
  const next = block + step;
  if (!isParagraph(blocks, next)) return null;
  const others = blocks[next].sentences;
  const at = { block: next, sentence: step > 0 ? 0 : others.length };
  const taken = withSentences(blocks[next], replaceAt(others, at.sentence, 0, words));
  const changed = replaceAt(blocks, next, 1, taken);
  if (rest.length) {
    return { blocks: replaceAt(changed, block, 1, withSentences(blocks[block], rest)), at };
  }
  if (step > 0) at.block -= 1;
  return { blocks: replaceAt(changed, block, 1), at };
}

/** Remove a sentence; go on from the one that follows it, else from the one before. */
export function removeSentence(blocks, { block, sentence }) {
  if (!isParagraph(blocks, block)) return null;
  const rest = replaceAt(blocks[block].sentences, sentence, 1);
  if (!rest.length) return removeBlock(blocks, block);
  const changed = replaceAt(blocks, block, 1, withSentences(blocks[block], rest));
  if (sentence < rest.length) return { blocks: changed, at: { block, sentence } };
  if (block + 1 < blocks.length) return { blocks: changed, at: { block: block + 1, sentence: 0 } };
  return { blocks: changed, at: { block, sentence: sentence - 1 } };
}

/** Begin a new paragraph with a sentence. */
export function splitBefore(blocks, { block, sentence }) {
  if (!isParagraph(blocks, block) || sentence < 1) return null;
  const { sentences } = blocks[block];
  const first = withSentences(blocks[block], sentences.slice(0, sentence));
  const second = { kind: "paragraph", sentences: sentences.slice(sentence) };
  return {
    blocks: replaceAt(blocks, block, 1, first, second),
    at: { block: block + 1, sentence: 0 },
  };
}

/** Move a paragraph up (-1) or down (1). */
export function moveBlock(blocks, block, step) {
  const next = block + step;
  if (!isParagraph(blocks, block) || !isParagraph(blocks, next)) return null;
  const rest = replaceAt(blocks, block, 1);
  return {
    blocks: replaceAt(rest, next, 0, blocks[block]),
    at: { block: next, sentence: 0 },
  };
}

export function joinWithNext(blocks, block) {
  if (!isParagraph(blocks, block) || !isParagraph(blocks, block + 1)) return null;
  const { sentences } = blocks[block];
  const joined = withSentences(blocks[block], [...sentences, ...blocks[block + 1].sentences]);
  return {
    blocks: replaceAt(blocks, block, 2, joined),
    at: { block, sentence: sentences.length },
  };
}

/** Add an empty paragraph below a block. */
export function addBelow(blocks, block) {
  const added = { kind: "paragraph", sentences: [] };
  return {
    blocks: replaceAt(blocks, block + 1, 0, added),
    at: { block: block + 1, sentence: 0 },
  };
}

export function removeBlock(blocks, block) {
  if (!isParagraph(blocks, block)) return null;
  const rest = replaceAt(blocks, block, 1);
  return { blocks: rest, at: { block: Math.min(block, rest.length - 1), sentence: 0 } };
}

/** Put what was written in the place of a block: a paragraph for each run between empty lines. */
export function writeBlock(blocks, block, text, known) {
  const paragraphs = paragraphsOf(text).map((paragraph) => sentencesOf(paragraph, known));
  const { kind } = blocks[block];
  if (kind === "title") {
    const title = withSentences(blocks[block], paragraphs.flat());
    return { blocks: replaceAt(blocks, block, 1, title), at: { block, sentence: 0 } };
  }
  if (!paragraphs.length) return removeBlock(blocks, block);
  const [first, ...more] = paragraphs;
  const added = more.map((sentences) => ({ kind: "paragraph", sentences }));
  return {
    blocks: replaceAt(blocks, block, 1, withSentences(blocks[block], first), ...added),
    at: { block, sentence: 0 },
  };
}

/** Put a whole text, as text areas held it, in the place of the blocks. */
export function writeText(blocks, title, paragraphs, known) {
  const texts = [title, ...paragraphs];
  const written = texts.map((text, index) => ({
    kind: "paragraph",
    ...blocks[index],
    sentences: paragraphsOf(text).flatMap((paragraph) => sentencesOf(paragraph, known)),
  }));
  return { blocks: written, at: { block: 0, sentence: 0 } };
}

/** Return the paragraphs of what was typed, each on one line. */
export function paragraphsOf(text) {
  const paragraphs = text.replaceAll("\r\n", "\n").split(/\n[ \t]*\n/);
  return paragraphs.map((words) => words.trim().replace(/\s+/g, " ")).filter(Boolean);
}

/** Return the known sentences in a paragraph, and what stands between them as it is.

    Where a sentence ends is for the server to say: this is what the page shows until it has. */
export function sentencesOf(paragraph, known) {
  const found = known.filter((words) => words && startOf(words, paragraph) >= 0);
  if (!found.length) return paragraph ? [paragraph] : [];
  const longest = found.reduce((one, other) => (other.length > one.length ? other : one));
  const start = startOf(longest, paragraph);
  return [
    ...sentencesOf(paragraph.slice(0, start).trim(), found),
    longest,
    ...sentencesOf(paragraph.slice(start + longest.length).trim(), found),
  ];
}

/** Return where known words stand in a paragraph as a sentence, not as the end of a longer one. */
function startOf(words, paragraph) {
  const start = paragraph.indexOf(words);
  const before = paragraph.slice(0, Math.max(0, start)).trim();
  return !before || SENTENCE_END.test(before) ? start : -1;
}

/** Return the sentence that a character of a block's text stands in. */
export function sentenceAt(block, offset) {
  const after = block.sentences.findIndex((_words, index) => offsetOf(block, index) > offset);
  return after < 0 ? Math.max(0, block.sentences.length - 1) : Math.max(0, after - 1);
}

/** Return pasted text as it goes into a paragraph: a sentence for each item of a list.

    `items` are the texts of the list items in the formatted text, where there was one. */
export function pastedText(text, items = []) {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const isItem = (line) => BULLET.test(line) || items.includes(line.trim());
  const isList = lines.filter(isItem).length > 1;
  const plain = lines.map((line) => (isList && isItem(line) ? asSentence(line) : line.trim()));
  return plain.join("\n").replace(/\n{2,}/g, "\n\n").replace(/([^\n])\n(?!\n)/g, "$1 ").trim();
}

function asSentence(item) {
  const words = item.replace(BULLET, "").trim().replace(/[;,]$/, "");
  return !words || words.endsWith(":") || SENTENCE_END.test(words) ? words : `${words}.`;
}
