/* Counterparts in the meeting form: each row has one field with suggestions. A filled row is shown
   as a card, an empty one as its field. */

import { announce } from "./announcements.js";
import { suggest } from "./combobox.js";
import { meetingDay } from "./dates.js";
import { addRow } from "./formset.js";
import { openPanel } from "./new-stakeholder.js";
import { address, message } from "./page-texts.js";

const form = document.getElementById("meeting-form");
const container = form.querySelector('[data-rows="with"]');

/** Return the field of `row` called `name`. */
function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

function isPersonValue(value) {
  return value.startsWith("p");
}

function isOrganisationValue(value) {
  return value.startsWith("o");
}

/** Return whether the row names a stakeholder that was picked, or a new one. */
function isFilled(row) {
  const isNew = field(row, "kind").value || field(row, "new_person").checked;
  return Boolean(field(row, "who").value && (field(row, "picked").value || isNew));
}

/** Return whether the row is about a person rather than an organisation. */
function isPersonRow(row) {
  const isNew = field(row, "new_person").checked && !field(row, "person").value;
  return isPersonValue(field(row, "picked").value) || isNew;
}

/** Return a card's summary, such as "Deputy mayor, no name, 3 people". */
function summaryOf(row) {
  const count = Number(field(row, "people_count").value);
  const isPerson = isPersonRow(row);
  const name = field(row, "person").value;
  const parts = [field(row, "role").value];
  if (!isPerson) parts.push(name || message("noName"));
  if (count) parts.push(count === 1 ? message("person") : message("people", { n: count }));
  else if (!isPerson && !name) parts.push(message("noCount"));
  const summary = parts.filter(Boolean).join(", ") || field(row, "who").value;
  return summary[0].toUpperCase() + summary.slice(1);
}

/** Return a card's second line: whether it is new, title, organisation, kind. */
function detailsOf(row) {
  const isNew = !field(row, "picked").value;
  const kind = field(row, "kind");
  const parts = [isNew && message("new"), row.dataset.about, field(row, "organisation").value];
  if (kind.value) parts.push(kind.selectedOptions[0].textContent);
  return [...new Set(parts.filter(Boolean))].join(" · ");
}

/** Show `row` as a card, as a field with text or as an empty field. */
function render(row) {
  const filled = isFilled(row);
  const name = field(row, "who").value;
  const errors = row.querySelector(".field__errors");
  const box = row.querySelector("[data-box]");
  row.querySelector("[data-card]").hidden = !filled;
  box.hidden = filled && !box.querySelector(".field__errors");
  row.querySelector("[data-more]").hidden = !filled && !errors && !name;
  row.classList.toggle("row--add", !filled && !name);
  if (filled) renderCard(row, name);
}

function renderCard(row, name) {
  for (const element of row.querySelectorAll("[data-name]")) {
    element.textContent = element.classList.contains("vh") ? ` ${name}` : name;
  }
  // A person's card needs no second name, an organisation's no organisation; errors stay visible.
  hideUnlessWrong(field(row, "person"), isPersonRow(row));
  hideUnlessWrong(field(row, "organisation"), !isPersonRow(row));
  row.querySelector("[data-about]").textContent = detailsOf(row);
  row.querySelector("[data-sum]").textContent = summaryOf(row);
}

function hideUnlessWrong(input, isUnneeded) {
  const part = input.parentElement;
  part.hidden = isUnneeded && !part.querySelector(".field__errors");
}

/** Make sure that the last row is an empty one. */
function keepEmptyRow() {
  const last = container.lastElementChild;
  const isPanel = last?.matches(".row--new");
  if (!last || isPanel || field(last, "who").value || isFilled(last)) addRow("with");
}

function notifyChange() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Fill the row with a suggestion. */
function fillFromSuggestion(row, result) {
  field(row, "who").value = result.label;
  field(row, "picked").value = result.value;
  field(row, "organisation").value = result.organisation;
  if (result.role) field(row, "role").value = result.role;
  field(row, "kind").value = "";
  field(row, "new_person").checked = false;
  row.dataset.role = result.role;
  const isOrganisation = isOrganisationValue(result.value);
  row.dataset.about = isOrganisation ? result.detail : field(row, "role").value;
  row.querySelector("[data-box] .field__errors")?.remove();
  finishFilling(row, result.label);
  form.dispatchEvent(new CustomEvent("counterpart:picked", { bubbles: true, detail: result }));
  if (isPersonValue(result.value) && !result.organisation) focusDetail(row, "organisation");
}

