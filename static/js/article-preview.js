/* Shows how the meeting will read in the article, what is remarked on in its boxes, and the title
   that would be proposed: fetched when typing pauses, or a box is left. */

import { address, message } from "./page-texts.js";

const TYPING_PAUSE = 500;
const ANSWER_BUTTONS = "[data-remark-of] button";

/** Keep them up to date. */
export function setUpPreview() {
  const form = document.getElementById("meeting-form");
  const card = document.getElementById("reading");
  const fragment = card.querySelector("[data-fragment]");
  const proposal = document.getElementById("title-proposed");
  const slots = [...form.querySelectorAll("[data-remark]")];
  const boxes = document.getElementById("publicly");
  const bar = form.querySelector(".savebar");
  let height = takenUp();
  let remarks = new Map();
  let renewedAt;
  let wasTouched = false;
  let timer;
  let pending;

  async function update() {
    clearTimeout(timer);
    timer = undefined;
    pending?.abort();
    pending = new AbortController();
    const { signal } = pending;
    const body = new FormData(form);
    body.delete("upload");
    try {
      const response = await fetch(address("preview"), { method: "POST", body, signal });
      if (response.ok && !response.redirected) show(await response.text());
    } catch {
      if (!signal.aborted) showThatItWaits();
    }
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    showTitle(page.querySelector("[data-title]").textContent);
    const found = [...page.querySelectorAll("[data-remark-of]")];
    remarks = new Map(found.map((remark) => [remark.dataset.remarkOf, remark]));
    const before = fragment.textContent;
    showRemarks();
    fragment.replaceChildren(...page.querySelector("[data-reading]").children);
    keepInSight();
    renewedAt = new Date();
    if (wasTouched && fragment.textContent !== before) announce();
  }

  function takenUp() {
    return boxes.offsetHeight + bar.offsetHeight;
  }

  /** Scroll on when what has the focus was pushed behind the bar at the foot of the page. */
  function keepInSight() {
    const grown = takenUp() - height;
    height = takenUp();
    const focused = document.activeElement;
    if (grown <= 0 || !form.contains(focused)) return;
    const hidden = focused.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
    if (hidden > 0 && hidden < window.innerHeight) focused.scrollIntoView({ block: "nearest" });
  }

  function showTitle(title) {
    proposal.querySelector("[data-title]").textContent = title;
    proposal.hidden = !title || Boolean(form.elements.title.value);
  }

  /** Put each remark under its box; not while somebody writes in it. */
  function showRemarks() {
    for (const slot of slots) {
      const box = form.elements[slot.dataset.remark];
      const remark = remarks.get(slot.dataset.remark);
      if (remark && slot.firstElementChild?.isEqualNode(remark)) continue;
      const isLeft = document.activeElement !== box;
      slot.replaceChildren(...(remark && isLeft ? [remark.cloneNode(true)] : []));
      describe(box, slot);
    }
  }

  function describe(box, slot) {
    const ids = (box.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
    const others = ids.filter((id) => id !== slot.id);
    const all = slot.firstElementChild ? [...others, slot.id] : others;
    if (all.length) box.setAttribute("aria-describedby", all.join(" "));
    else box.removeAttribute("aria-describedby");
  }

  function announce() {
    const status = card.querySelector("[data-renewed]");
    status.textContent = "";
    setTimeout(() => {
      status.textContent = message("renewed");
    }, 50);
  }

  /** Leave the last preview, and say of when it is. */
  function showThatItWaits() {
    const note = fragment.querySelector(".note") || document.createElement("p");
    note.className = "note";
    const time = renewedAt?.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    note.textContent = `${time ? message("asItWas", { time }) : ""} ${message("waits")}`.trim();
    fragment.append(note);
  }

  function schedule(event) {
    wasTouched ||= Boolean(event);
    clearTimeout(timer);
    timer = setTimeout(update, TYPING_PAUSE);
  }

  function answer(event) {
    const button = event.target.closest(ANSWER_BUTTONS);
    if (!button) return;
    event.preventDefault();
    const box = form.elements[button.closest("[data-remark]").dataset.remark];
    const target = button.name.startsWith("use_") ? form.elements[button.name.slice(4)] : null;
    if (target) target.value = button.value;
    else form.elements.answers.value = `${form.elements.answers.value} ${button.value}`.trim();
    box.focus({ preventScroll: true });
    (target || form.elements.answers).dispatchEvent(new Event("input", { bubbles: true }));
    remarks.delete(box.name);
    showRemarks();
    update();
  }

  card.querySelector("[name=show_reading]").hidden = true;
  for (const type of ["input", "change", "form:restored"]) form.addEventListener(type, schedule);
  form.addEventListener("focusout", (event) => {
    if (!slots.some((slot) => slot.dataset.remark === event.target.name)) return;
    if (timer) update();
    else setTimeout(showRemarks);
  });
  form.addEventListener("click", answer);
  const observer = new ResizeObserver(keepInSight);
  for (const part of [boxes, bar]) observer.observe(part);
  schedule();
}
