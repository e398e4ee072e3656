/* A copy of the empty form that opens without a connection. It names its reader, so it is deleted
   at sign-out. */

import { userId } from "./device-storage.js";

const CACHE = "iomtracker-form";
const MAX_AGE = 3600000;
const KEPT_HEADERS = ["content-type", "content-security-policy"];
const formUrl = document.body.dataset.newMeetingUrl;

async function isFresh(cache) {
  const copy = await cache.match(formUrl);
  const age = Date.now() - Number(copy?.headers.get("x-kept-at"));
  return Boolean(copy) && copy.headers.get("x-kept-for") === userId && age < MAX_AGE;
}

/** Keep a copy of the form and of recent places and stakeholders, unless it is recent enough. */
export async function keepForm() {
  if (!self.caches || !navigator.onLine) return;
  try {
    const cache = await caches.open(CACHE);
    if (await isFresh(cache)) return;
    const response = await fetch(formUrl, { redirect: "manual" });
    if (!response.ok) return;
    const html = await response.text();
    await cache.put(formUrl, new Response(html, { headers: headersOf(response) }));
    const recentUrl = recentUrlIn(html);
    if (recentUrl) await cache.add(recentUrl);
  } catch {
    // No space or no connection: the form just doesn't open offline.
  }
}

function headersOf(response) {
  const headers = new Headers({ "x-kept-for": userId, "x-kept-at": String(Date.now()) });
  for (const name of KEPT_HEADERS) {
    if (response.headers.has(name)) headers.set(name, response.headers.get(name));
  }
  return headers;
}

function recentUrlIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("[data-recent-url]")?.dataset.recentUrl;
}

/** Delete the copy: somebody else may sign in here. */
export async function deleteForm() {
  await self.caches?.delete(CACHE);
}
