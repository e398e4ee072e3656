/* A text field with a list of suggestions, after the ARIA combobox pattern: Down and Up move, Enter
   picks, Esc closes. Without a connection it suggests what the device has kept. */

import Combobox from "../vendor/combobox-nav/combobox-nav.js";
import { announce } from "./announcements.js";
import { fold, highlight } from "./highlight.js";
import { address, icon, message } from "./page-texts.js";

const TYPING_PAUSE = 150;
const MAX_OFFLINE_RESULTS = 8;
// What the values of suggestions begin with: those of n and m are new in this form, g is a group.
const ICONS = { o: "building", p: "person", l: "place", n: "building", m: "person", g: "people" };
const RELEASES = ["mouseup", "dragend"];
const JSON_ONLY = { Accept: "application/json" };
let listCount = 0;
let recent;
let isPressed = false;

// A finger's tap comes as these too, after its own events.
for (const type of ["mousedown", ...RELEASES]) {
  addEventListener(type, () => (isPressed = type === "mousedown"), { capture: true });
}

/** Return what the device keeps for when there is no connection: {places, who}. */
function fetchRecent() {
  recent ??= fetch(address("recent"), { headers: JSON_ONLY }).then((response) => response.json());
  return recent.catch(() => ({ places: [], who: [] }));
}

async function fetchSuggestions(source, text, query, signal) {
  try {
    const url = address(source, { q: text, ...query });
    const response = await fetch(url, { signal, headers: JSON_ONLY });
    if (!response.ok || response.redirected) throw new Error(response.status);
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { results: await offlineResults(source, text) };
  }
}

async function offlineResults(source, text) {
  const words = fold(text).split(/\s+/);
  const candidates = (await fetchRecent())[source === "place" ? "places" : "who"];
  const matches = ({ label, detail }) => {
    const folded = fold(`${label} ${detail}`);
    return words.every((word) => folded.includes(word));
  };
  return candidates.filter(matches).slice(0, MAX_OFFLINE_RESULTS);
}

/**
 * Give `input` a list of suggestions.
 *
 * Options: `source` ("who" or "place"), `query()` (more parameters for the server),
 * `filter(result)`, `onPick(result)`; `first(text)` and `last(results)` (suggestions of the page's
 * own, before and after the server's); and for a last option of its own, `more` (the name of its
 * text) and `onMore(text, kind)`.
 */
export function suggest(input, options) {
  if (input.dataset.suggests) return;
  input.dataset.suggests = options.source;
  new SuggestionList(input, options);
}

class SuggestionList {
  constructor(input, options) {
    Object.assign(this, { input, options, isOpen: false });
    input.removeAttribute("list");
    this.list = document.createElement("ul");
    this.list.className = "combo__list";
    this.list.id = `suggestions-${(listCount += 1)}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", message("matches", { text: "" }));
    (input.closest(".combo") || input).after(this.list);
    this.navigation = new Combobox(input, this.list, {
      tabInsertsSuggestions: false,
      firstOptionSelectionMode: "selected",
    });
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.onInput());
    this.input.addEventListener("keydown", (event) => this.onKeydown(event));
    this.input.addEventListener("blur", () => this.onBlur());
    this.input.addEventListener("focus", () => this.onFocus());
    // The field keeps the focus while an option is tapped.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("combobox-commit", (event) => this.onCommit(event.target));
  }

  /** An empty field offers what the page itself knows. */
  onFocus() {
    const known = this.input.value.trim() ? [] : this.options.first?.("") || [];
    if (known.length && this.options.offersFirst) this.show("", { results: [] });
  }

  /** The list closes once a tap is through: what is below must not move from under it. */
  onBlur() {
    if (!isPressed) return this.close();
    const closeSoon = () => setTimeout(() => document.activeElement !== this.input && this.close());
    for (const type of RELEASES) addEventListener(type, closeSoon, { once: true });
  }

  onInput() {
    clearTimeout(this.timer);
    this.pending?.abort();
    if (!this.input.value.trim()) return this.close();
    this.timer = setTimeout(() => this.update(), TYPING_PAUSE);
  }

  onKeydown(event) {
    if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
    } else if (event.key === "ArrowDown" && !this.isOpen && this.input.value.trim()) {
      this.update();
    }
  }

  onCommit(option) {
    const index = option.closest("[data-index]").dataset.index;
    const text = this.input.value.trim();
    this.close();
    if (index === "more") this.options.onMore(text, this.kind);
    else this.options.onPick(this.results[Number(index)]);
  }

  async update() {
    const text = this.input.value.trim();
    this.pending?.abort();
    this.pending = new AbortController();
    const { source, query } = this.options;
    try {
      const found = await fetchSuggestions(source, text, query?.(), this.pending.signal);
      if (document.activeElement === this.input) this.show(text, found);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  show(text, { results, kind = "" }) {
    const { first, last, filter = () => true } = this.options;
    const known = first?.(text) || [];
    const isOther = (result) => known.every(({ label }) => label !== result.label);
    const found = results.filter(filter).filter(isOther);
    this.results = [...known, ...found, ...(last?.([...known, ...found]) || [])];
    this.kind = kind;
    const options = this.results.map((result, index) => this.resultOption(result, index, text));
    if (this.options.more && text) options.push(this.moreOption(text));
    this.list.replaceChildren(...options);
    this.list.setAttribute("aria-label", message("matches", { text }));
    if (options.length) this.open();
    else this.close();
    this.announceCount();
  }

  announceCount() {
    const count = this.results.length;
    if (count === 0) announce(message("none"));
    else announce(count === 1 ? message("one") : message("many", { n: count }));
  }

  resultOption(result, index, text) {
    const content = document.createElement("span");
    const about = result.about ?? result.detail;
    content.append(highlight(result.shown ?? result.label, text));
    if (about) {
      const detail = document.createElement("small");
      detail.append(highlight(about, text));
      content.append(detail);
    }
    const kind = result.seat ? "p" : result.isGroup ? "g" : result.value[0];
    const option = this.option(index, ICONS[kind], content);
    if (result.seat) {
      const tag = document.createElement("span");
      tag.className = "tag";
      tag.textContent = message("seat");
      option.append(tag);
    }
    return option;
  }

  moreOption(text) {
    const content = document.createElement("span");
    const detail = document.createElement("small");
    detail.textContent = message("addAbout");
    content.append(message(this.options.more, { text }), detail);
    return this.option("more", "plus", content);
  }

  option(index, iconName, content) {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.id = `${this.list.id}-${index}`;
    option.dataset.index = index;
    option.append(icon(iconName), content);
    return option;
  }

  open() {
    this.list.hidden = false;
    if (this.isOpen) this.navigation.resetSelection();
    else this.navigation.start();
    this.isOpen = true;
  }

  close() {
    clearTimeout(this.timer);
    this.pending?.abort();
    if (!this.isOpen) return;
    this.isOpen = false;
    this.navigation.stop();
    this.list.hidden = true;
  }
}
