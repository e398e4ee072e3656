/* The line beside the Save button that says where the text is kept. It follows from what is known;
   of several things the gravest is said. Shown at once, but read aloud at most once a minute;
   what needs doing at once is read at once. */

import { isConnected, isSignedOut } from "./server.js";
import { timeOfDay } from "./times.js";

const texts = document.getElementById("draft-words");
const line = document.getElementById("draft-state");
const liveRegion = document.getElementById("draft-said");
const errorRegion = document.getElementById("draft-failed");
const MIN_INTERVAL = 60000;
const URGENT = ["full", "unavailable", "signedOut", "large", "review", "server", "wait"];
let announcedAt = 0;
let timer = 0;
let shown = "";

/* storage: "ok", "full" or "unavailable". held: {problem, retryAt}, of a meeting that was
   saved, or of a draft. isSending: the meeting itself. photo: {number, of} while photos go.
   isSent: the server has the meeting. otherTab: when another tab wrote this form. isRenewed:
   the site was. keptAt and savedAt: since when the device and the server have what is in the
   form. */
const facts = { storage: "ok", held: {} };

line?.setAttribute("aria-live", "off");

/** Say what has changed, and show the line that follows. */
export function setFacts(changes) {
  Object.assign(facts, changes);
  if (line) show(describe());
}

/** Return the line as [name of its text, values, look]. */
function describe() {
  const { held, savedAt } = facts;
  if (facts.isSent) return ["sent", {}, "good", "check"];
  const next = { time: timeOfDay(held.retryAt) };
  if (facts.storage !== "ok" && !savedAt) return [facts.storage, {}, "bad"];
  if (facts.keptAt && isSignedOut()) return ["signedOut", {}, "off", "lock"];
  if (held.problem === "large") return ["large", {}, "bad"];
  if (held.problem === "review") return ["review", {}, "bad"];
  if (held.problem === "server") return ["server", next, "off", "clock"];
  if (held.problem === "wait") return ["wait", next, "off", "clock"];
  if (facts.keptAt && !savedAt && !isConnected()) {
    return ["device", { time: timeOfDay(facts.keptAt) }, "off", "offline"];
  }
  if (facts.isSending && facts.photo) return ["photo", facts.photo, "busy", "upload"];
  if (facts.isSending) return ["sending", {}, "busy", "upload"];
  if (facts.otherTab) return ["tab", { time: timeOfDay(facts.otherTab) }, "off", "copy"];
  if (facts.isRenewed && (facts.keptAt || savedAt)) return ["renewed", {}, "off", "info"];
  if (savedAt) return ["saved", { time: savedAt }, "good", "check"];
  if (facts.keptAt) return ["kept", {}, "busy", "upload"];
  return [facts.isWriting ? "" : "empty", {}, "none", "pencil"];
}

function show([name, values, look, icon = "warning"]) {
  const text = name && texts.dataset[name].replace(/\{(\w+)\}/g, (_all, key) => values[key]);
  if (text === shown) return;
  shown = text;
  line.className = `savebar__state saved saved--${look}`;
  line.replaceChildren(...(text ? [part(`icon="${icon}"`), text] : []));
  if (name === "tab") line.append(" ", part('do="show-other"'));
  if (URGENT.includes(name)) announce(errorRegion, text);
  else announceLater(text);
}

function part(selector) {
  return texts.content.querySelector(`[data-${selector}]`).cloneNode(true);
}

function announce(region, text) {
  clearTimeout(timer);
  announcedAt = Date.now();
  region.textContent = text;
}

function announceLater(text) {
  clearTimeout(timer);
  errorRegion.textContent = "";
  const wait = Math.max(0, announcedAt + MIN_INTERVAL - Date.now());
  timer = setTimeout(() => announce(liveRegion, text), wait);
}
