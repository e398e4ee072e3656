/* Names that are here already and look like a new one: looked up while it is written. */

import { meetingDay } from "./dates.js";
import { address, message } from "./page-texts.js";

const MAX_SIMILAR = 3;

/** Return the suggestions that look like `name`; undefined where nothing can be compared. */
export async function fetchSimilar(name) {
  if (!name) return [];
  try {
    const response = await fetch(address("who", { q: name, alike: 1, on: meetingDay() }));
    return (await response.json()).results;
  } catch {
    // Without a connection nothing is compared here; the server compares when it saves.
    return undefined;
  }
}

function similarItem(result, onUse) {
  const item = document.createElement("li");
  const name = document.createElement("b");
  const button = document.createElement("button");
  name.textContent = result.label;
  button.type = "button";
  button.className = "btn btn--link";
  button.textContent = message("use");
  button.setAttribute("aria-label", `${message("use")}: ${result.label}`);
  button.addEventListener("click", () => onUse(result));
  item.append(name, result.detail ? `, ${result.detail}. ` : ". ", button);
  return item;
}

/** Show the first of `results` in `section`, which is hidden when there are none. */
export function showSimilar(section, results, onUse) {
  const items = results.slice(0, MAX_SIMILAR).map((result) => similarItem(result, onUse));
  section.querySelector("[data-options]").replaceChildren(...items);
  section.hidden = !items.length;
}
