/* Action points in the meeting form: a row is added on request and removed with one click. */

const form = document.getElementById("meeting-form");
const container = form.querySelector('[data-rows="promise"]');

function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
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
  row.hidden = deleteField.checked;
}

/** Remove the empty row that the server adds for browsers without scripts. */
function removeBlankRow() {
  const [row, ...others] = container.children;
  if (!row || others.length) return;
  const isBlank = !field(row, "text").value && !field(row, "id").value;
  if (!isBlank || row.querySelector(".field__errors")) return;
  row.remove();
  form.elements["promise-TOTAL_FORMS"].value = 0;
}

export function setUpActionPoints() {
  for (const row of container.children) setUpRow(row);
  removeBlankRow();
  form.addEventListener("formset:added", (event) => {
    if (event.detail.prefix === "promise") setUpRow(event.target);
  });
  form.addEventListener("form:restored", () => {
    for (const row of container.children) row.hidden = field(row, "DELETE").checked;
  });
}
