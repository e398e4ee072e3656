/* The place of a meeting: offered from where the counterparts are and from places used lately,
   found while typing, or kept as it was written. What was only offered goes with its reason. */

import { announce } from "./announcements.js";
import { suggest } from "./combobox.js";

const MOST_OFFERS = 3;
const form = document.getElementById("meeting-form");
const section = document.getElementById("where");
const parts = {
  chosen: section.querySelector("[data-chosen]"),
  offers: section.querySelector("[data-offers]"),
  takenOut: section.querySelector("[data-taken-out]"),
  combo: section.querySelector(".combo"),
};
const { place, place_for: placeFor } = form.elements;
// What is offered, by what it is offered for: "o12" (where an organisation is), or a day of use.
const known = new Map();

function text(name, values) {
  return section.dataset[name].replace(/\{(\w+)\}/g, (_match, key) => values[key]);
}

/** Return the key of the organisation in "o12" or "p34.12"; an empty text for a person alone. */
function organisationKey(value) {
  const [, number] = value.match(/^(?:o|p\d+\.)(\d+)$/) || [];
  return number ? `o${number}` : "";
}

function metKeys() {
  const boxes = [...form.querySelectorAll('[name^="with-"][name$="-picked"]')];
  return boxes.map((box) => organisationKey(box.value)).filter(Boolean);
}

function isInPerson() {
  return form.elements.channel.value === "in_person";
}

function currentOffers() {
  const met = metKeys().filter((key) => known.has(key));
  const used = [...known.keys()].filter((key) => !key.startsWith("o"));
  const byName = new Map();
  for (const key of [...met, ...used]) {
    const offer = known.get(key);
    if (!byName.has(offer.name)) byName.set(offer.name, offer);
  }
  return isInPerson() ? [...byName.values()].slice(0, MOST_OFFERS) : [];
}

function offerButton({ key, name, reason }) {
  const button = document.createElement("button");
  const small = document.createElement("small");
  button.type = "button";
  button.className = "offer";
  button.dataset.key = key;
  small.textContent = reason;
  button.append(name, small);
  button.addEventListener("click", () => choose(name, key));
  return button;
}

function showOffers() {
  const shown = [...parts.offers.children].map((button) => button.dataset.key).join();
  const offers = currentOffers();
  if (shown !== offers.map((offer) => offer.key).join()) {
    parts.offers.replaceChildren(...offers.map(offerButton));
  }
}

/** Show the place as a value where one was chosen, else the box and what is offered. */
function render(isChosen) {
  parts.chosen.hidden = !isChosen;
  parts.combo.hidden = isChosen;
  parts.offers.hidden = isChosen || Boolean(place.value);
  parts.chosen.querySelector("[data-name]").textContent = place.value;
  parts.chosen.querySelector("[data-reason]").textContent = known.get(placeFor.value)?.reason ?? "";
  showOffers();
}

function setPlace(name, key) {
  placeFor.value = key;
  place.value = name;
  place.dispatchEvent(new Event("input", { bubbles: true }));
  render(Boolean(name));
}

function choose(name, key) {
  parts.takenOut.hidden = true;
  setPlace(name, key);
  parts.chosen.querySelector("button").focus();
}

/** Take out a place that was only offered, and say why. */
function takeOut(reason) {
  const { organisation } = known.get(placeFor.value) || {};
  const name = reason === "removedSeat" && !organisation ? "removedOther" : reason;
  const words = text(name, { place: place.value, name: organisation });
  setPlace("", "");
  parts.takenOut.querySelector("span").textContent = words;
  parts.takenOut.hidden = false;
  announce(words);
}

function rememberSeat(result) {
  const key = organisationKey(result.value);
  if (!key || !result.place) return;
  const organisation = result.organisation || result.label;
  const reason = text("reasonSeat", { name: organisation });
  known.set(key, { key, name: result.place, reason, organisation });
  showOffers();
}

function checkSeat() {
  if (placeFor.value.startsWith("o") && !metKeys().includes(placeFor.value)) takeOut("removedSeat");
  showOffers();
}

export function setUpLocation() {
  for (const button of parts.offers.querySelectorAll("[data-key]")) {
    const name = button.value;
    const { key, organisation } = button.dataset;
    // In a copy that the device kept, "used yesterday" need not be true any more.
    const isStale = form.dataset.copyReason && !organisation;
    const reason = isStale ? "" : button.querySelector("small").textContent;
    known.set(key, { key, name, reason, organisation });
  }
  suggest(place, {
    source: "place",
    onPick: (result) => choose(result.label, ""),
    more: "keepPlace",
    onMore: (written) => choose(written, ""),
  });
  place.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    placeFor.value = "";
    parts.takenOut.hidden = true;
    parts.offers.hidden = Boolean(place.value);
  });
  parts.chosen.querySelector("button").addEventListener("click", () => {
    setPlace("", "");
    place.focus();
  });
  document.getElementById("when").addEventListener("change", () => {
    if (placeFor.value) takeOut("removedDay");
  });
  for (const radio of form.elements.channel) {
    radio.addEventListener("change", () => {
      if (placeFor.value && !isInPerson()) takeOut("removedCall");
      showOffers();
    });
  }
  form.addEventListener("counterpart:picked", (event) => rememberSeat(event.detail));
  form.addEventListener("input", checkSeat);
  form.addEventListener("form:restored", () => {
    parts.takenOut.hidden = true;
    render(Boolean(place.value));
  });
  const isWrong = section.classList.contains("field--err");
  parts.offers.replaceChildren();
  render(Boolean(place.value) && !isWrong);
}
