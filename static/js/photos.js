/* Photos and files in the meeting form and on the page of a meeting: two buttons instead of the
   plain box, and a tile for each file that says in words where it is. */

import "./site.js";
import { keptFiles } from "./device-files.js";
import {
  deleteOnServer,
  filesOnServer,
  flushFiles,
  forget,
  keep,
  makeSmaller,
  recordOf,
} from "./file-sender.js";
import { REFUSED, sizeText, Tile } from "./photo-tile.js";
import { extensionOf, isPictureName, isWhatItSays, tilePicture } from "./pictures.js";

const ZERO_TOKEN = /0{8}-0{4}-0{4}-0{4}-0{12}/;
const SAYING_PAUSE = 300;

class FileBox {
  constructor(root) {
    this.root = root;
    this.words = root.querySelector("[data-file-words]");
    this.list = root.querySelector("[data-tiles]");
    this.said = root.querySelector("[data-files-said]");
    this.chooser = root.querySelector("[data-choose]");
    this.form = root.closest("form");
    this.tokensInput = this.form.elements.file_tokens;
    this.meeting = this.tokensInput ? "" : root.dataset.meeting;
    this.limit = Number(root.dataset.limit);
    this.most = Number(root.dataset.most);
    this.tiles = new Map();
  }

  icon(number) {
    return this.words.content.querySelectorAll("svg")[number].cloneNode(true);
  }

  setUp() {
    for (const part of this.form.querySelectorAll("[data-plain-box]")) part.hidden = true;
    for (const input of this.root.querySelectorAll("[data-plain-box] input")) input.disabled = true;
    const buttons = this.root.querySelector("[data-file-buttons]");
    buttons.hidden = false;
    for (const input of buttons.querySelectorAll("input")) {
      input.addEventListener("change", () => {
        const files = [...input.files];
        input.value = "";
        this.add(files);
      });
    }
    document.addEventListener("files:changed", ({ detail }) => {
      const tile = this.tiles.get(detail.token);
      if (tile && tile.state !== "stopped") this.update(tile, detail);
    });
    if (this.tokensInput) {
      this.form.addEventListener("form:restored", () => this.restore());
      this.restore();
    } else {
      this.restoreOfPage();
    }
  }

  update(tile, { state, ...values }) {
    tile.show(state, values);
    if (state === "sent") {
      tile.isSafe = true;
      this.announce();
      if (!tile.hasPicture && values.thumbnail) tile.showPicture(imageOf(values.thumbnail));
    }
    if (REFUSED.includes(state)) {
      tile.isAccepted = false;
      this.announce();
    }
  }

  /** Add chosen files; each is checked by itself, so that a bad one stops no other. */
  async add(files) {
    const added = files.map((file) => {
      const tile = this.newTile(crypto.randomUUID(), file.name);
      tile.file = file;
      tile.show("waiting", { size: file.size });
      return tile;
    });
    for (const tile of added) await this.accept(tile, tile.file);
  }

  newTile(token, name) {
    const tile = new Tile(this, token, name);
    this.tiles.set(token, tile);
    this.list.append(tile.item);
    return tile;
  }

  /** Return the state of a file that can't be taken, or an empty text. */
  async problemOf(tile, file) {
    const others = [...this.tiles.values()].filter((other) => other !== tile && other.isAccepted);
    if (others.length + Number(this.root.dataset.taken) >= this.most) return "too-many";
    if (!this.root.dataset.extensions.split(" ").includes(extensionOf(file.name))) {
      return "wrong-type";
    }
    if (!file.size) return "empty";
    if (!(await isWhatItSays(file).catch(() => false))) return "not-it";
    // A photo may be as large as it likes: it is made smaller first.
    return file.size > this.limit && !isPictureName(file.name) ? "too-large" : "";
  }

