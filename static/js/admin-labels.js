/* Django's autocomplete fields (select2) leave their parts without an accessible name: each gets
   the text of its field's label. The admin works the same without this script. */

function labelOf(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  return label ? label.textContent.trim().replace(/\s+/g, " ") : select.name;
}

function labelAutocompletes() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const widget = select.nextElementSibling;
    if (!widget?.classList.contains("select2") || widget.dataset.labelled) continue;
    widget.dataset.labelled = "yes";
    const parts = ".select2-selection, .select2-selection__rendered, input";
    for (const part of widget.querySelectorAll(parts)) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", labelOf(select));
    }
  }
}

/* The list of an open field hangs below the page's landmarks, so it becomes one of them. */
function labelOpenList() {
  const list = document.querySelector("body > .select2-container .select2-results__options");
  const field = document.querySelector('.select2-selection[aria-expanded="true"]');
  if (!list?.id || !field) return;
  field.setAttribute("aria-controls", list.id);
  const region = list.closest("body > .select2-container");
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", field.getAttribute("aria-label") || "");
}

function labelSearchFields() {
  const field = document.querySelector('.select2-selection[aria-expanded="true"]');
  for (const input of document.querySelectorAll(".select2-search__field")) {
    if (field?.hasAttribute("aria-label") && !input.hasAttribute("aria-label")) {
      input.setAttribute("aria-label", field.getAttribute("aria-label"));
    }
  }
}

function labelAll() {
  labelAutocompletes();
  labelOpenList();
  labelSearchFields();
}

new MutationObserver(labelAll).observe(document.documentElement, {
  childList: true,
  subtree: true,
});
labelAll();
