/* Action points in the meeting form: a row is added on request and removed with one click. Ours are
   offered to those who were there, theirs go to the only counterpart by themselves. */

import { suggest } from "./combobox.js";
import { meetingDay } from "./dates.js";
import { counterparts, field, isOrganisationValue, metFirst } from "./names-in-form.js";
import { message } from "./page-texts.js";

const form = document.getElementById("meeting-form");
const container = form.querySelector('[data-rows="promise"]');
let choiceCount = 0;

function promisedBy(row) {
  return row.querySelector('[name$="-promised_by"]:checked')?.value;
}

// Ours: you, those ticked under From IOM, somebody else

function presentColleagues() {
  const ticked = [...form.querySelectorAll("[name=staff]:checked")].map(({ value }) => value);
  return [...new Set([form.dataset.user, ...ticked])];
}

function ownerChoice(select, name, value, text) {
  const label = document.createElement("label");
  const radio = document.createElement("input");
  label.className = "choice";
  Object.assign(radio, { type: "radio", name, value });
  radio.setAttribute("form", "apart");
  radio.checked = select.value === value && !select.parentElement.dataset.open;
  radio.addEventListener("change", () => {
    const isOther = !value;
    select.parentElement.hidden = !isOther;
    if (isOther) select.focus();
    else select.value = value;
    select.dispatchEvent(new Event("input", { bubbles: true }));
  });
  label.append(radio, text);
  return label;
}

function renderOwner(row) {
  const select = field(row, "owner");
  const box = select.parentElement;
  const values = [...select.options].map((option) => option.value);
  const known = presentColleagues().filter((value) => values.includes(value));
  const isOther = !box.hidden && Boolean(box.dataset.offered) && !known.includes(select.value);
  let choices = box.parentElement.querySelector("fieldset");
  if (!choices) {
    choices = document.createElement("fieldset");
    choices.innerHTML = '<legend class="sub"></legend><div class="choices"></div>';
    choices.firstChild.textContent = box.querySelector("label").textContent;
    box.before(choices);
    box.dataset.offered = "true";
    choices.dataset.name = `owner-${(choiceCount += 1)}`;
  }
  const name = choices.dataset.name;
  const options = known.map((value) => {
    const { text } = [...select.options].find((option) => option.value === value);
    return ownerChoice(select, name, value, value === form.dataset.user ? message("you") : text);
  });
  const other = ownerChoice(select, name, "", message("somebodyElse"));
  other.firstChild.checked = isOther || !known.includes(select.value);
  choices.lastChild.replaceChildren(...options, other);
  box.hidden = !other.firstChild.checked && !box.querySelector(".field__errors");
}

// Theirs: the only one that was met, until somebody else is named

function renderTaken(row) {
  const organisation = field(row, "organisation");
  const taken = row.querySelector("[data-taken]");
  const met = counterparts();
  if (row.dataset.taken === organisation.value || !organisation.value) {
    const [only] = met.length === 1 && promisedBy(row) === "them" ? met : [];
    const stays = met.some(({ label }) => label === organisation.value);
    if (only && !row.dataset.changing) take(row, only.label);
    else if (row.dataset.taken && !stays) take(row, "");
  }
  const isTaken = Boolean(row.dataset.taken) && row.dataset.taken === organisation.value;
  taken.hidden = !isTaken;
  row.querySelector("[data-organisation]").hidden = isTaken;
  if (!isTaken) return;
  taken.querySelector("[data-name]").textContent = organisation.value;
  taken.querySelector("[data-about]").textContent = met.length === 1 ? message("onlyOne") : "";
}

function take(row, name) {
  row.dataset.taken = name;
  field(row, "organisation").value = name;
}

function setKind(row, value) {
  field(row, "kind").value = value;
  row.querySelector("[data-kind]").hidden = !value;
}

/** Choose the kind of a new organisation by the code that its name suggests. */
function proposeKind(row, code) {
  const options = [...field(row, "kind").options];
  const wanted = code || "other";
  const option = options.find(({ dataset }) => dataset.code === wanted) || options.at(-1);
  setKind(row, option.value);
}

