/* Results while typing, under a search box. Without this script the box is an ordinary form. */

const WAIT = 180;
let boxes = 0;

for (const form of document.querySelectorAll("form[data-quick]")) attach(form);

function attach(form) {
  const input = form.querySelector("input[type=search]");
  const id = `quick-list-${++boxes}`;
  const list = Object.assign(document.createElement("ul"), { id, className: "combo__list quicklist", hidden: true });
  const status = Object.assign(document.createElement("p"), { className: "vh" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent.trim());
  status.setAttribute("role", "status");
  input.parentElement.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) {
    input.setAttribute(name, value);
  }
  const box = { form, input, list, status, asked: 0, timer: 0 };
  input.addEventListener("input", () => later(box));
  input.addEventListener("keydown", (event) => onKey(box, event));
  input.addEventListener("blur", () => close(box));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
}

function later(box) {
  clearTimeout(box.timer);
  box.timer = setTimeout(() => ask(box), WAIT);
}

async function ask(box) {
  const text = box.input.value.trim();
  const number = ++box.asked;
  if (text.length < 2) return close(box);
  const address = `${box.form.dataset.quick}?q=${encodeURIComponent(text)}`;
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || number !== box.asked || document.activeElement !== box.input) return;
  show(box, await answer.text());
}

function show(box, html) {
  box.list.innerHTML = html;
  const options = optionsOf(box);
  options.forEach((option) => { option.id = `${box.list.id}-${option.id}`; });
  box.list.hidden = !options.length;
  box.input.setAttribute("aria-expanded", String(Boolean(options.length)));
  box.input.removeAttribute("aria-activedescendant");
  box.status.textContent = options[0]?.dataset.count || "";
}

function onKey(box, event) {
  if (event.isComposing || box.list.hidden) return;
  const options = optionsOf(box);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") select(box, options, at + 1 < options.length ? at + 1 : 0);
  else if (event.key === "ArrowUp") select(box, options, at > 0 ? at - 1 : options.length - 1);
  else if (event.key === "Escape") close(box);
  else if (event.key === "Enter" && at >= 0 && !event.ctrlKey) go(options[at]);
  else return;
  event.preventDefault();
}

function select(box, options, at) {
  options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
  box.input.setAttribute("aria-activedescendant", options[at].id);
  options[at].scrollIntoView({ block: "nearest" });
}

function close(box) {
  clearTimeout(box.timer);
  box.asked += 1;
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}

function go(option) {
  if (option) location.assign(option.dataset.href);
}

function optionsOf(box) {
  return [...box.list.querySelectorAll("[role=option]")];
}
