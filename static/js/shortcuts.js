/* Keyboard shortcuts. A key, or "g" and a key, opens the link or focuses the search box whose
   data-keys name it; j and k move between the rows of a list (data-row). Ctrl+Enter saves a form,
   also for those who have turned the single keys off. */

const FIELDS =
  "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], dialog";
const SAVE_BUTTONS = ["[data-save]", "button.btn:not([type=button], .btn--2, .btn--link)"];
const SEQUENCE_TIMEOUT = 3000;
const STEPS = { j: 1, k: -1 };
let sequenceStart = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    saveForm(event);
    return;
  }
  const hasModifier = event.ctrlKey || event.altKey || event.metaKey;
  if (document.body.dataset.shortcuts !== "on" || hasModifier) return;
  const step = STEPS[event.key];
  if ((event.repeat && !step) || event.target.closest?.(FIELDS)) return;
  const isHandled = step ? moveFocus(step) : handleKey(event.key);
  if (isHandled) event.preventDefault();
});

/** Follow this key, or "g" and this key; return whether the page has such a shortcut. */
function handleKey(key) {
  const isSequence = Date.now() - sequenceStart < SEQUENCE_TIMEOUT;
  sequenceStart = 0;
  if (!isSequence && key === "g") {
    sequenceStart = Date.now();
    return true;
  }
  return follow(isSequence ? `g ${key}` : key);
}

function follow(keys) {
  const targets = [...document.querySelectorAll("[data-keys]")].filter(
    (element) => element.dataset.keys === keys,
  );
  const inputs = targets.filter((element) => element.matches("input") && element.checkVisibility());
  if (inputs.length) {
    inputs.at(-1).focus();
    inputs.at(-1).select();
    return true;
  }
  const link = targets.find((element) => element.matches("a"));
  if (!link || link.pathname === location.pathname) return false;
  location.assign(link.href);
  return true;
}

/** Focus the next (1) or previous (-1) row of the list. */
function moveFocus(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  if (!rows.length) return false;
  const last = rows.length - 1;
  const current = rows.indexOf(document.activeElement);
  const start = step > 0 ? 0 : last;
  const next = current < 0 ? start : Math.min(last, Math.max(0, current + step));
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest" });
  return true;
}

function saveForm(event) {
  const form = event.target.closest?.("form[method=post]");
  if (!form) return;
  event.preventDefault();
  const buttons = SAVE_BUTTONS.map((selector) => form.querySelector(selector));
  form.requestSubmit(buttons.find(Boolean));
}
