/* When it was: the boxes of the day follow the choice, and one can type "6 3 2024" straight on. */

const form = document.getElementById("meeting-form");
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const ALBANIAN = "jan shk mar pri maj qer kor gus sht tet nen dhj".split(" ");

function text(name) {
  return form.elements[name].value.trim();
}

function month() {
  const typed = text("month").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  if (/^\d+$/.test(typed)) return Number(typed);
  const word = typed.slice(0, 3);
  return Math.max(MONTHS.indexOf(word), ALBANIAN.indexOf(word)) + 1;
}

/** Return the day of the meeting as the form says it, like 2024-03-06; an empty text when it is not known yet. */
export function meetingDay() {
  const day = new Date();
  const pad = (number) => String(number).padStart(2, "0");
  if (form.elements.when.value === "yesterday") day.setDate(day.getDate() - 1);
  if (["today", "yesterday"].includes(form.elements.when.value)) {
    return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
  }
  const number = form.elements.when.value === "month" ? 1 : Number(text("day"));
  return month() && number && /^\d{4}$/.test(text("year")) ? `${text("year")}-${pad(month())}-${pad(number)}` : "";
}

/** Go to the first box when a choice asks for one; a space or a dot goes on to the next. */
export function start() {
  for (const radio of form.elements.when) {
    radio.addEventListener("click", (event) => {
      // Arrow keys click too, without a place on the screen: the focus stays with the choices.
      if (!event.detail) return;
      if (radio.value === "day") form.elements.day.focus();
      if (radio.value === "month") form.elements.month.focus();
    });
  }
  for (const [name, next] of [["day", "month"], ["month", "year"], ["end_day", "end_month"], ["end_month", "end_year"]]) {
    form.elements[name].addEventListener("keydown", (event) => {
      if (![" ", ".", "/", "-"].includes(event.key) || !text(name)) return;
      event.preventDefault();
      form.elements[next].focus();
    });
  }
}
