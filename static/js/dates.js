/* The date of a meeting: one of the last days or a written one, not both; and what was offered for
   a day that can't be. Works on dates as they are sent: those of when the form was opened. */

const form = document.getElementById("meeting-form");
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const DAY = 86_400_000;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const ISO_MONTH = /^\d{4}-\d{2}$/;
const WHOLE_DAY = /^(\d{1,2})[\s./-]+(\p{L}{3,}|\d{1,2})[\s./-]+(\d{4})$/u;
const SEPARATORS = [" ", ".", "/", "-"];
const NEXT_FIELD = { month: "year", end_day: "end_month", end_month: "end_year" };

function typed(name) {
  return form.elements[name].value.trim();
}

function firstLetters(name) {
  return name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").slice(0, 3);
}

function localMonths() {
  return form.dataset.months.split(" ").filter(Boolean).map(firstLetters);
}

/** Return a month, a number or a name, as a number; 0 when it is not a month. */
function monthNumber(text) {
  if (/^\d+$/.test(text)) return Number(text);
  const start = firstLetters(text);
  return Math.max(MONTHS.indexOf(start), localMonths().indexOf(start)) + 1;
}

function isoDate(year, month, day) {
  return [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}

/** Return the day of the meeting, such as "2024-03-06"; an empty string while it is not known. */
export function meetingDay() {
  const choice = form.elements.when.value;
  if (choice === "month") {
    const month = monthNumber(typed("month"));
    return month && /^\d{4}$/.test(typed("year")) ? isoDate(typed("year"), month, 1) : "";
  }
  if (choice !== "day") return choice;
  const [, day, month, year] = typed("day").match(WHOLE_DAY) || [];
  if (day && monthNumber(month)) return isoDate(year, monthNumber(month), day);
  return ISO_DAY.test(typed("day")) ? typed("day") : form.elements.recent_day.value;
}

function choose(name, value) {
  for (const radio of form.querySelectorAll(`input[type=radio][name=${name}]`)) {
    radio.checked = radio.value === value;
  }
}

/** Put in a day or month; a day that is none of the radio buttons is written. */
function setDay(value, text = value) {
  choose("recent_day", "");
  form.elements.day.value = "";
  if (ISO_MONTH.test(value)) {
    choose("when", "month");
    [form.elements.year.value, form.elements.month.value] = value.split("-");
  } else if (value && form.querySelector(`#when [name=when][value="${value}"]`)) {
    choose("when", value);
  } else {
    choose("when", "day");
    const shown = form.querySelector(`#when [name=recent_day][value="${value}"]`);
    if (shown) shown.checked = true;
    else form.elements.day.value = text;
  }
  form.elements.when[0].dispatchEvent(new Event("change", { bubbles: true }));
}

function useOffered(event) {
  event.preventDefault();
  const { value, textContent } = event.currentTarget;
  const isMonth = form.elements.when.value === "month";
  if (value) setDay(value, textContent.trim());
  event.currentTarget.closest("[data-which-day]").remove();
  const box = isMonth ? form.elements.year : form.elements.day;
  if (!value) box.value = "";
  (value ? form.querySelector("#when [name=when]:checked") : box).focus();
}

/** Show the days as of `today`, in a copy of the form that the device kept since another day. */
function renewDays(today) {
  const language = document.documentElement.lang || "en-GB";
  const write = (date, options) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(date);
  const before = (days) => new Date(Date.parse(`${today}T00:00Z`) - days * DAY);
  const iso = (date) => date.toISOString().slice(0, 10);
  [...form.querySelectorAll("#when [name=when]")].slice(0, 2).forEach((radio, days) => {
    const text = write(before(days), { weekday: "short", day: "numeric", month: "long" });
    radio.value = iso(before(days));
    radio.parentElement.querySelector("small").textContent = text.replace(",", "");
  });
  const radios = [...form.elements.recent_day];
  const grid = radios[0].closest("label").parentElement;
  const blanks = (before(radios.length - 1).getUTCDay() + 6) % 7;
  grid.replaceChildren(
    ...Array.from({ length: blanks }, () => document.createElement("span")),
    ...radios.map((radio) => radio.closest("label")),
  );
  radios.forEach((radio, place) => {
    const date = before(radios.length - 1 - place);
    const [number, month] = radio.parentElement.querySelectorAll("span, small");
    const isShown = place === 0 || date.getUTCDate() === 1;
    radio.value = iso(date);
    radio.ariaLabel = write(date, { weekday: "long", day: "numeric", month: "long" });
    radio.parentElement.classList.toggle("day--weekend", date.getUTCDay() % 6 === 0);
    number.textContent = date.getUTCDate();
    month.textContent = isShown ? write(date, { month: "short" }) : "";
  });
  [form.elements.year.value, form.elements.month.value] = today.split("-").map(Number);
  form.elements.opened.value = today;
}

/** Return the day it is in the office. */
function officeDay() {
  const { zone } = document.getElementById("when").dataset;
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date());
}

export function setUpDates() {
  const isOld = form.dataset.copyReason && officeDay() !== form.elements.opened.value;
  if (isOld) renewDays(officeDay());
  const month = form.elements.month;
  form.querySelector('#when [name=when][value="month"]').addEventListener("click", (event) => {
    // Arrow keys send a click without coordinates: then the focus stays on the radio buttons.
    if (event.detail) month.focus();
  });
  for (const box of [month, form.elements.year]) box.addEventListener("focus", () => box.select());
  for (const radio of form.elements.recent_day) {
    radio.addEventListener("change", () => (form.elements.day.value = ""));
  }
  form.elements.day.addEventListener("input", () => choose("recent_day", ""));
  for (const button of form.querySelectorAll("[name=use_day]")) {
    button.addEventListener("click", useOffered);
  }
  const opened = form.elements.opened.value;
  // A text kept since another day holds dates that are no radio buttons today.
  form.addEventListener("form:restored", ({ detail }) => {
    const [when = ""] = detail?.when ?? [];
    if (when === "day" && !form.elements.opened.value) {
      // Kept of an older form, whose day had three boxes.
      form.elements.day.value = ["day", "month", "year"].map(typed).filter(Boolean).join(" ");
      form.elements.opened.value = opened;
    }
    const [recent = ""] = detail?.recent_day ?? [];
    if (ISO_DAY.test(when) && form.elements.when.value !== when) setDay(when);
    else if (when === "day" && recent && form.elements.recent_day.value !== recent) setDay(recent);
  });
  for (const [name, next] of Object.entries(NEXT_FIELD)) {
    form.elements[name].addEventListener("keydown", (event) => {
      if (!SEPARATORS.includes(event.key) || !typed(name)) return;
      event.preventDefault();
      form.elements[next].focus();
    });
  }
}
