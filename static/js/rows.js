/* Rows of the meeting form: one more without loading the page, and as many as a draft needs. */

const form = document.getElementById("meeting-form");

/** Return the box that holds the rows whose names begin with `prefix`. */
function holder(prefix) {
  return form.querySelector(`[data-rows="${prefix}"]`);
}

/** Return the hidden count of rows that the server reads. */
function total(prefix) {
  return form.elements[`${prefix}-TOTAL_FORMS`];
}

/** Add an empty row after the others and return it. */
export function addRow(prefix) {
  const count = total(prefix);
  const source = document.getElementById(`${prefix}-template`).innerHTML;
  const box = document.createElement("template");
  box.innerHTML = source.replaceAll("__prefix__", count.value).replaceAll("__number__", Number(count.value) + 1);
  const row = box.content.firstElementChild;
  holder(prefix).append(row);
  count.value = Number(count.value) + 1;
  row.dispatchEvent(new CustomEvent("rows:added", { bubbles: true, detail: { prefix } }));
  return row;
}

/** Make sure that there are at least `n` rows. */
export function ensureRows(prefix, n) {
  while (Number(total(prefix).value) < n) addRow(prefix);
}

for (const [name, prefix] of [["add_counterpart", "with"], ["add_promise", "promise"]]) {
  form?.querySelector(`button[name="${name}"]`)?.addEventListener("click", (event) => {
    event.preventDefault();
    addRow(prefix).querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}
