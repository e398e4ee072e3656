/* Marks in a suggestion what the typed words match. */

/** Return `text` in lower case without accents; each letter keeps its position. */
export function fold(text) {
  const plain = (letter) => letter.normalize("NFD").replace(/\p{M}/gu, "")[0];
  return [...text].map((letter) => plain(letter)?.toLowerCase() ?? " ").join("");
}

/** Return the positions in `text` of the letters at a word's start that match a typed word. */
function matchedPositions(text, query) {
  const plain = fold(text);
  const words = fold(query)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const positions = new Set();
  for (const word of words) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
      const isInsideWord = at > 0 && /[a-z0-9]/.test(plain[at - 1]);
      if (isInsideWord) continue;
      for (let n = 0; n < word.length; n += 1) positions.add(at + n);
    }
  }
  return positions;
}

/** Return `text` as a fragment, with <mark> around what the words of `query` match. */
export function highlight(text, query) {
  const positions = matchedPositions(text, query);
  const fragment = document.createDocumentFragment();
  [...text].forEach((letter, at) => {
    const isMatch = positions.has(at);
    let last = fragment.lastChild;
    if (!last || (last.nodeName === "MARK") !== isMatch) {
      last = isMatch ? document.createElement("mark") : document.createTextNode("");
      fragment.append(last);
    }
    last.textContent += letter;
  });
  return fragment;
}
