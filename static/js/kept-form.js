/* The copy of the empty form that opens without a connection. It names its reader, so it goes at sign-out. */

import { user } from "./device.js";

const CACHE = "iomtracker-form";
const FORM = "/meetings/new/";
const FRESH = 3600000;

async function isFresh(cache) {
  const kept = await cache.match(FORM);
  const at = Number(kept?.headers.get("x-kept-at"));
  return Boolean(kept) && kept.headers.get("x-kept-for") === user && Date.now() - at < FRESH;
}

/** Keep a copy of the form, its places and recent stakeholders, unless there is one of this hour. */
export async function keepForm() {
  if (!self.caches || !navigator.onLine) return;
  try {
    const cache = await caches.open(CACHE);
    if (await isFresh(cache)) return;
    const form = await fetch(FORM, { redirect: "manual" });
    if (!form.ok) return;
    const headers = new Headers({ "x-kept-for": user, "x-kept-at": String(Date.now()) });
    for (const name of ["content-type", "content-security-policy"]) {
      if (form.headers.has(name)) headers.set(name, form.headers.get(name));
    }
    const text = await form.text();
    await cache.put(FORM, new Response(text, { headers }));
    const recent = text.match(/ data-recent-url="([^"]+)"/)?.[1];
    if (recent) await cache.add(recent);
  } catch {
    // No room or no connection: the form just doesn't open offline.
  }
}

/** Drop the copy: somebody else may sign in here. */
export async function forgetForm() {
  await self.caches?.delete(CACHE);
}
