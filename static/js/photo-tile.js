/* The tile of one photo or file: its picture, name, state in words and one action. */

import { extensionOf } from "./pictures.js";

export const REFUSED = [
  "too-large",
  "too-large-there",
  "empty",
  "wrong-type",
  "not-it",
  "too-many",
  "refused",
];
const BAD = [...REFUSED, "no-room"];
const ACTIONS = {
  sending: "stop",
  stopped: "send-after-all",
  "no-room": "try-again",
  "too-large": "choose-smaller",
  "too-large-there": "choose-smaller",
};
const REACTION_TIME = 300;

/** Return a size in words: "0.6 MB". */
export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, "")} MB`;
}

/** Return how a size became another: "4.1 to 0.6 MB", the unit once. */
function sizesText(was, now) {
  const [before, unit] = sizeText(was).split(" ");
  return sizeText(now).endsWith(` ${unit}`) ? before : `${before} ${unit}`;
}

/** One file on the page: its list item, its state and what its button does. */
export class Tile {
  constructor(box, token, name) {
    this.box = box;
    this.token = token;
    this.name = name;
    const template = box.words.content.querySelector("li");
    this.item = template.cloneNode(true);
    this.item.dataset.token = token;
    this.item.querySelector("b").textContent = name;
    this.button = this.item.querySelector("button");
    this.button.addEventListener("click", () => this.act());
    this.showPicture(box.icon(0));
  }

  get isGood() {
    return !BAD.includes(this.state) && this.state !== "stopped";
  }

  showPicture(picture) {
    const place = this.item.querySelector(".photo__pic");
    place.classList.toggle("photo__pic--none", picture.localName === "svg");
    place.replaceChildren(picture);
    this.hasPicture = picture.localName !== "svg";
  }

  show(state, values = {}) {
    const { words } = this.box;
    this.state = state;
    const text = this.textOf(state, values);
    const isBad = BAD.includes(state);
    this.item.classList.toggle("photo--bad", isBad);
    if (isBad && !this.hasPicture) this.showPicture(this.box.icon(1));
    const line = this.item.querySelector("[data-state]");
    line.classList.toggle("photo__ok", state === "sent");
    const icons = { sent: 2, kept: 3 };
    line.replaceChildren(...(state in icons ? [this.box.icon(icons[state])] : []), text);
    this.showProgress(state, values.percent);
    const action = ACTIONS[state] || "take-out";
    this.button.querySelector("[data-action]").textContent = words.dataset[camel(action)];
    this.button.querySelector("[data-name]").textContent = ` ${this.name}`;
    if (action !== this.action) this.actionSince = performance.now();
    this.action = action;
    this.box.say();
  }

  textOf(state, { was, size, percent, reason }) {
    const { words, limit, most } = this.box;
    const isSmaller = state === "waiting" && was > size;
    const text = words.dataset[isSmaller ? "smaller" : camel(state)];
    const values = {
      was: isSmaller ? sizesText(was, size) : "",
      now: sizeText(size || 0),
      most: state === "too-many" ? most : sizeText(limit),
      percent,
      reason: reason || "",
      extension: `.${extensionOf(this.name)}`,
    };
    return text.replace(/\{(\w+)\}/g, (_match, key) => values[key]).trim();
  }

  showProgress(state, percent) {
    const bar = this.item.querySelector("progress");
    bar.hidden = !["shrinking", "sending"].includes(state);
    const { making, progress } = this.box.words.dataset;
    const label = state === "shrinking" ? making : progress;
    bar.setAttribute("aria-label", label.replace("{name}", this.name));
    if (state === "sending") bar.value = percent;
    else bar.removeAttribute("value");
  }

  async act() {
    // The press was meant for what the button said before.
    if (performance.now() - this.actionSince < REACTION_TIME) return;
    if (this.action === "stop") {
      await this.box.stop(this);
    } else if (this.action === "try-again") {
      await this.box.tryAgain(this);
    } else if (this.action === "send-after-all") {
      await this.box.accept(this, this.file);
    } else {
      const mayChoose = this.action === "choose-smaller";
      await this.box.takeOut(this);
      if (mayChoose) this.box.chooser.click();
    }
  }
}

function camel(name) {
  return name.replace(/-(\w)/g, (_match, letter) => letter.toUpperCase());
}
