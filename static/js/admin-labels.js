/* Django's suggestion boxes (select2) leave their parts without a name for screen readers:
   give each the words of its field's label. The admin works the same without this. */

function labelOf(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  return label ? label.textContent.replace(/:\s*$/, "").trim() : select.name;
}

function nameParts() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling;
    if (!box || !box.classList.contains("select2") || box.dataset.named) continue;
    box.dataset.named = "yes";
    for (const part of box.querySelectorAll(".select2-selection, .select2-selection__rendered, input")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", labelOf(select));
    }
  }
  for (const input of document.querySelectorAll(".select2-search__field:not([aria-label]), #searchbar:not([aria-label])")) {
    input.setAttribute("aria-label", document.querySelector("#searchbar-submit, #changelist-search [type=submit]")?.value || "Search");
  }
}

new MutationObserver(nameParts).observe(document.documentElement, { childList: true, subtree: true });
nameParts();
