/* The name beside an organisation or in a seat: somebody of a like name is offered; where there is
   none, the person is new, and stored with the meeting. */

import { field, isPersonRow } from "./names-in-form.js";
import { message } from "./page-texts.js";
import { fetchSimilar, showSimilar } from "./similar-names.js";

const TYPING_PAUSE = 300;

/** `onUse(result)`: somebody known is taken instead; `onChange()`: the row changes. */
export function setUpPersonName(row, { onUse, onChange }) {
  const name = field(row, "person");
  const section = row.querySelector("[data-alike]");
  const note = row.querySelector("[data-new-note]");
  let timer = 0;

  async function compare() {
    const text = name.value.trim();
    const isKnown = (result) => result.value.startsWith("p");
    const similar = (await fetchSimilar(text))?.filter(isKnown);
    if (name.value.trim() !== text || isPersonRow(row)) return;
    const isNew = Boolean(text) && similar?.length === 0;
    field(row, "new_person").checked = isNew;
    showSimilar(section, similar || [], (result) => {
      name.value = "";
      hide();
      onUse(result);
    });
    note.hidden = !isNew;
    note.textContent = message(row.dataset.seat ? "newInSeat" : "newPerson", {
      seat: row.dataset.seat || "",
      organisation: field(row, "who").value,
    });
    onChange();
  }

  function hide() {
    section.hidden = true;
    note.hidden = true;
  }

  name.addEventListener("input", () => {
    field(row, "new_person").checked = false;
    row.querySelector("[data-question]")?.remove();
    hide();
    clearTimeout(timer);
    timer = setTimeout(compare, TYPING_PAUSE);
  });
}
