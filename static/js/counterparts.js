/* Counterparts in the meeting form: each row has one field with suggestions. A filled row is shown
   as a card, an empty one as its field. */

import { announce } from "./announcements.js";
import { suggest } from "./combobox.js";
import { meetingDay } from "./dates.js";
import { addRow } from "./formset.js";
import {
  field,
  isFilled,
  isOrganisationValue,
  isPersonRow,
  newHere,
  newOrganisations,
} from "./names-in-form.js";
import { openPanel } from "./new-stakeholder.js";
import { address, message } from "./page-texts.js";
import { setUpPersonName } from "./person-name.js";

const form = document.getElementById("meeting-form");
const container = form.querySelector('[data-rows="with"]');

const isPersonValue = (value) => value.startsWith("p") || value.startsWith("m");

/** Return a card's summary, such as "Deputy mayor, no name, 3 people". */
function summaryOf(row) {
  const count = Number(field(row, "people_count").value);
  const isPerson = isPersonRow(row);
  const name = field(row, "person").value;
  const parts = [field(row, "role").value];
  if (!isPerson) parts.push(name || message("noName"));
  if (count) parts.push(count === 1 ? message("person") : message("people", { n: count }));
  else if (!isPerson && !name && !row.dataset.seat) parts.push(message("noCount"));
  const summary = parts.filter(Boolean).join(", ") || message("noRole");
  return summary[0].toUpperCase() + summary.slice(1);
}

/** Return a card's title: the seat that was picked, or whom the row is about. */
function titleOf(row) {
  const who = field(row, "who").value;
  return row.dataset.seat ? `${row.dataset.seat}, ${who}` : who;
}

/** Return a card's second line: whether it is new, title, organisation, kind. */
function detailsOf(row) {
  const isNew = !field(row, "picked").value;
  const kind = field(row, "kind");
  const parts = [isNew && message("newHere"), row.dataset.about];
  if (isPersonRow(row)) parts.push(field(row, "organisation").value);
  if (kind.value) parts.push(kind.selectedOptions[0].textContent);
  return [...new Set(parts.filter(Boolean))].join(" · ");
}

/** Show `row` as a card, as a field with text or as an empty field. */
function render(row) {
  const filled = isFilled(row);
  const name = field(row, "who").value;
  const errors = row.querySelector(".field__errors, [data-question]");
  const box = row.querySelector("[data-box]");
  row.querySelector("[data-card]").hidden = !filled;
  const isAsked = box.querySelector(".field__errors") || row.querySelector("[data-question]");
  box.hidden = filled && !isAsked;
  row.querySelector("[data-more]").hidden = !filled && !errors && !name;
  row.classList.toggle("row--add", !filled && !name);
  if (filled) renderCard(row);
}

function renderCard(row) {
  const title = titleOf(row);
  for (const element of row.querySelectorAll("[data-name]")) {
    element.textContent = element.classList.contains("vh") ? ` ${title}` : title;
  }
  // A person's card needs no second name, an organisation's no organisation; errors stay visible.
  hideUnlessWrong(field(row, "person").parentElement, isPersonRow(row));
  hideUnlessWrong(field(row, "organisation").parentElement, !isPersonRow(row));
  hideUnlessWrong(row.querySelector("[data-honorific]"), isPersonRow(row));
  row.querySelector("[data-about]").textContent = detailsOf(row);
  row.querySelector("[data-sum]").textContent = summaryOf(row);
}

function hideUnlessWrong(part, isUnneeded) {
  part.hidden = isUnneeded && !part.querySelector(".field__errors");
}

/** Make sure that the last row is an empty one. */
function keepEmptyRow() {
  const last = container.lastElementChild;
  const isPanel = last?.matches(".row--new");
  if (!last || isPanel || field(last, "who").value || isFilled(last)) addRow("with");
}

/** Is this an empty row that is not the last, as a form emptied after saving leaves them? */
function isSpare(row) {
  const isEmpty = row.classList.contains("row--add") && !row.querySelector(".field__errors");
  return isEmpty && row !== container.lastElementChild;
}

