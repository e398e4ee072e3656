/* Django's autocomplete fields (select2) leave their parts without an accessible name: each gets
   the text of its field's label. The admin works the same without this script. */

const UNLABELLED_SEARCH = ".select2-search__field, #searchbar";
const SEARCH_BUTTON = "#searchbar-submit, #changelist-search [type=submit]";

function labelOf(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  return label ? label.textContent.replace(/:\s*$/, "").trim() : select.name;
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

function labelSearchFields() {
  for (const input of document.querySelectorAll(UNLABELLED_SEARCH)) {
    if (input.hasAttribute("aria-label")) continue;
    const button = document.querySelector(SEARCH_BUTTON);
    input.setAttribute("aria-label", button?.value || "Search");
  }
}

function labelAll() {
  labelAutocompletes();
  labelSearchFields();
}

new MutationObserver(labelAll).observe(document.documentElement, {
  childList: true,
  subtree: true,
});
labelAll();