function setOrganisation(row, name) {
  field(row, "organisation").value = name;
  row.querySelector("[data-question]")?.remove();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function setUpOrganisation(row) {
  const organisation = field(row, "organisation");
  suggest(organisation, {
    source: "who",
    offersFirst: true,
    first: metFirst,
    query: () => ({ on: meetingDay() }),
    more: "addOrganisation",
    onPick: (result) => {
      const isBody = isOrganisationValue(result.value);
      setKind(row, result.kind || "");
      const isWithin = result.seat || (!isBody && result.organisation);
      setOrganisation(row, isWithin ? result.organisation : result.label);
    },
    onMore: (text, kind) => {
      proposeKind(row, kind);
      setOrganisation(row, text);
      field(row, "kind").focus();
    },
  });
  organisation.addEventListener("input", (event) => {
    if (event.isTrusted) setKind(row, "");
    row.querySelector("[data-question]")?.remove();
  });
  row.querySelector("[data-change]").addEventListener("click", () => {
    row.dataset.changing = "true";
    take(row, "");
    renderTaken(row);
    organisation.focus();
  });
}

// By when: each choice with its date, counted from the day of the meeting

function dateText(date) {
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  const year = isThisYear ? {} : { year: "numeric" };
  const { lang } = document.documentElement;
  const locale = lang.startsWith("en") ? "en-GB" : lang;
  return date.toLocaleDateString(locale, { day: "numeric", month: "long", ...year });
}

function renderDue(row) {
  const [year, month, day] = meetingDay().split("-").map(Number);
  const dates = year
    ? {
        week: new Date(year, month - 1, day + 7),
        fortnight: new Date(year, month - 1, day + 14),
        month: new Date(year, month, 0),
      }
    : {};
  for (const small of row.querySelectorAll("[data-due]")) {
    const date = dates[small.dataset.due];
    small.textContent = date ? dateText(date) : "";
  }
}

function setUpDue(row) {
  for (const radio of row.querySelectorAll('[name$="-due_choice"]')) {
    radio.addEventListener("change", () => {
      const dueDay = field(row, "due_day");
      if (radio.value !== "day") dueDay.value = "";
    });
    radio.addEventListener("click", (event) => {
      if (event.detail && radio.value === "day") field(row, "due_day").focus();
    });
  }
}

function render(row) {
  renderOwner(row);
  renderTaken(row);
  renderDue(row);
}

function setUpRow(row) {
  const deleteField = field(row, "DELETE");
  const button = row.querySelector("[data-remove]");
  for (const part of row.querySelectorAll("[data-noscript]")) part.hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => {
    deleteField.checked = true;
    row.hidden = true;
    form.querySelector("[name=add_promise]").focus();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (const radio of row.querySelectorAll('[name$="-promised_by"]')) {
    radio.addEventListener("change", () => renderTaken(row));
    // A press, not an arrow key: the text comes next.
    radio.addEventListener("click", (event) => event.detail && field(row, "text").focus());
  }
  row.querySelector("[data-kind]").hidden = !field(row, "kind").value;
  setUpOrganisation(row);
  setUpDue(row);
  row.hidden = deleteField.checked;
  render(row);
}

/** Remove the empty row that the server adds for browsers without scripts. */
function removeBlankRow() {
  const [row, ...others] = container.children;
  if (!row || others.length) return;
  const isBlank = !field(row, "text").value && !field(row, "id").value;
  if (!isBlank || row.querySelector(".field__errors, [data-question]")) return;
  row.remove();
  form.elements["promise-TOTAL_FORMS"].value = 0;
}

function renderAll(part) {
  for (const row of container.children) part(row);
}

export function setUpActionPoints() {
  for (const row of container.children) setUpRow(row);
  removeBlankRow();
  form.addEventListener("formset:added", (event) => {
    if (event.detail.prefix === "promise") setUpRow(event.target);
  });
  form.addEventListener("form:restored", () => {
    renderAll((row) => {
      row.hidden = field(row, "DELETE").checked;
      row.querySelector("[data-kind]").hidden = !field(row, "kind").value;
      render(row);
    });
  });
  form.addEventListener("counterparts:changed", () => renderAll(renderTaken));
  form.addEventListener("change", ({ target }) => {
    if (target.name === "staff") renderAll(renderOwner);
  });
  for (const type of ["change", "input"]) {
    form.querySelector("#when").addEventListener(type, () => renderAll(renderDue));
  }
}
