/* Reads all boxes of the meeting form, and puts them back. */

import { ensureRows } from "./rows.js";

const NOT_TEXT = new Set(["file", "submit", "button", "reset", "image"]);
const COUNT = /^(.+)-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
const NAMING = [/^title$/, /-who$/, /-person$/, /-organisation$/, /^place$/, /^public_line$/, /^internal_note$/];

/** Return {boxes, files}: each name with the list of its texts, and the names of files chosen. */
export function readBoxes(form) {
  const boxes = {};
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File) {
      if (value.name) files.push(value.name);
    } else if (name !== "csrfmiddlewaretoken") {
      (boxes[name] ??= []).push(value);
    }
  }
  return { boxes, files };
}

/** Put the texts back into their boxes; return [name, text] of what has no box any more. */
export function fillBoxes(form, boxes) {
  for (const [name, values] of Object.entries(boxes)) {
    const [, prefix, what] = name.match(COUNT) || [];
    if (what === "TOTAL" && form.elements[name]) ensureRows(prefix, Number(values[0]) || 0);
  }
  const left = Object.fromEntries(Object.entries(boxes).map(([name, values]) => [name, [...values]]));
  for (const box of form.elements) {
    if (!box.name || NOT_TEXT.has(box.type) || COUNT.test(box.name)) continue;
    if (box.name === "csrfmiddlewaretoken") continue;
    fill(box, boxes[box.name] || [], left[box.name] || []);
  }
  form.dispatchEvent(new CustomEvent("form:restored", { bubbles: true }));
  return Object.entries(boxes)
    .filter(([name, values]) => !form.elements[name] && values.some(Boolean))
    .map(([name, values]) => [name, values.filter(Boolean).join(", ")]);
}

function fill(box, all, left) {
  if (box.type === "checkbox" || box.type === "radio") {
    box.checked = all.includes(box.value);
  } else if (box.type === "select-multiple") {
    for (const option of box.options) option.selected = all.includes(option.value);
  } else {
    box.value = left.shift() ?? "";
  }
}

/** Return a few words by which somebody knows the form again, or an empty text. */
export function subjectOf(boxes) {
  for (const wanted of NAMING) {
    for (const [name, values] of Object.entries(boxes)) {
      const text = wanted.test(name) ? values.join(" ").trim() : "";
      if (text) return text.length > 80 ? `${text.slice(0, 79)}…` : text;
    }
  }
  return "";
}

/** Return the boxes with "today" and "yesterday" as the day they mean on the day `at`. */
export function fixDay(boxes, at) {
  const back = { today: 0, yesterday: 1 }[boxes.when?.[0]];
  if (back === undefined) return boxes;
  const day = new Date(at);
  day.setDate(day.getDate() - back);
  return {
    ...boxes,
    when: ["day"],
    day: [String(day.getDate())],
    month: [String(day.getMonth() + 1)],
    year: [String(day.getFullYear())],
  };
}
