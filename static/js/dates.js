/* The date of a meeting: choosing "day" or "month" moves to its fields, and a date can be typed in
   one go, as in "6 3 2024". */

const form = document.getElementById("meeting-form");
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const ALBANIAN_MONTHS = "jan shk mar pri maj qer kor gus sht tet nen dhj".split(" ");
const SEPARATORS = [" ", ".", "/", "-"];
const NEXT_FIELD = { day: "month", month: "year", end_day: "end_month", end_month: "end_year" };

function typed(name) {
  return form.elements[name].value.trim();
}

/** Return the typed month, a number or a name, as a number; 0 when it is not a month. */
function monthNumber() {
  const text = typed("month").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  if (/^\d+$/.test(text)) return Number(text);
  const start = text.slice(0, 3);
  return Math.max(MONTHS.indexOf(start), ALBANIAN_MONTHS.indexOf(start)) + 1;
}

function isoDate(year, month, day) {
  return [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}

/** Return the day of the meeting, such as "2024-03-06"; an empty string while it is not known. */
export function meetingDay() {
  const choice = form.elements.when.value;
  if (["today", "yesterday"].includes(choice)) {
    const date = new Date();
    if (choice === "yesterday") date.setDate(date.getDate() - 1);
    return isoDate(date.getFullYear(), date.getMonth() + 1, date.getDate());
  }
  const day = choice === "month" ? 1 : Number(typed("day"));
  const isComplete = monthNumber() && day && /^\d{4}$/.test(typed("year"));
  return isComplete ? isoDate(typed("year"), monthNumber(), day) : "";
}

export function setUpDates() {
  for (const radio of form.elements.when) {
    radio.addEventListener("click", (event) => {
      // Arrow keys send a click without coordinates: then the focus stays on the radio buttons.
      if (!event.detail) return;
      if (radio.value === "day") form.elements.day.focus();
      if (radio.value === "month") form.elements.month.focus();
    });
  }
  for (const [name, next] of Object.entries(NEXT_FIELD)) {
    form.elements[name].addEventListener("keydown", (event) => {
      if (!SEPARATORS.includes(event.key) || !typed(name)) return;
      event.preventDefault();
      form.elements[next].focus();
    });
  }
}
