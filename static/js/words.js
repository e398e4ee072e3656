/* The words that scripts of the meeting form say, and the addresses they ask: from the page, so that they are translated. */

const words = document.getElementById("form-words")?.dataset || {};

/** Return the words of this name, with {text} and {n} filled in. */
export function say(name, values = {}) {
  return (words[name] || "").replace(/\{(\w+)\}/g, (_whole, key) => values[key] ?? "");
}

/** Return the address of this name, with these questions. */
export function address(name, questions) {
  const url = new URL(words[`${name}Url`], window.location.href);
  for (const [key, value] of Object.entries(questions || {})) url.searchParams.set(key, value);
  return url;
}

let line;
/** Have a screen reader say `text`, politely. */
export function announce(text) {
  if (!line) {
    line = document.createElement("p");
    line.className = "vh";
    line.setAttribute("role", "status");
    document.getElementById("main").append(line);
  }
  line.textContent = text;
}

/** Return the drawing of this name. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${words.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** Return `text` in small letters without accents, letter for letter. */
export function fold(text) {
  return [...text].map((letter) => letter.normalize("NFD").replace(/\p{M}/gu, "")[0]?.toLowerCase() ?? " ").join("");
}

/** Return `text` with what begins like one of the typed words underlined. */
export function marked(text, typed) {
  const letters = [...text];
  const plain = fold(text);
  const words = fold(typed).split(/[^a-z0-9]+/).filter(Boolean);
  const marks = new Set();
  for (const word of words) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
      if (at && /[a-z0-9]/.test(plain[at - 1])) continue;
      for (let n = 0; n < word.length; n += 1) marks.add(at + n);
    }
  }
  const piece = document.createDocumentFragment();
  letters.forEach((letter, at) => {
    const wants = marks.has(at);
    let last = piece.lastChild;
    if (!last || (last.nodeName === "MARK") !== wants) {
      last = wants ? document.createElement("mark") : document.createTextNode("");
      piece.append(last);
    }
    last.textContent += letter;
  });
  return piece;
}
