/* The panel for an organisation or a person who is new: look-alikes first. It makes nothing itself;
   what it says goes into the row, and is made when the meeting is saved. */

import { suggest } from "./combobox.js";
import { meetingDay } from "./when.js";
import { address, say } from "./words.js";

const PAUSE = 300;

/** Open the panel after `row`. options: text, kind (a code), kinds (the list to copy), onAdd, onUse, onCancel. */
export function openPanel(row, options) {
  document.querySelector(".row--new [data-cancel]")?.click();
  const panel = document.getElementById("new-template").content.firstElementChild.cloneNode(true);
  row.after(panel);
  new Panel(panel, options);
}

class Panel {
  constructor(panel, options) {
    Object.assign(this, { panel, options });
    this.name = panel.querySelector("#new-name");
    this.kind = panel.querySelector("#new-kind");
    this.role = panel.querySelector("#new-role");
    this.of = panel.querySelector("#new-of");
    this.name.value = options.text;
    for (const option of options.kinds.options) if (option.value) this.kind.append(option.cloneNode(true));
    for (const option of this.kind.options) if (option.dataset.code === (options.kind || "other")) option.selected = true;
    this.listen();
    this.look();
    this.name.focus();
  }

  get what() {
    return this.panel.querySelector("[name=new-what]:checked").value;
  }

  listen() {
    const find = (what) => this.panel.querySelector(what);
    find("[data-cancel]").addEventListener("click", () => this.close(this.options.onCancel));
    find("[data-add]").addEventListener("click", () => this.add());
    for (const radio of this.panel.querySelectorAll("[name=new-what]")) {
      radio.addEventListener("change", () => this.turn());
    }
    this.name.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
    this.panel.addEventListener("keydown", (event) => this.pressed(event));
    suggest(this.of, {
      source: "who",
      keep: (result) => result.value.startsWith("o"),
      onPick: (result) => {
        this.of.value = result.label;
        this.panel.querySelector("[data-add]").focus();
      },
    });
  }

  pressed(event) {
    if (event.key === "Escape") this.panel.querySelector("[data-cancel]").click();
    if (event.key !== "Enter" || event.ctrlKey || !event.target.matches("input:not([type=radio])")) return;
    event.preventDefault();
    if (event.target !== this.of) this.add();
  }

  turn() {
    for (const part of this.panel.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== this.what;
    if (this.what === "person") this.role.focus();
  }

  async look() {
    const text = this.name.value.trim();
    const alike = this.panel.querySelector("[data-alike]");
    let results = [];
    try {
      const answer = text && (await fetch(address("who", { q: text, alike: 1, on: meetingDay() })));
      results = answer ? (await answer.json()).results : [];
    } catch {
      // Without a connection nothing is compared here; saving asks again.
    }
    alike.querySelector("[data-options]").replaceChildren(...results.slice(0, 3).map((result) => this.alike(result)));
    alike.hidden = !results.length;
  }

  alike(result) {
    const line = document.createElement("li");
    const name = document.createElement("b");
    const use = document.createElement("button");
    name.textContent = result.label;
    use.type = "button";
    use.className = "btn btn--link";
    use.textContent = say("use");
    use.setAttribute("aria-label", `${say("use")}: ${result.label}`);
    use.addEventListener("click", () => this.close(() => this.options.onUse(result)));
    line.append(name, result.detail ? `, ${result.detail}. ` : ". ", use);
    return line;
  }

  add() {
    const made = {
      what: this.what,
      name: this.name.value.trim(),
      kind: this.kind.value,
      role: this.role.value.trim(),
      organisation: this.of.value.trim(),
    };
    if (!made.name) return this.refuse(say("needName"), this.name);
    if (made.what === "person" && !made.organisation) return this.refuse(say("needOrganisation"), this.of);
    return this.close(() => this.options.onAdd(made));
  }

  refuse(words, input) {
    const line = this.panel.querySelector("[data-wrong]");
    line.textContent = words;
    line.hidden = false;
    input.focus();
  }

  close(then) {
    clearTimeout(this.timer);
    this.panel.remove();
    then();
  }
}