  async accept(tile, file) {
    const problem = await this.problemOf(tile, file);
    if (problem) {
      tile.show(problem, { size: file.size });
      return;
    }
    tile.isAccepted = true;
    const record = {
      token: tile.token,
      name: file.name,
      blob: file,
      size: file.size,
      was: file.size,
      isPicture: isPictureName(file.name),
      meeting: this.meeting,
      form: this.form.elements.token?.value || "",
      about: this.root.dataset.meeting,
      addedAt: Date.now(),
    };
    tile.show("waiting", { size: file.size });
    const isKept = await keep(record);
    tile.isSafe = isKept;
    this.announce();
    const smaller = await makeSmaller(record);
    if (!smaller) return;
    if (smaller.size > this.limit) {
      await this.refuse(tile, smaller);
      return;
    }
    if (smaller.isPicture) await this.showTilePicture(tile, smaller.blob);
    if (!navigator.onLine) tile.show(isKept ? "kept" : "no-room", { size: smaller.size });
    else flushFiles();
  }

  /** Try once more to keep a file that the device had no room for, and to send it. */
  async tryAgain(tile) {
    const record = await recordOf(tile.token);
    if (!record) return;
    tile.isSafe = await keep(record);
    this.announce();
    if (navigator.onLine) flushFiles();
    else tile.show(tile.isSafe ? "kept" : "no-room", { size: record.size });
  }

  async refuse(tile, record) {
    tile.isAccepted = false;
    await forget(tile.token);
    tile.show("too-large", { size: record.size });
    this.announce();
  }

  async showTilePicture(tile, blob) {
    const picture = await tilePicture(blob);
    if (picture) tile.showPicture(picture);
  }

  /** Put the tokens of all files that the server or this device keeps into the form. */
  announce() {
    if (!this.tokensInput) return;
    const tiles = [...this.tiles.values()].filter(({ isAccepted, isSafe }) => isAccepted && isSafe);
    const lines = tiles.map(({ token, name }) => `${token} ${name}`);
    if (lines.join("\n") === this.tokensInput.value) return;
    this.tokensInput.value = lines.join("\n");
    this.tokensInput.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async stop(tile) {
    tile.isAccepted = false;
    tile.show("stopped");
    await forget(tile.token);
    this.announce();
  }

  async takeOut(tile) {
    const next = tile.item.nextElementSibling || tile.item.previousElementSibling;
    this.tiles.delete(tile.token);
    tile.item.remove();
    (next?.querySelector("button") || this.chooser).focus();
    this.announce();
    this.say();
    await forget(tile.token);
    if (tile.state === "sent") {
      await deleteOnServer(this.root.dataset.dropUrl.replace(ZERO_TOKEN, tile.token));
    }
  }

  /** Show a tile for each file that the form names, after the page or a draft has been loaded. */
  async restore() {
    const lines = this.tokensInput.value.split("\n").filter((line) => line.trim());
    const named = new Map(lines.map((line) => line.trim().split(/ (.*)/s, 2)));
    for (const [token, tile] of this.tiles) {
      if (named.has(token)) continue;
      tile.item.remove();
      this.tiles.delete(token);
    }
    for (const item of this.list.querySelectorAll("li")) {
      if (!this.tiles.has(item.dataset.token)) item.remove();
    }
    const missing = [];
    for (const [token, name] of named) {
      if (this.tiles.has(token)) continue;
      const tile = this.newTile(token, name || "");
      tile.isAccepted = tile.isSafe = true;
      const record = await recordOf(token);
      if (record) await this.showRecord(tile, record);
      else missing.push(tile);
    }
    if (missing.length) await this.showFromServer(missing);
    this.say();
    if (this.tiles.size) flushFiles();
  }

  /** On the page of a meeting: what was added there and waits, and what the server has refused. */
  async restoreOfPage() {
    const { meeting, formToken } = this.root.dataset;
    for (const record of await keptFiles()) {
      const isItsOwn = record.about === meeting || (formToken && record.form === formToken);
      if (!isItsOwn || !(record.meeting || record.problem)) continue;
      this.root.closest("details").open = true;
      const tile = this.newTile(record.token, record.name);
      tile.isAccepted = !record.problem;
      await this.showRecord(tile, record);
    }
  }

  async showRecord(tile, record) {
    tile.file = new File([record.blob], record.name);
    const isOnline = navigator.onLine;
    const { state = isOnline ? "waiting" : "kept", reason } = record.problem || {};
    tile.show(state, { size: record.size, reason });
    if (record.isPicture) await this.showTilePicture(tile, record.blob);
  }

  async showFromServer(tiles) {
    const found = await filesOnServer(tiles.map(({ token }) => token));
    for (const tile of tiles) {
      const file = found?.[tile.token];
      if (file) {
        tile.show("sent", file);
        if (file.thumbnail) tile.showPicture(imageOf(file.thumbnail));
      } else if (found) {
        tile.show("elsewhere");
      } else {
        // Without a connection nobody can tell; it was here or sent when the form was left.
        tile.show("waiting", { size: 0 });
      }
    }
  }

  /** Say how far all of them are, once it changes; finished ones are announced together. */
  say() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const tiles = [...this.tiles.values()].filter((tile) => tile.isAccepted && tile.isGood);
      const inState = (...states) => tiles.filter(({ state }) => states.includes(state)).length;
      const counts = {
        all: tiles.length,
        done: inState("sent", "sending"),
        kept: inState("kept"),
      };
      const text = tiles.length ? this.summaryOf(tiles) : "";
      const said = text.replace(/\{(\w+)\}/g, (_match, key) => counts[key]);
      if (said !== this.said.textContent) this.said.textContent = said;
    }, SAYING_PAUSE);
  }

  summaryOf(tiles) {
    const { dataset } = this.words;
    if (tiles.every(({ state }) => state === "sent")) return dataset.summaryDone;
    if (tiles.every(({ state }) => state === "sent" || state === "kept")) {
      return dataset.summaryOffline;
    }
    return this.tokensInput ? dataset.summary : dataset.summaryPage;
  }
}

