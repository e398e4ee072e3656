/* Single keys that open pages, told by data-keys in the page: n, /, g then a letter, e, ?.
   j and k move between the rows of a list (data-row). Ctrl+Enter saves a form, always. */

const FIELDS = "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], dialog";
const PAUSE = 3000;
let begun = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return save(event);
  if (document.body.dataset.shortcuts !== "on" || event.ctrlKey || event.altKey || event.metaKey || event.repeat && !"jk".includes(event.key)) return;
  if (event.target.closest?.(FIELDS)) return;
  const done = event.key === "j" ? move(1) : event.key === "k" ? move(-1) : press(event.key);
  if (done) event.preventDefault();
});

/* Follow what the page has under this key, or under "g" and this key. */
function press(key) {
  const after = Date.now() - begun < PAUSE;
  begun = 0;
  if (!after && key === "g") {
    begun = Date.now();
    return true;
  }
  return open(after ? `g ${key}` : key);
}

function open(keys) {
  const found = [...document.querySelectorAll("[data-keys]")].filter((one) => one.dataset.keys === keys);
  const box = found.filter((one) => one.matches("input") && one.checkVisibility()).pop();
  if (box) {
    box.focus();
    box.select();
    return true;
  }
  const link = found.find((one) => one.matches("a"));
  if (!link || link.pathname === location.pathname) return false;
  location.assign(link.href);
  return true;
}

function move(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest" });
  return true;
}

function save(event) {
  const form = event.target.closest?.("form[method=post]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("[data-save]") || form.querySelector("button.btn:not([type=button], .btn--2, .btn--link)");
  if (button) form.requestSubmit(button);
  else form.requestSubmit();
}
