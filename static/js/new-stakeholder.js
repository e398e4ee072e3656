/* The panel for a new organisation, person or group: it offers similar ones first. It creates
   nothing; its values go into the row, and the stakeholder is created when the meeting is saved. */

import { suggest } from "./combobox.js";
import { newHere } from "./names-in-form.js";
import { message } from "./page-texts.js";
import { fetchSimilar, showSimilar } from "./similar-names.js";

const TYPING_PAUSE = 300;

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
    Object.assign(this, { element, options, picked: "", isNewOf: false });
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

  /** "organisation", "person" or "group". */
  get type() {
    return this.find("[name=new-what]:checked").value;
  }

  fillKinds() {
    for (const option of this.options.kinds.options) {
      if (option.value) this.kind.append(option.cloneNode(true));
    }
    this.chooseKind(this.options.kind);
  }

  chooseKind(code) {
    for (const option of this.kind.options) {
      if (option.dataset.code === (code || "other")) option.selected = true;
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
    this.organisation.addEventListener("input", () => this.setOrganisation("", false));
    suggest(this.organisation, {
      source: "who",
      first: (text) => newHere(text, { people: false }),
      filter: ({ value, seat }) => value.startsWith("o") && !seat,
      more: "addOrganisation",
      onPick: (result) => {
        this.organisation.value = result.label;
        if (result.kind) this.kind.value = result.kind;
        this.setOrganisation(result.kind ? "" : result.value, Boolean(result.kind));
        this.find("[data-add]").focus();
      },
      onMore: (text, kind) => {
        this.organisation.value = text;
        this.chooseKind(kind);
        this.setOrganisation("", true);
        this.kind.focus();
      },
    });
  }

  /** Set whether the organisation of a person or group is a known one, by its value, or new. */
  setOrganisation(picked, isNew) {
    Object.assign(this, { picked, isNewOf: isNew });
    this.showParts();
  }

  onKeydown(event) {
    if (event.key === "Escape") this.find("[data-cancel]").click();
    const isTextField = event.target.matches("input:not([type=radio])");
    if (event.key !== "Enter" || event.ctrlKey || !isTextField) return;
    event.preventDefault();
    if (event.target !== this.organisation) this.add();
  }

  onTypeChange() {
    this.showParts();
    this.updateSimilar();
  }

  showParts() {
    for (const part of this.element.querySelectorAll("[data-for]")) {
      const types = part.dataset.for.split(" ");
      part.hidden = !types.includes(this.type) && !(types.includes("new") && this.isNewOf);
    }
  }

  /** Show the existing stakeholders whose names are similar; a group has no name of its own. */
  async updateSimilar() {
    const name = this.type === "group" ? "" : this.name.value.trim();
    const results = (await fetchSimilar(name)) || [];
    const onUse = (result) => this.close(() => this.options.onUse(result));
    showSimilar(this.find("[data-alike]"), results, onUse);
  }

  add() {
    const { type } = this;
    const organisation = type === "organisation" ? "" : this.organisation.value.trim();
    const hasKind = type === "organisation" || (organisation && this.isNewOf);
    const stakeholder = {
      type,
      name: this.name.value.trim(),
      kind: hasKind ? this.kind.value : "",
      role: this.role.value.trim(),
      organisation,
      picked: this.picked,
    };
    if (!stakeholder.name) return this.showError(message("needName"), this.name);
    if (type === "group" && !organisation) {
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
