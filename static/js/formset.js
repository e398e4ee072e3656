/* Rows of the meeting form: adds one without reloading the page, or as many as a draft needs. */

const form = document.getElementById("meeting-form");
const ADD_BUTTONS = { add_counterpart: "with", add_promise: "promise" };

/** Return the hidden field in which the server reads how many rows there are. */
function totalField(prefix) {
  return form.elements[`${prefix}-TOTAL_FORMS`];
}

/** Append an empty row to the formset with this prefix and return it. */
export function addRow(prefix) {
  const total = totalField(prefix);
  const index = Number(total.value);
  const template = document.createElement("template");
  template.innerHTML = document
    .getElementById(`${prefix}-template`)
    .innerHTML.replaceAll("__prefix__", index)
    .replaceAll("__number__", index + 1);
  const row = template.content.firstElementChild;
  form.querySelector(`[data-rows="${prefix}"]`).append(row);
  total.value = index + 1;
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { prefix } }));
  return row;
}

/** Make sure that there are at least `count` rows. */
export function ensureRows(prefix, count) {
  while (Number(totalField(prefix).value) < count) addRow(prefix);
}

for (const [name, prefix] of Object.entries(ADD_BUTTONS)) {
  form?.querySelector(`button[name="${name}"]`)?.addEventListener("click", (event) => {
    event.preventDefault();
    addRow(prefix).querySelector('[name$="-who"], [name$="-text"]')?.focus();
  });
}
