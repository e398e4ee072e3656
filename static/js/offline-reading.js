/* What this device keeps for reading without a connection: the meetings of the last 30 days, and
   the briefs of stakeholders opened lately. The server leaves restricted meetings out. Wiped at
   sign-out, and the first to go when the device is full. */

import { userId } from "./device-storage.js";

const CACHE = "iomtracker-reading";
const OWNERS = "iomtracker-owners";
const MAX_AGE = 600000;
const MOST_BRIEFS = 10;
const QUEUED = /^iomtracker-form:(\d+):queue:/;
const { keptMeetingsUrl, userName } = document.body.dataset;

/** Fetch what is older than ten minutes; the brief is that of the page that is open. */
export async function keepReading() {
  if (!self.caches || !navigator.onLine) return;
  try {
    if (await isSomebodyElses()) await deleteReading();
    const cache = await caches.open(CACHE);
    await keep(cache, keptMeetingsUrl);
    const brief = document.querySelector("[data-keep-brief]")?.dataset.keepBrief;
    if (brief) await keep(cache, brief);
    for (const { address } of (await keptBriefs()).slice(MOST_BRIEFS)) await cache.delete(address);
  } catch (error) {
    if (error.name === "QuotaExceededError") await deleteReading();
  }
}

async function isSomebodyElses() {
  const cache = await caches.open(CACHE);
  const copies = await Promise.all((await cache.keys()).map((address) => cache.match(address)));
  return copies.some((copy) => copy.headers.get("x-kept-for") !== userId);
}

async function keep(cache, address) {
  const copy = await cache.match(address);
  if (copy && Date.now() - Number(copy.headers.get("x-kept-at")) < MAX_AGE) return;
  const response = await fetch(`${address}?keep`, { redirect: "manual" });
  if (!response.ok) return;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "x-kept-for": userId,
    "x-kept-at": String(Date.now()),
  };
  await cache.put(address, new Response(await response.text(), { headers }));
}

async function read(copy) {
  const html = await copy.text();
  return {
    keptAt: Number(copy.headers.get("x-kept-at")),
    size: html.length,
    content: new DOMParser().parseFromString(html, "text/html").body,
  };
}

/** Return the meetings as {keptAt, size, content}, or null. */
export async function keptMeetings() {
  const copy = await self.caches?.match(keptMeetingsUrl, { cacheName: CACHE });
  return copy ? read(copy) : null;
}

/** Return the briefs as {address, name, summary, keptAt, size, content}, the latest first. */
export async function keptBriefs() {
  const cache = await self.caches?.open(CACHE);
  const briefs = [];
  for (const request of (await cache?.keys()) || []) {
    const address = new URL(request.url).pathname;
    if (address === keptMeetingsUrl) continue;
    const brief = await read(await cache.match(request));
    briefs.push({ address, ...brief, ...brief.content.firstElementChild.dataset });
  }
  return briefs.sort((one, other) => other.keptAt - one.keptAt);
}

/** Delete all of it: somebody else may sign in here, or the room is needed. */
export async function deleteReading() {
  await self.caches?.delete(CACHE);
}

/** Remember the user's name for the time when they are signed out and something of theirs waits. */
export async function rememberOwner() {
  try {
    const cache = await self.caches?.open(OWNERS);
    await cache?.put(`/${userId}`, new Response(userName));
  } catch {
    // No room: the page says "somebody else".
  }
}

/** Return [{name, count}] for each user whose meetings wait on this device; name may be empty. */
export async function ownersOfWaiting() {
  const counts = new Map();
  for (const key of storedKeys()) {
    const owner = QUEUED.exec(key)?.[1];
    if (owner) counts.set(owner, (counts.get(owner) || 0) + 1);
  }
  const owners = [];
  for (const [owner, count] of counts) {
    const copy = await self.caches?.match(`/${owner}`, { cacheName: OWNERS });
    owners.push({ name: (await copy?.text()) || "", count });
  }
  return owners;
}

function storedKeys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** Delete the names of users, unless something of somebody waits. */
export async function forgetOwners() {
  if (!(await ownersOfWaiting()).length) await self.caches?.delete(OWNERS);
}

// What is kept for reading makes room for what is one's own.
document.addEventListener("device:full", deleteReading);
