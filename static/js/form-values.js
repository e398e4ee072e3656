/* Reads all fields of the meeting form, and restores them. */

import { ensureRows } from "./formset.js";

const NOT_TEXT = new Set(["file", "submit", "button", "reset", "image"]);
const FORMSET_COUNT = /^(.+)-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
// The answer to "Who did you mean?" is about the page that asked it.
const ANSWER = /-(asked|answer)(_\w+)?$/;
const CSRF_FIELD = "csrfmiddlewaretoken";
const DAYS_AGO = { today: 0, yesterday: 1 };
const MAX_SUBJECT_LENGTH = 80;
// The fields that identify a form best come first.
const SUBJECT_FIELDS = [
  /^title$/,
  /^event_name$/,
  /-who$/,
  /-person$/,
  /-organisation$/,
  /^place$/,
  /^public_line$/,
  /^internal_note$/,
];

/** Return {fields, files}: the list of values of each field, and the names of the chosen files. */
export function readValues(form) {
  const fields = {};
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File) {
      if (value.name) files.push(value.name);
    } else if (name !== CSRF_FIELD) {
      (fields[name] ??= []).push(value);
    }
  }
  return { fields, files };
}

/** Put the values into the form; return [name, text] for those whose field no longer exists. */
export function restoreValues(form, fields) {
  addRows(form, fields);
  const remaining = structuredClone(fields);
  for (const input of form.elements) {
    if (!input.name || NOT_TEXT.has(input.type)) continue;
    if (input.name === CSRF_FIELD || FORMSET_COUNT.test(input.name)) continue;
    setValue(input, fields[input.name] || [], remaining[input.name] || []);
  }
  form.dispatchEvent(new CustomEvent("form:restored", { bubbles: true, detail: fields }));
  return Object.entries(fields)
    .filter(([name, values]) => !form.elements[name] && !ANSWER.test(name) && values.some(Boolean))
    .map(([name, values]) => [name, values.filter(Boolean).join(", ")]);
}

function addRows(form, fields) {
  for (const [name, values] of Object.entries(fields)) {
    const [, prefix, count] = name.match(FORMSET_COUNT) || [];
    if (count === "TOTAL" && form.elements[name]) ensureRows(prefix, Number(values[0]) || 0);
  }
}

/** Set `input` from all values of its name; fields that share a name use up `remaining` in turn. */
function setValue(input, values, remaining) {
  if (input.type === "checkbox" || input.type === "radio") {
    input.checked = values.includes(input.value);
  } else if (input.type === "select-multiple") {
    for (const option of input.options) option.selected = values.includes(option.value);
  } else {
    input.value = remaining.shift() ?? "";
  }
}

/** Return a short text that identifies the form to its writer, or an empty string. */
export function subjectOf(fields) {
  for (const pattern of SUBJECT_FIELDS) {
    for (const [name, values] of Object.entries(fields)) {
      const text = pattern.test(name) ? values.join(" ").trim() : "";
      if (text.length > MAX_SUBJECT_LENGTH) return `${text.slice(0, MAX_SUBJECT_LENGTH - 1)}…`;
      if (text) return text;
    }
  }
  return "";
}

/** Return the fields with "today" or "yesterday" replaced by the date it meant at `writtenAt`. */
export function resolveDay(fields, writtenAt) {
  const daysAgo = DAYS_AGO[fields.when?.[0]];
  if (daysAgo === undefined) return fields;
  const date = new Date(writtenAt);
  date.setDate(date.getDate() - daysAgo);
  return {
    ...fields,
    when: ["day"],
    day: [String(date.getDate())],
    month: [String(date.getMonth() + 1)],
    year: [String(date.getFullYear())],
  };
}