function notifyChange() {
  form.dispatchEvent(new CustomEvent("counterparts:changed", { bubbles: true }));
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Fill the row with a suggestion: the server’s, one new in this form, or a group of one. */
function fillFromSuggestion(row, result) {
  const isNew = /^[nm]/.test(result.value);
  const isPerson = isPersonValue(result.value);
  field(row, "who").value = result.seat ? result.organisation : result.label;
  field(row, "picked").value = isNew ? "" : result.value;
  field(row, "organisation").value = isPerson ? result.organisation : "";
  if (result.seat || result.role) field(row, "role").value = result.seat || result.role;
  field(row, "kind").value = isNew ? result.kind || kindOf(result.organisation) : "";
  field(row, "new_person").checked = isNew && isPerson;
  row.dataset.role = result.role;
  row.dataset.seat = result.seat || "";
  row.dataset.place = result.place;
  const isBody = isOrganisationValue(result.value);
  row.dataset.about = isBody ? result.detail : field(row, "role").value;
  row.querySelector("[data-box] .field__errors")?.remove();
  finishFilling(row, result.label);
  form.dispatchEvent(new CustomEvent("counterpart:picked", { bubbles: true, detail: result }));
  if (result.seat) focusDetail(row, "person");
  else if (result.isGroup) focusDetail(row, "role");
}

function kindOf(organisation) {
  return newOrganisations().find(({ label }) => label === organisation)?.kind || "";
}

/** Fill the row with a new stakeholder: {type, name, kind, role, organisation, picked}. */
function fillWithNew(row, { type, name, kind, role, organisation, picked }) {
  const isPerson = type === "person";
  const isGroup = type === "group";
  field(row, "who").value = isGroup ? organisation : name;
  field(row, "picked").value = isGroup ? picked : "";
  field(row, "kind").value = kind;
  field(row, "new_person").checked = isPerson;
  if (isPerson) field(row, "organisation").value = organisation;
  if (isPerson || isGroup) field(row, "role").value = isGroup ? name : role;
  row.dataset.about = isPerson ? role : "";
  row.dataset.seat = "";
  row.hidden = false;
  finishFilling(row, name);
  if (isGroup) focusDetail(row, "people_count");
  else if (!isPerson) focusDetail(row, "person");
}

function finishFilling(row, name) {
  row.querySelector("[data-question]")?.remove();
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
  const name = titleOf(row);
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

/** Offer a group of the first organisation among the suggestions. */
function groupOf(results) {
  const body = results.find(({ value, seat }) => isOrganisationValue(value) && !seat);
  if (!body) return [];
  const texts = { label: body.label, detail: body.detail };
  return [{ ...body, isGroup: true, shown: message("group"), about: message("groupOf", texts) }];
}

function suggestOrganisations(row) {
  const organisation = field(row, "organisation");
  suggest(organisation, {
    source: "who",
    first: (text) => newHere(text, { people: false }),
    filter: (result) => isOrganisationValue(result.value) && !result.seat,
    onPick: (result) => {
      organisation.value = result.label;
      field(row, "kind").value = result.kind || "";
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
    first: newHere,
    last: groupOf,
    onPick: (result) => fillFromSuggestion(row, result),
    onMore: (text, kind) => openPanelFor(row, text, kind),
  });
  suggestOrganisations(row);
  setUpPersonName(row, {
    onUse: (result) => fillFromSuggestion(row, { ...result, place: row.dataset.place || "" }),
    onChange: () => render(row),
  });
  who.addEventListener("input", () => {
    field(row, "picked").value = "";
    row.dataset.seat = "";
    row.querySelector("[data-question]")?.remove();
    details.hidden = true;
  });
  who.addEventListener("blur", () => render(row));
  row.querySelector("[data-remove]").addEventListener("click", () => removeRow(row));
  details.addEventListener("change", () => {
    render(row);
    notifyChange();
  });
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
    for (const row of container.querySelectorAll("[data-formrow]")) {
      render(row);
      row.hidden = isSpare(row);
    }
    keepEmptyRow();
    form.dispatchEvent(new CustomEvent("counterparts:changed", { bubbles: true }));
  });
  form.querySelector("#when").addEventListener("change", updateTitles);
  keepEmptyRow();
}
