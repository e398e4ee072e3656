/* The panel for a new organisation or person: it offers similar ones first. It creates nothing;
   its values go into the row, and the stakeholder is created when the meeting is saved. */

import { suggest } from "./combobox.js";
import { meetingDay } from "./dates.js";
import { address, message } from "./page-texts.js";

const TYPING_PAUSE = 300;
const MAX_SIMILAR = 3;

/**
 * Open the panel below `row`.
 *
 * Options: `text` (the name typed so far), `kind` (a code), `kinds` (the <select> to copy the kinds
 * from), `onAdd(stakeholder)`, `onUse(result)`, `onCancel()`.
 */
export function openPanel(row, options) {
  document.querySelector(".row--new [data-cancel]")?.click();
  const template = document.getElementById("new-template");
  const element = template.content.firstElementChild.cloneNode(true);
  row.after(element);
  new Panel(element, options);
}

class Panel {
  constructor(element, options) {
    Object.assign(this, { element, options });
    this.name = this.find("#new-name");
    this.kind = this.find("#new-kind");
    this.role = this.find("#new-role");
    this.organisation = this.find("#new-of");
    this.name.value = options.text;
    this.fillKinds();
    this.listen();
    this.updateSimilar();
    this.name.focus();
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** "organisation" or "person". */
  get type() {
    return this.find("[name=new-what]:checked").value;
  }

  fillKinds() {
    for (const option of this.options.kinds.options) {
      if (option.value) this.kind.append(option.cloneNode(true));
    }
    const code = this.options.kind || "other";
    for (const option of this.kind.options) {
      if (option.dataset.code === code) option.selected = true;
    }
  }

  listen() {
    this.find("[data-cancel]").addEventListener("click", () => this.close(this.options.onCancel));
    this.find("[data-add]").addEventListener("click", () => this.add());
    for (const radio of this.element.querySelectorAll("[name=new-what]")) {
      radio.addEventListener("change", () => this.onTypeChange());
    }
    this.name.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.updateSimilar(), TYPING_PAUSE);
    });
    this.element.addEventListener("keydown", (event) => this.onKeydown(event));
    suggest(this.organisation, {
      source: "who",
      filter: (result) => result.value.startsWith("o"),
      onPick: (result) => {
        this.organisation.value = result.label;
        this.find("[data-add]").focus();
      },
    });
  }

  onKeydown(event) {
    if (event.key === "Escape") this.find("[data-cancel]").click();
    const isTextField = event.target.matches("input:not([type=radio])");
    if (event.key !== "Enter" || event.ctrlKey || !isTextField) return;
    event.preventDefault();
    if (event.target !== this.organisation) this.add();
  }

  onTypeChange() {
    for (const part of this.element.querySelectorAll("[data-for]")) {
      part.hidden = part.dataset.for !== this.type;
    }
    if (this.type === "person") this.role.focus();
  }

  /** Show the existing stakeholders whose names are similar. */
  async updateSimilar() {
    const results = await this.fetchSimilar(this.name.value.trim());
    const section = this.find("[data-alike]");
    const items = results.slice(0, MAX_SIMILAR).map((result) => this.similarItem(result));
    section.querySelector("[data-options]").replaceChildren(...items);
    section.hidden = !results.length;
  }

  async fetchSimilar(name) {
    if (!name) return [];
    try {
      const response = await fetch(address("who", { q: name, alike: 1, on: meetingDay() }));
      return (await response.json()).results;
    } catch {
      // Without a connection nothing is compared here; the server compares when it saves.
      return [];
    }
  }

  similarItem(result) {
    const item = document.createElement("li");
    const name = document.createElement("b");
    const button = document.createElement("button");
    name.textContent = result.label;
    button.type = "button";
    button.className = "btn btn--link";
    button.textContent = message("use");
    button.setAttribute("aria-label", `${message("use")}: ${result.label}`);
    button.addEventListener("click", () => this.close(() => this.options.onUse(result)));
    item.append(name, result.detail ? `, ${result.detail}. ` : ". ", button);
    return item;
  }

  add() {
    const stakeholder = {
      type: this.type,
      name: this.name.value.trim(),
      kind: this.kind.value,
      role: this.role.value.trim(),
      organisation: this.organisation.value.trim(),
    };
    if (!stakeholder.name) return this.showError(message("needName"), this.name);
    if (stakeholder.type === "person" && !stakeholder.organisation) {
      return this.showError(message("needOrganisation"), this.organisation);
    }
    return this.close(() => this.options.onAdd(stakeholder));
  }

  showError(text, input) {
    const error = this.find("[data-wrong]");
    error.textContent = text;
    error.hidden = false;
    input.focus();
  }

  close(callback) {
    clearTimeout(this.timer);
    this.element.remove();
    callback();
  }
}
