/* Whom the meeting form itself names: the counterparts of its rows, and what is new in it. Every
   box offers them, and the server knows them by these names when it saves. */

import { fold } from "./highlight.js";
import { message } from "./page-texts.js";

const form = document.getElementById("meeting-form");

/** Return the field of `row` called `name`. */
export function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

export function isOrganisationValue(value) {
  return value.startsWith("o") || value.startsWith("n");
}

/** Return whether the row of a counterpart is about a person rather than an organisation. */
export function isPersonRow(row) {
  const isNew = field(row, "new_person").checked && !field(row, "person").value;
  return field(row, "picked").value.startsWith("p") || isNew;
}

/** Return whether the row names a stakeholder that was picked, or a new one. */
export function isFilled(row) {
  const isNew = field(row, "kind").value || field(row, "new_person").checked;
  return Boolean(field(row, "who").value && (field(row, "picked").value || isNew));
}

function filledRows() {
  const rows = [...form.querySelectorAll('[data-rows="with"] > [data-formrow]')];
  return rows.filter((row) => isFilled(row) && !field(row, "DELETE").checked);
}

function named(value, label, detail, more = {}) {
  return { value, label, detail, role: "", organisation: "", place: "", seat: "", ...more };
}

function isNewHere(text) {
  return newOrganisations().some((one) => fold(one.label) === fold(text));
}

/** Return what may be written for whom a row is about: its organisation, else the person. */
function subjectOf(row) {
  const who = field(row, "who").value;
  const organisation = isPersonRow(row) ? field(row, "organisation").value : who;
  const value = !organisation ? "m" : isNewHere(organisation) ? "n" : "o";
  const people = isPersonRow(row) ? who : field(row, "person").value;
  const about = organisation ? [people, field(row, "role").value] : [];
  return named(value, organisation || who, about.filter(Boolean).join(", "));
}

/** Return the organisations that were met, each once; people who speak for none by name. */
export function counterparts() {
  const found = new Map();
  for (const subject of filledRows().map(subjectOf)) {
    if (!found.has(fold(subject.label))) found.set(fold(subject.label), subject);
  }
  return [...found.values()];
}

/** Return the organisations that are new in this form, each with its kind. */
export function newOrganisations() {
  const found = new Map();
  for (const row of form.querySelectorAll("[data-formrow]")) {
    const kind = field(row, "kind").value;
    const who = field(row, "who");
    const label = who && !isPersonRow(row) ? who.value : field(row, "organisation").value;
    if (kind && label) found.set(fold(label), named("n", label, message("newHere"), { kind }));
  }
  return [...found.values()];
}

/** Return the people that are new in this form. */
function newPeople() {
  return filledRows()
    .filter((row) => !field(row, "picked").value && isPersonRow(row))
    .map((row) => {
      const organisation = field(row, "organisation").value;
      const about = [field(row, "role").value, organisation, message("newHere")];
      const more = { organisation, role: field(row, "role").value };
      return named("m", field(row, "who").value, about.filter(Boolean).join(" · "), more);
    });
}

function holds(text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return ({ label, detail }) => words.every((word) => fold(`${label} ${detail}`).includes(word));
}

/** Return the new organisations, and people unless left out, that may be meant by `text`. */
export function newHere(text, { people = true } = {}) {
  if (!text) return [];
  const organisations = newOrganisations().filter(holds(text));
  if (!people) return organisations;
  // What is called so comes before the people who speak for it.
  const isCalledSo = ({ label }) => holds(text)({ label, detail: "" });
  const others = newPeople().filter(holds(text));
  return [
    ...organisations.filter(isCalledSo),
    ...others,
    ...organisations.filter((one) => !isCalledSo(one)),
  ];
}

/** Return those met that may be meant by `text`, then what is new here. */
export function metFirst(text) {
  const met = counterparts().map((one) => ({
    ...one,
    detail: [one.detail, message("metHere")].filter(Boolean).join(" · "),
  }));
  const others = newHere(text).filter(({ label }) => met.every((one) => one.label !== label));
  return [...met.filter(holds(text)), ...others];
}
