/* The line beside the Save button that says where the text is kept. It is shown at once, but read
   aloud by screen readers at most once a minute. */

const texts = document.getElementById("draft-words");
const line = document.getElementById("draft-state");
const liveRegion = document.getElementById("draft-said");
const MIN_INTERVAL = 60000;
const NOT_ON_SERVER = ["device", "nowhere"];
let announcedAt = 0;
let timer = 0;

line?.setAttribute("aria-live", "off");

/** Show a state: "saved", "device", "sending", "sent" or "nowhere", with the time it concerns. */
export function showStatus(state, time = "") {
  const text = texts.dataset[state].replace("{time}", time);
  const isGood = !NOT_ON_SERVER.includes(state);
  const icon = texts.content.querySelector(`[data-icon="${isGood ? "good" : "off"}"]`);
  line.classList.toggle("saved--off", !isGood);
  line.replaceChildren(icon.firstElementChild.cloneNode(true), text);
  announceLater(text);
}

export function clearStatus() {
  line.replaceChildren();
}

function announceLater(text) {
  clearTimeout(timer);
  const wait = Math.max(0, announcedAt + MIN_INTERVAL - Date.now());
  timer = setTimeout(() => {
    announcedAt = Date.now();
    liveRegion.textContent = text;
  }, wait);
}
