/* Where it was: suggestions, places used lately by one tap, and the place of who was picked. */

import { suggest } from "./combobox.js";

/** Bring the box to life. */
export function start() {
  const form = document.getElementById("meeting-form");
  const place = form.elements.place;
  const given = place.value;
  let offered = form.dataset.meeting ? "" : given;

  function put(text) {
    place.value = text;
    place.dispatchEvent(new Event("input", { bubbles: true }));
  }

  suggest(place, { source: "place", onPick: (result) => put(result.label) });
  for (const button of form.querySelectorAll("[name=use_place]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      put(button.value);
      offered = "";
    });
  }
  // Nobody goes anywhere for a call: what was only offered is taken back, and offered again.
  for (const radio of form.elements.channel) {
    radio.addEventListener("change", () => {
      if (radio.value !== "in_person" && place.value === offered) place.value = "";
      else if (radio.value === "in_person" && !place.value) place.value = offered;
    });
  }
  form.addEventListener("with:picked", (event) => {
    if (place.value || form.elements.channel.value !== "in_person" || !event.detail.place) return;
    offered = event.detail.place;
    put(offered);
  });
}
