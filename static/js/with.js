/* With whom: rows that one suggestion box fills. A filled row is a card; an empty one is the box. */

import { suggest } from "./combobox.js";
import { openPanel } from "./new-stakeholder.js";
import { meetingDay } from "./when.js";
import { addRow } from "./rows.js";
import { address, announce, say } from "./words.js";

const form = document.getElementById("meeting-form");
const holder = form.querySelector('[data-rows="with"]');

/** Return the box of `row` whose name ends in `name`. */
export function box(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

/** Return whether a row names somebody who was picked, or is said to be new. */
function isFilled(row) {
  const isNew = box(row, "kind").value || box(row, "new_person").checked;
  return Boolean(box(row, "who").value && (box(row, "picked").value || isNew));
}

/** Return whether the row names a person rather than an organisation. */
function isAPerson(row) {
  const isNew = box(row, "new_person").checked && !box(row, "person").value;
  return box(row, "picked").value.startsWith("p") || isNew;
}

function summary(row) {
  const count = Number(box(row, "people_count").value);
  const isPerson = isAPerson(row);
  const name = box(row, "person").value;
  const parts = [box(row, "role").value];
  if (!isPerson) parts.push(name || say("noName"));
  if (count) parts.push(count === 1 ? say("person") : say("people", { n: count }));
  else if (!isPerson && !name) parts.push(say("noCount"));
  const text = parts.filter(Boolean).join(", ") || box(row, "who").value;
  return text[0].toUpperCase() + text.slice(1);
}

function about(row) {
  const isNew = !box(row, "picked").value;
  const kind = box(row, "kind");
  const parts = [isNew ? say("new") : "", row.dataset.about || "", box(row, "organisation").value];
  if (kind.value) parts.push(kind.selectedOptions[0].textContent);
  return [...new Set(parts.filter(Boolean))].join(" · ");
}

/** Show `row` as what it is by now: a card, a box with text, or an empty box. */
export function draw(row) {
  const filled = isFilled(row);
  const wrong = row.querySelector(".field__errors");
  row.querySelector("[data-card]").hidden = !filled;
  row.querySelector("[data-box]").hidden = filled && !row.querySelector("[data-box] .field__errors");
  row.querySelector("[data-more]").hidden = !filled && !wrong && !box(row, "who").value;
  row.classList.toggle("row--add", !filled && !box(row, "who").value);
  if (!filled) return;
  for (const place of row.querySelectorAll("[data-name]")) {
    place.textContent = place.classList.contains("vh") ? ` ${box(row, "who").value}` : box(row, "who").value;
  }
  // A person's card needs no second name, an organisation's no second organisation; a wrong box stays.
  for (const [name, needless] of [["person", isAPerson(row)], ["organisation", !isAPerson(row)]]) {
    const part = box(row, name).parentElement;
    part.hidden = needless && !part.querySelector(".field__errors");
  }
  row.querySelector("[data-about]").textContent = about(row);
  row.querySelector("[data-sum]").textContent = summary(row);
}

/** Make sure that the last row is an empty box. */
function keepOneEmpty() {
  const last = holder.lastElementChild;
  if (!last || last.matches(".row--new") || box(last, "who").value || isFilled(last)) addRow("with");
}

function changed() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Write a suggestion into its row. */
export function pick(row, result) {
  box(row, "who").value = result.label;
  box(row, "picked").value = result.value;
  box(row, "organisation").value = result.organisation;
  if (result.role) box(row, "role").value = result.role;
  box(row, "kind").value = "";
  box(row, "new_person").checked = false;
  row.dataset.role = result.role;
  row.dataset.about = result.value.startsWith("o") ? result.detail : box(row, "role").value;
  row.querySelector("[data-box] .field__errors")?.remove();
  settle(row, result.label);
  form.dispatchEvent(new CustomEvent("with:picked", { bubbles: true, detail: result }));
  if (result.value.startsWith("p") && !result.organisation) {
    row.querySelector("[data-more]").open = true;
    box(row, "organisation").focus();
  }
}

function settle(row, name) {
  draw(row);
  keepOneEmpty();
  row.querySelector("summary").focus();
  announce(say("added", { text: name }));
  changed();
}

/** Write somebody new into the row: {what, name, kind, role, organisation}. */
function addNew(row, made) {
  const isPerson = made.what === "person";
  box(row, "who").value = made.name;
  box(row, "picked").value = "";
  box(row, "kind").value = isPerson ? "" : made.kind;
  box(row, "new_person").checked = isPerson;
  if (isPerson) {
    box(row, "role").value = made.role;
    box(row, "organisation").value = made.organisation;
  }
  row.dataset.about = isPerson ? made.role : "";
  row.hidden = false;
  settle(row, made.name);
  if (!isPerson) {
    row.querySelector("[data-more]").open = true;
    box(row, "person").focus();
  }
}

function remove(row) {
  const name = box(row, "who").value;
  row.remove();
  keepOneEmpty();
  box(holder.lastElementChild, "who").focus();
  announce(say("removed", { text: name }));
  changed();
}

/** The day changed: the titles that were filled in, and left as they were, become those of the new day. */
async function renewTitles() {
  for (const row of holder.querySelectorAll("[data-formrow]")) {
    const role = box(row, "role");
    const picked = box(row, "picked").value;
    if (!picked.startsWith("p") || role.value !== row.dataset.role || !meetingDay()) continue;
    const found = await titleOn(meetingDay(), picked, box(row, "who").value);
    if (found === undefined || role.value !== row.dataset.role || box(row, "picked").value !== picked) continue;
    role.value = found;
    row.dataset.role = found;
    row.dataset.about = found;
    draw(row);
    changed();
  }
}

/** Return the title that a picked person holds on `day`, an empty text for none, undefined without an answer. */
async function titleOn(day, picked, name) {
  try {
    const answer = await fetch(address("who", { q: name, on: day }));
    const { results } = await answer.json();
    return results.find((result) => result.value === picked)?.role ?? "";
  } catch {
    return undefined;
  }
}

function panelFor(row, text, kind) {
  row.hidden = true;
  openPanel(row, {
    text,
    kind,
    kinds: box(row, "kind"),
    onAdd: (made) => addNew(row, made),
    onUse: (result) => {
      row.hidden = false;
      pick(row, result);
    },
    onCancel: () => {
      row.hidden = false;
      box(row, "who").focus();
    },
  });
}

function enliven(row) {
  const who = box(row, "who");
  for (const part of row.querySelectorAll("[data-noscript]")) part.hidden = true;
  row.querySelector("[data-box] label").textContent = say("addLabel");
  suggest(who, {
    source: "who",
    more: "add",
    questions: () => ({ on: meetingDay() }),
    onPick: (result) => pick(row, result),
    onMore: (text, kind) => panelFor(row, text, kind),
  });
  suggest(box(row, "organisation"), {
    source: "who",
    keep: (result) => result.value.startsWith("o"),
    onPick: (result) => {
      box(row, "organisation").value = result.label;
      draw(row);
      changed();
    },
  });
  who.addEventListener("input", () => {
    box(row, "picked").value = "";
    row.querySelector("[data-more]").hidden = true;
  });
  who.addEventListener("blur", () => draw(row));
  row.querySelector("[data-remove]").addEventListener("click", () => remove(row));
  row.querySelector("[data-more]").addEventListener("change", () => draw(row));
  draw(row);
}

/** Bring the rows to life, now and whenever one is added or a draft is put back. */
export function start() {
  holder.parentElement.querySelector("[data-noscript] button")?.parentElement.setAttribute("hidden", "");
  for (const row of holder.children) enliven(row);
  form.addEventListener("rows:added", (event) => {
    if (event.detail.prefix === "with") enliven(event.target);
  });
  form.addEventListener("form:restored", () => {
    for (const row of holder.querySelectorAll("[data-formrow]")) draw(row);
    keepOneEmpty();
  });
  form.querySelector("#when").addEventListener("change", renewTitles);
  keepOneEmpty();
}
