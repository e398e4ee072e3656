/* Shows results under a search box while typing. Without scripts the box is an ordinary form. */

const TYPING_PAUSE = 180;
const MIN_LENGTH = 2;
let boxCount = 0;

for (const form of document.querySelectorAll("form[data-quick]")) setUp(form);

function setUp(form) {
  const input = form.querySelector("input[type=search]");
  const list = createList(form);
  const status = Object.assign(document.createElement("p"), { className: "vh" });
  status.setAttribute("role", "status");
  input.parentElement.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  const box = { url: form.dataset.quick, input, list, status, requestNumber: 0, timer: 0 };
  input.addEventListener("input", () => onInput(box));
  input.addEventListener("keydown", (event) => onKeydown(box, event));
  input.addEventListener("blur", () => close(box));
  // The box keeps the focus while a result is tapped.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => open(event.target.closest("[role=option]")));
}

function createList(form) {
  const list = document.createElement("ul");
  list.id = `quick-list-${(boxCount += 1)}`;
  list.className = "combo__list quicklist";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent.trim());
  return list;
}

function onInput(box) {
  clearTimeout(box.timer);
  box.timer = setTimeout(() => update(box), TYPING_PAUSE);
}

async function update(box) {
  const text = box.input.value.trim();
  box.requestNumber += 1;
  const number = box.requestNumber;
  if (text.length < MIN_LENGTH) {
    close(box);
    return;
  }
  const url = `${box.url}?q=${encodeURIComponent(text)}`;
  const headers = { "X-Requested-With": "fetch" };
  const response = await fetch(url, { headers }).catch(() => null);
  const isCurrent = number === box.requestNumber && document.activeElement === box.input;
  if (response?.ok && !response.redirected && isCurrent) show(box, await response.text());
}

function show(box, html) {
  box.list.innerHTML = html;
  const options = optionsOf(box);
  for (const option of options) option.id = `${box.list.id}-${option.id}`;
  box.list.hidden = !options.length;
  box.input.setAttribute("aria-expanded", String(Boolean(options.length)));
  box.input.removeAttribute("aria-activedescendant");
  box.status.textContent = options[0]?.dataset.count || "";
}

function onKeydown(box, event) {
  if (event.isComposing || box.list.hidden) return;
  const options = optionsOf(box);
  const last = options.length - 1;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") select(box, options, at < last ? at + 1 : 0);
  else if (event.key === "ArrowUp") select(box, options, at > 0 ? at - 1 : last);
  else if (event.key === "Escape") close(box);
  else if (event.key === "Enter" && at >= 0 && !event.ctrlKey) open(options[at]);
  else return;
  event.preventDefault();
}

function select(box, options, at) {
  options.forEach((option, number) => {
    option.setAttribute("aria-selected", String(number === at));
  });
  box.input.setAttribute("aria-activedescendant", options[at].id);
  options[at].scrollIntoView({ block: "nearest" });
}

function close(box) {
  clearTimeout(box.timer);
  box.requestNumber += 1;
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}

function open(option) {
  if (option) location.assign(option.dataset.href);
}

function optionsOf(box) {
  return [...box.list.querySelectorAll("[role=option]")];
}
