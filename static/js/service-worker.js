/* The server writes constants above this script: KEPT (the addresses of styles, fonts, scripts and
   icons), VERSION, FORM (the address of the empty meeting form), RECENT (recent places and
   stakeholders), OFFLINE (the page in place of any that can't be fetched) and MEETINGS (those kept
   for reading). Nothing else is ever kept. FORM and RECENT are put into FORM_CACHE by
   offline-form.js, MEETINGS and briefs into READING_CACHE by offline-reading.js: both delete them
   at sign-out. */

const SHELL_PREFIX = "iomtracker-shell-";
const SHELL = `${SHELL_PREFIX}${VERSION}`;
const FORM_CACHE = "iomtracker-form";
const READING_CACHE = "iomtracker-reading";
const PATIENCE = 6000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", respond);

async function install() {
  const cache = await caches.open(SHELL);
  await cache.addAll(KEPT);
  // As nobody, so that it can be shown to anybody.
  await cache.add(new Request(OFFLINE, { credentials: "omit", cache: "reload" }));
  await self.skipWaiting();
}

/** Delete earlier versions, and their form: it links to styles and scripts that are gone. */
async function activate() {
  const names = await caches.keys();
  const outdated = names.filter((name) => name.startsWith(SHELL_PREFIX) && name !== SHELL);
  for (const name of outdated) await caches.delete(name);
  if (outdated.length) await caches.delete(FORM_CACHE);
  await self.clients.claim();
}

function respond(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === FORM) event.respondWith(form(request));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname === RECENT) event.respondWith(recent(request));
  else if (KEPT.includes(url.pathname)) event.respondWith(asset(request));
}

async function asset(request) {
  return (await find(request, SHELL)) || fetch(request);
}

async function recent(request) {
  return fetch(request).catch(async () => (await find(RECENT, FORM_CACHE)) || Response.error());
}

async function page(request) {
  return fetch(request).catch(noConnection);
}

/** Return the page that says so, with the user whose copies this device has written into it. */
async function noConnection() {
  const copy = await find(OFFLINE, SHELL);
  if (!copy) return Response.error();
  const owner = await ownerOfCopies();
  const attribute = owner ? ` data-user="${owner}"` : "";
  const html = (await copy.text()).replace("<body", `<body${attribute}`);
  return new Response(html, { headers: copy.headers });
}

/** Return the id of the user who is signed in as far as this device knows, or an empty string. */
async function ownerOfCopies() {
  const copy = (await find(MEETINGS, READING_CACHE)) || (await find(FORM, FORM_CACHE));
  const owner = copy?.headers.get("x-kept-for") || "";
  return /^\d+$/.test(owner) ? owner : "";
}

function find(request, cacheName) {
  return caches.match(request, { cacheName, ignoreVary: true });
}

/** Return the form from the server or, without an answer, its copy. */
async function form(request) {
  const isPost = request.method === "POST";
  try {
    const response = await (isPost ? fetch(request) : fetchOrGiveUp(request));
    const hasFailed = isPost && response.status >= 500;
    return (hasFailed && (await formCopy("error"))) || response;
  } catch {
    return (await formCopy(isPost ? "unsent" : "offline")) || noConnection();
  }
}

/** Give up on a slow connection when there is a copy and it is the empty form that is asked for. */
async function fetchOrGiveUp(request) {
  const isEmptyForm = !new URL(request.url).search;
  if (!isEmptyForm || !(await find(FORM, FORM_CACHE))) return fetch(request);
  const timeout = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));
  return Promise.race([fetch(request), timeout]);
}

/** Return the form's copy, whose `data-copy-reason` says why it is shown, or null. */
async function formCopy(reason) {
  const copy = await find(FORM, FORM_CACHE);
  if (!copy) return null;
  const attributes = `id="meeting-form" data-copy-reason="${reason}"`;
  const html = (await copy.text()).replace('id="meeting-form"', attributes);
  return new Response(html, { headers: copy.headers });
}
