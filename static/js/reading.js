/* How it will read in the review, and the title that would be written: asked when typing pauses. */

import { address } from "./words.js";

const PAUSE = 900;

/** Keep both up to date while somebody can see them. */
export function start() {
  const form = document.getElementById("meeting-form");
  const card = document.getElementById("reading");
  const title = document.getElementById("title-proposed");
  const more = title.closest("details");
  let timer;
  let stop;

  async function renew() {
    stop?.abort();
    stop = new AbortController();
    const data = new FormData(form);
    data.delete("upload");
    try {
      const answer = await fetch(address("preview"), { method: "POST", body: data, signal: stop.signal });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch {
      // Without a connection the last text stays.
    }
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const written = page.querySelector("[data-title]");
    title.querySelector("[data-title]").textContent = written.textContent;
    title.hidden = !written.textContent || Boolean(form.elements.title.value);
    written.remove();
    card.querySelector("[data-fragment]").replaceChildren(...page.body.children);
    card.hidden = false;
  }

  function soon() {
    clearTimeout(timer);
    const wide = window.matchMedia("(min-width: 1020px)").matches;
    if (wide || more.open) timer = setTimeout(renew, PAUSE);
  }

  for (const event of ["input", "change", "form:restored"]) form.addEventListener(event, soon);
  more.addEventListener("toggle", soon);
  soon();
}
