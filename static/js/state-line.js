/* The line by the Save button that says where the text is. Seen at once, read aloud once a minute. */

const words = document.getElementById("draft-words");
const line = document.getElementById("draft-state");
const voice = document.getElementById("draft-said");
const QUIET = 60000;
let spoken = 0;
let later = 0;

line?.setAttribute("aria-live", "off");

/** Return the hour and minute as people write them. */
export function clock(at) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat("en-GB", options).format(at ? new Date(at) : new Date());
}

/** Say "saved", "device", "sending", "sent" or "nowhere"; `time` as it is shown. */
export function say(state, time = "") {
  const text = words.dataset[state].replace("{time}", time);
  const good = state !== "device" && state !== "nowhere";
  const icon = words.content.querySelector(`[data-icon="${good ? "good" : "off"}"]`).firstElementChild;
  line.classList.toggle("saved--off", !good);
  line.replaceChildren(icon.cloneNode(true), text);
  speak(text);
}

function speak(text) {
  clearTimeout(later);
  const wait = Math.max(0, spoken + QUIET - Date.now());
  later = setTimeout(() => {
    spoken = Date.now();
    voice.textContent = text;
  }, wait);
}
