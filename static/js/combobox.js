/* A suggestion box: the list under a text box, by the ARIA pattern of a combobox. Down and Up move,
   Enter picks, Esc closes. Without a connection it offers what the device keeps. */

import Combobox from "../vendor/combobox-nav/combobox-nav.js";
import { address, announce, fold, icon, marked, say } from "./words.js";

const PAUSE = 150;
let count = 0;
let kept;

/** Return what the device keeps for a box that gets no answer: {places, who}. */
async function recent() {
  kept ??= fetch(address("recent"), { headers: { Accept: "application/json" } }).then((answer) => answer.json());
  return kept.catch(() => ({ places: [], who: [] }));
}

async function ask(source, text, questions, signal) {
  try {
    const answer = await fetch(address(source, { q: text, ...questions }), { signal, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return await answer.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    const words = fold(text).split(/\s+/);
    const rows = (await recent())[source === "place" ? "places" : "who"];
    const fits = (row) => words.every((word) => fold(`${row.label} ${row.detail}`).includes(word));
    return { results: rows.filter(fits).slice(0, 8) };
  }
}

/** Give `input` a list of suggestions.
 * options: source ("who" or "place"), questions() asked besides the text, keep(result) which to show,
 * onPick(result), more (words) with onMore(text): a last line of its own. */
export function suggest(input, options) {
  if (input.dataset.suggests) return;
  input.dataset.suggests = options.source;
  new SuggestionBox(input, options);
}

class SuggestionBox {
  constructor(input, options) {
    Object.assign(this, { input, options, isOpen: false });
    input.removeAttribute("list");
    this.list = document.createElement("ul");
    this.list.className = "combo__list";
    this.list.id = `suggestions-${(count += 1)}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", say("matches", { text: "" }));
    (input.closest(".combo") || input).after(this.list);
    this.keys = new Combobox(input, this.list, { tabInsertsSuggestions: false, firstOptionSelectionMode: "selected" });
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // The box keeps the focus while a line is tapped.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("combobox-commit", (event) => this.commit(event.target));
  }

  pressed(event) {
    if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
    } else if (event.key === "ArrowDown" && !this.isOpen && this.input.value.trim()) {
      this.look();
    }
  }

  typed() {
    clearTimeout(this.timer);
    this.stop?.abort();
    if (!this.input.value.trim()) return this.close();
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const text = this.input.value.trim();
    this.stop?.abort();
    this.stop = new AbortController();
    try {
      const found = await ask(this.options.source, text, this.options.questions?.(), this.stop.signal);
      if (document.activeElement === this.input) this.show(text, found);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  show(text, found) {
    const results = found.results.filter(this.options.keep || (() => true));
    this.found = results;
    this.kind = found.kind || "";
    this.list.replaceChildren(...results.map((result, at) => this.line(result, at, text)));
    if (this.options.more) this.list.append(this.lastLine(text));
    this.list.setAttribute("aria-label", say("matches", { text }));
    if (!this.list.children.length) this.close();
    else this.open();
    announce(results.length === 1 ? say("one") : results.length ? say("many", { n: results.length }) : say("none"));
  }

  line(result, at, text) {
    const names = { o: "building", p: "person", l: "place" };
    const words = document.createElement("span");
    words.append(marked(result.label, text));
    if (result.detail) {
      const small = document.createElement("small");
      small.append(marked(result.detail, text));
      words.append(small);
    }
    return this.option(at, names[result.value[0]], words);
  }

  lastLine(text) {
    const words = document.createElement("span");
    words.textContent = say(this.options.more, { text });
    return this.option("more", "plus", words);
  }

  option(at, drawing, words) {
    const line = document.createElement("li");
    line.setAttribute("role", "option");
    line.id = `${this.list.id}-${at}`;
    line.dataset.at = at;
    line.append(icon(drawing), words);
    return line;
  }

  open() {
    this.list.hidden = false;
    if (!this.isOpen) this.keys.start();
    else this.keys.resetSelection();
    this.isOpen = true;
  }

  close() {
    clearTimeout(this.timer);
    this.stop?.abort();
    if (!this.isOpen) return;
    this.isOpen = false;
    this.keys.stop();
    this.list.hidden = true;
  }

  commit(line) {
    const at = line.closest("[data-at]").dataset.at;
    const text = this.input.value.trim();
    this.close();
    if (at === "more") this.options.onMore(text, this.kind);
    else this.options.onPick(this.found[Number(at)]);
  }
}
