/* Shows how the meeting will read in the monthly review, and the title that would be proposed:
   fetched when typing pauses. */

import { address } from "./page-texts.js";

const TYPING_PAUSE = 900;

/** Keep both up to date while they can be seen. */
export function setUpPreview() {
  const form = document.getElementById("meeting-form");
  const card = document.getElementById("reading");
  const proposal = document.getElementById("title-proposed");
  const details = proposal.closest("details");
  let timer;
  let pending;

  async function update() {
    pending?.abort();
    pending = new AbortController();
    const body = new FormData(form);
    body.delete("upload");
    try {
      const options = { method: "POST", body, signal: pending.signal };
      const response = await fetch(address("preview"), options);
      if (response.ok && !response.redirected) show(await response.text());
    } catch {
      // Without a connection the last preview stays.
    }
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const title = page.querySelector("[data-title]");
    proposal.querySelector("[data-title]").textContent = title.textContent;
    proposal.hidden = !title.textContent || Boolean(form.elements.title.value);
    title.remove();
    card.querySelector("[data-fragment]").replaceChildren(...page.body.children);
    card.hidden = false;
  }

  function schedule() {
    clearTimeout(timer);
    const isWide = window.matchMedia("(min-width: 1020px)").matches;
    if (isWide || details.open) timer = setTimeout(update, TYPING_PAUSE);
  }

  for (const type of ["input", "change", "form:restored"]) form.addEventListener(type, schedule);
  details.addEventListener("toggle", schedule);
  schedule();
}
