/* The location of a meeting: suggestions, recent places, and the place of the counterpart. */

import { suggest } from "./combobox.js";

export function setUpLocation() {
  const form = document.getElementById("meeting-form");
  const place = form.elements.place;
  const isInPerson = () => form.elements.channel.value === "in_person";
  const initial = place.value;
  // The place that the form filled in by itself.
  let proposed = form.dataset.meeting ? "" : initial;

  function setPlace(name) {
    place.value = name;
    place.dispatchEvent(new Event("input", { bubbles: true }));
  }

  suggest(place, { source: "place", onPick: (result) => setPlace(result.label) });
  for (const button of form.querySelectorAll("[name=use_place]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      setPlace(button.value);
      proposed = "";
    });
  }
  // A call has no place: what was only proposed is taken out, and put back for a meeting in person.
  for (const radio of form.elements.channel) {
    radio.addEventListener("change", () => {
      if (radio.value !== "in_person" && place.value === proposed) place.value = "";
      else if (radio.value === "in_person" && !place.value) place.value = proposed;
    });
  }
  form.addEventListener("counterpart:picked", (event) => {
    if (place.value || !isInPerson() || !event.detail.place) return;
    proposed = event.detail.place;
    setPlace(proposed);
  });
}