function imageOf(address) {
  const image = document.createElement("img");
  image.src = address;
  image.alt = "";
  return image;
}

/** On the page of a meeting: what it still awaits from this device says how far it is. */
function setUpAwaited() {
  const section = document.querySelector("[data-files-here]");
  if (!section) return;
  const words = document.querySelector("[data-file-words]")?.dataset;
  document.addEventListener("files:changed", ({ detail }) => {
    const item = document.querySelector(`[data-awaited="${detail.token}"]`);
    if (!item || !words) return;
    if (detail.state === "sent") {
      showArrived(item, section, detail);
    } else if (detail.state === "sending" || detail.state === "kept") {
      const text = words[detail.state].replace("{percent}", detail.percent);
      item.querySelector("[data-state]").textContent = text.replace("{now}", sizeText(detail.size));
    } else if (detail.state === "refused" || detail.state === "too-large-there") {
      const text = detail.state === "refused" ? words.refused : words.tooLargeThere;
      item.querySelector("[data-state]").textContent = text
        .replace("{reason}", detail.reason || "")
        .replace("{now}", sizeText(detail.size))
        .trim();
      item.classList.add("photo--bad");
      item.querySelector("form")?.remove();
    }
  });
}

function showArrived(item, section, file) {
  const place = item.querySelector(".photo__pic");
  if (file.thumbnail) {
    place.classList.remove("photo__pic--none", "photo__pic--wait");
    place.replaceChildren(imageOf(file.thumbnail));
  }
  const words = document.querySelector("[data-file-words]").dataset;
  item.querySelector("[data-state]").textContent = words.sent.replace(
    "{now}",
    sizeText(file.size),
  );
  item.querySelector("form")?.remove();
  delete item.dataset.awaited;
  const { due, text } = section.dataset;
  const here = Number(section.dataset.filesHere) + 1;
  section.dataset.filesHere = here;
  section.textContent = text.replace("{here}", here);
  if (here >= Number(due)) section.nextElementSibling.hidden = true;
}

for (const root of document.querySelectorAll("[data-file-box]")) new FileBox(root).setUp();
setUpAwaited();
