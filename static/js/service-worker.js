/* The server writes above this: KEPT, the addresses of styles, font, scripts and icons, and VERSION.
   Nothing else is ever kept, but for the form itself and the places and people it offers: kept-form.js
   puts those into the cache FORM_CACHE, and takes them out at sign-out. */

const SHELL = `iomtracker-shell-${VERSION}`;
const FORM_CACHE = "iomtracker-form";
const FORM = "/meetings/new/";
const RECENT = "/suggest/recent/";
const PATIENCE = 6000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function install() {
  const cache = await caches.open(SHELL);
  await cache.addAll(KEPT);
  await self.skipWaiting();
}

/** Drop what an earlier version kept: its form asks for styles and scripts that are no more. */
async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("iomtracker-shell-") && name !== SHELL);
  for (const name of old) await caches.delete(name);
  if (old.length) await caches.delete(FORM_CACHE);
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === FORM) event.respondWith(form(request));
  else if (request.method !== "GET") return;
  else if (url.pathname === RECENT) event.respondWith(fetch(request).catch(() => kept(RECENT)));
  else if (KEPT.includes(url.pathname)) event.respondWith(asset(request));
});

async function asset(request) {
  return (await caches.match(request, { cacheName: SHELL, ignoreVary: true })) || fetch(request);
}

async function kept(path) {
  return (await caches.match(path, { cacheName: FORM_CACHE, ignoreVary: true })) || Response.error();
}

/** The form from the server; without an answer, the copy, which says by `data-kept` why it is shown. */
async function form(request) {
  const isPost = request.method === "POST";
  try {
    const answer = await (isPost ? fetch(request) : patient(request));
    return isPost && answer.status >= 500 ? (await copy("error")) || answer : answer;
  } catch {
    return (await copy(isPost ? "unsent" : "offline")) || Response.error();
  }
}

/** On a line that hangs, the copy opens after a while, unless the address asks for more than an empty form. */
async function patient(request) {
  if (new URL(request.url).search) return fetch(request);
  const wait = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));
  const hasCopy = await caches.match(FORM, { cacheName: FORM_CACHE, ignoreVary: true });
  return hasCopy ? Promise.race([fetch(request), wait]) : fetch(request);
}

async function copy(why) {
  const page = await caches.match(FORM, { cacheName: FORM_CACHE, ignoreVary: true });
  if (!page) return null;
  const text = (await page.text()).replace('id="meeting-form"', `id="meeting-form" data-kept="${why}"`);
  return new Response(text, { headers: page.headers });
}