/** Fill the row with a new stakeholder: {type, name, kind, role, organisation}. */
function fillWithNew(row, stakeholder) {
  const isPerson = stakeholder.type === "person";
  field(row, "who").value = stakeholder.name;
  field(row, "picked").value = "";
  field(row, "kind").value = isPerson ? "" : stakeholder.kind;
  field(row, "new_person").checked = isPerson;
  if (isPerson) {
    field(row, "role").value = stakeholder.role;
    field(row, "organisation").value = stakeholder.organisation;
  }
  row.dataset.about = isPerson ? stakeholder.role : "";
  row.hidden = false;
  finishFilling(row, stakeholder.name);
  if (!isPerson) focusDetail(row, "person");
}

function finishFilling(row, name) {
  render(row);
  keepEmptyRow();
  row.querySelector("summary").focus();
  announce(message("added", { text: name }));
  notifyChange();
}

function focusDetail(row, name) {
  row.querySelector("[data-more]").open = true;
  field(row, name).focus();
}

function removeRow(row) {
  const name = field(row, "who").value;
  row.remove();
  keepEmptyRow();
  field(container.lastElementChild, "who").focus();
  announce(message("removed", { text: name }));
  notifyChange();
}

/** Replace titles that were filled in, and not edited since, with those held on the new date. */
async function updateTitles() {
  for (const row of container.querySelectorAll("[data-formrow]")) {
    const role = field(row, "role");
    const picked = field(row, "picked").value;
    const isUntouched = () =>
      role.value === row.dataset.role && field(row, "picked").value === picked;
    if (!isPersonValue(picked) || !isUntouched() || !meetingDay()) continue;
    const title = await fetchTitle(picked, field(row, "who").value, meetingDay());
    if (title === undefined || !isUntouched()) continue;
    role.value = title;
    row.dataset.role = title;
    row.dataset.about = title;
    render(row);
    notifyChange();
  }
}

/** Return the title the person holds on `day`: empty for none, undefined without a connection. */
async function fetchTitle(picked, name, day) {
  try {
    const response = await fetch(address("who", { q: name, on: day }));
    const { results } = await response.json();
    return results.find((result) => result.value === picked)?.role ?? "";
  } catch {
    return undefined;
  }
}

function openPanelFor(row, text, kind) {
  row.hidden = true;
  openPanel(row, {
    text,
    kind,
    kinds: field(row, "kind"),
    onAdd: (stakeholder) => fillWithNew(row, stakeholder),
    onUse: (result) => {
      row.hidden = false;
      fillFromSuggestion(row, result);
    },
    onCancel: () => {
      row.hidden = false;
      field(row, "who").focus();
    },
  });
}

function suggestOrganisations(row) {
  const organisation = field(row, "organisation");
  suggest(organisation, {
    source: "who",
    filter: (result) => isOrganisationValue(result.value),
    onPick: (result) => {
      organisation.value = result.label;
      render(row);
      notifyChange();
    },
  });
}

function setUpRow(row) {
  const who = field(row, "who");
  const details = row.querySelector("[data-more]");
  for (const part of row.querySelectorAll("[data-noscript]")) part.hidden = true;
  row.querySelector("[data-box] label").textContent = message("addLabel");
  suggest(who, {
    source: "who",
    more: "add",
    query: () => ({ on: meetingDay() }),
    onPick: (result) => fillFromSuggestion(row, result),
    onMore: (text, kind) => openPanelFor(row, text, kind),
  });
  suggestOrganisations(row);
  who.addEventListener("input", () => {
    field(row, "picked").value = "";
    details.hidden = true;
  });
  who.addEventListener("blur", () => render(row));
  row.querySelector("[data-remove]").addEventListener("click", () => removeRow(row));
  details.addEventListener("change", () => render(row));
  render(row);
}

export function setUpCounterparts() {
  const addButton = container.parentElement.querySelector("[data-noscript] button");
  addButton?.parentElement.setAttribute("hidden", "");
  for (const row of container.children) setUpRow(row);
  form.addEventListener("formset:added", (event) => {
    if (event.detail.prefix === "with") setUpRow(event.target);
  });
  form.addEventListener("form:restored", () => {
    for (const row of container.querySelectorAll("[data-formrow]")) render(row);
    keepEmptyRow();
  });
  form.querySelector("#when").addEventListener("change", updateTitles);
  keepEmptyRow();
}
