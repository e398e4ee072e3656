/* Promises: a row leaves the page by one tap, and comes when it is asked for. */

const form = document.getElementById("meeting-form");
const holder = form.querySelector('[data-rows="promise"]');

function enliven(row) {
  const out = row.querySelector('[name$="-DELETE"]');
  const button = row.querySelector("[data-remove]");
  for (const part of row.querySelectorAll("[data-noscript]")) part.hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => {
    out.checked = true;
    row.hidden = true;
    form.querySelector("[name=add_promise]").focus();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  row.hidden = out.checked;
}

/** Bring the rows to life; an empty one that nobody asked for is put away. */
export function start() {
  const rows = [...holder.children];
  rows.forEach(enliven);
  const only = rows.length === 1 && rows[0];
  const isEmpty = only && !only.querySelector('[name$="-text"]').value && !only.querySelector(".field__errors");
  if (isEmpty && !only.querySelector('[name$="-id"]').value) {
    only.remove();
    form.elements["promise-TOTAL_FORMS"].value = 0;
  }
  form.addEventListener("rows:added", (event) => {
    if (event.detail.prefix === "promise") enliven(event.target);
  });
  form.addEventListener("form:restored", () => {
    for (const row of holder.children) row.hidden = row.querySelector('[name$="-DELETE"]').checked;
  });
}
