/* The page in place of any that can't be fetched: what waits on this device, what can be read, and
   the connection when it is back. */

import { listEntries, userId } from "./device-storage.js";
import { startSending } from "./offline-queue.js";
import { deleteReading, keptBriefs, keptMeetings, ownersOfWaiting } from "./offline-reading.js";
import { fetchStatus } from "./server.js";
import { dayAndTime, timeOfDay } from "./times.js";
import "./unsent-list.js";

const CHECK_INTERVAL = 15000;
const PROBE = "iomtracker-probe";
const PROBE_LENGTH = 20000;
const texts = document.getElementById("offline-page").dataset;
const { newMeetingUrl } = document.body.dataset;
const title = document.querySelector("#main h1");
let waitingAtFirst = listEntries("queue").length;
let sentCount = 0;
let isConnected = false;

const show = (id, isShown = true) => (document.getElementById(id).hidden = !isShown);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_match, key) => values[key] ?? "");

function asOf(timestamp) {
  const moment = new Date(timestamp);
  const isToday = moment.toDateString() === new Date().toDateString();
  const time = isToday ? fill(texts.today, { time: timeOfDay(moment) }) : dayAndTime(moment);
  return fill(texts.asOf, { time });
}

/** Links lead to the page that was wanted; where it is this page itself, they lead home. */
function setUpLinks() {
  if (!userId && location.pathname === texts.url) return;
  for (const link of document.querySelectorAll("[data-again]")) {
    link.href = location.pathname + location.search;
  }
}

async function showMeetings() {
  const kept = await keptMeetings();
  show("kept-meetings", Boolean(kept));
  show("no-meetings", !kept);
  if (!kept) return 0;
  const section = document.getElementById("kept-meetings");
  section.querySelector("[data-as-of]").textContent = asOf(kept.keptAt);
  section.querySelector("[data-meetings]").replaceChildren(...kept.content.children);
  const wanted = [...section.querySelectorAll("details")].find(
    ({ dataset }) => dataset.address === location.pathname,
  );
  if (wanted) {
    wanted.open = true;
    wanted.scrollIntoView({ block: "center" });
  }
  return kept.size;
}

async function showBriefs() {
  const briefs = await keptBriefs();
  const items = briefs.map(({ address, name, summary }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "t-link";
    link.href = address;
    link.textContent = name;
    const about = document.createElement("span");
    about.className = "sub";
    about.textContent = summary;
    item.append(link, document.createElement("br"), about);
    return item;
  });
  document.querySelector("#kept-briefs ul").replaceChildren(...items);
  show("kept-briefs", items.length > 0);
  const wanted = briefs.find(({ address }) =>
    [address, address.replace(/brief\/$/, "")].includes(location.pathname),
  );
  show("kept-brief", Boolean(wanted));
  if (wanted) showBrief(wanted);
  return briefs.reduce((size, brief) => size + brief.size, 0);
}

function showBrief({ name, keptAt, content }) {
  const section = document.getElementById("kept-brief");
  section.querySelector("h2").textContent = name;
  section.querySelector("[data-as-of]").textContent = asOf(keptAt);
  section.querySelector("[data-brief]").replaceChildren(...content.children);
}

async function showReading() {
  const size = (await showMeetings()) + (await showBriefs());
  const isFull = isDeviceFull();
  show("device-full", isFull);
  show("make-room", isFull && size > 0);
  document.querySelector("[data-size]").textContent = `${Math.ceil(size / 1000)} kB`;
}

function isDeviceFull() {
  try {
    localStorage.setItem(PROBE, "x".repeat(PROBE_LENGTH));
    localStorage.removeItem(PROBE);
    return false;
  } catch (error) {
    return error.name === "QuotaExceededError";
  }
}

function showWaiting() {
  const isAnything = document.querySelector("#waiting ul").children.length > 0;
  show("nothing-waits", !isAnything);
}

async function showNobody() {
  title.textContent = texts.signedOut;
  document.title = texts.signedOut;
  show("signed-in", false);
  show("nobody");
  const lines = (await ownersOfWaiting()).map(({ name, count }) =>
    fill(count === 1 ? texts.waitsOne : texts.waitsMany, { name: name || texts.somebody, count }),
  );
  show("others-wait", lines.length > 0);
  document.querySelector("#others-wait b").textContent = lines.join(" ");
}

async function check() {
  if (isConnected || !navigator.onLine) return;
  const { state } = await fetchStatus();
  if (state !== "offline") showConnected();
}

function showConnected() {
  isConnected = true;
  title.textContent = texts.connected;
  document.title = texts.connected;
  for (const part of document.querySelectorAll("[data-without]")) part.hidden = true;
  show("nobody", false);
  show("offbar", false);
  show("connected");
  showCount();
}

function showCount() {
  const text = sentCount ? fill(texts.sent, { sent: sentCount, all: waitingAtFirst }) : "";
  document.querySelector("#connected [data-count]").textContent = text;
}

async function start() {
  setUpLinks();
  addEventListener("online", check);
  document.addEventListener("visibilitychange", check);
  setInterval(check, CHECK_INTERVAL);
  if (!userId) {
    await showNobody();
    return check();
  }
  document.addEventListener("device:changed", ({ detail }) => {
    if (detail.sent) sentCount += 1;
    waitingAtFirst = Math.max(waitingAtFirst, sentCount);
    showCount();
    showWaiting();
  });
  document.querySelector("[data-remove-kept]").addEventListener("click", async () => {
    await deleteReading();
    await showReading();
  });
  showWaiting();
  startSending();
  const form = await self.caches?.match(newMeetingUrl, { cacheName: "iomtracker-form" });
  show("log", Boolean(form));
  await showReading();
  return check();
}

start();
