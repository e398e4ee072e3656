/* Requests to the server. Each result has a `state`: "ok", "signed-out" (or somebody else is signed
   in), "offline" (no connection, or no answer), "failed" (server error), "wait" (too many requests,
   nothing is sent until then), "large" (the server takes no more) or "refused"; and `retryAfter`,
   in milliseconds, where the server said when to come again. */

import { notifyChange, readPause, userId, writePause } from "./device-storage.js";

const TIMEOUT = 8000;
const POST_TIMEOUT = 30000;
const UPLOAD_TIMEOUT = 300000;
// Browsers refuse more than 64 kB in a request that outlives its page.
const MAX_KEEPALIVE_LENGTH = 30000;
const TOO_MANY_REQUESTS = 429;
const TOO_LARGE = 413;
const USUAL_WAIT = 60000;
const LONGEST_WAIT = 3600000;
const draftUrl = document.body.dataset.draftUrl || "";
let reached = "ok";

/** Whether the device has a connection and, as far as it knows, reaches the server. */
export const isConnected = () => navigator.onLine && reached !== "offline";

/** Whether the last answer came for somebody who is signed out. */
export const isSignedOut = () => reached === "signed-out";

addEventListener("online", () => setReached("ok"));
addEventListener("offline", () => notifyChange());

function setReached(state) {
  if (state === reached) return;
  reached = state;
  notifyChange();
}

function stateOf(response) {
  if (response.type === "opaqueredirect" || response.status === 401) return "signed-out";
  if (response.status === TOO_MANY_REQUESTS) return "wait";
  if (response.status === TOO_LARGE) return "large";
  if (response.status >= 500) return "failed";
  return response.ok ? "ok" : "refused";
}

/** Return the milliseconds of a Retry-After header, which holds seconds or a date. */
export function retryAfterOf(response) {
  const header = response.headers.get("retry-after");
  if (!header) return response.status === TOO_MANY_REQUESTS ? USUAL_WAIT : 0;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Math.min(Math.max(wait || USUAL_WAIT, 1000), LONGEST_WAIT);
}

async function request(url, { timeout = TIMEOUT, ...options } = {}) {
  const pause = readPause();
  if (pause) return { state: "wait", status: 0, retryAfter: pause - Date.now() };
  const signal = options.keepalive ? undefined : AbortSignal.timeout(timeout);
  try {
    const init = { redirect: "manual", cache: "no-store", signal, ...options };
    const response = await fetch(url, init);
    const state = stateOf(response);
    const retryAfter = retryAfterOf(response);
    if (state === "wait") writePause(Date.now() + retryAfter);
    return { state, status: response.status, retryAfter, response };
  } catch {
    return { state: "offline", status: 0, retryAfter: 0 };
  }
}

/** Return {state, csrf, stored}; `stored` maps each token whose form is saved to its address. */
export async function fetchStatus(tokens = []) {
  const query = new URLSearchParams(tokens.map((token) => ["token", token]));
  const status = await readStatus(await request(`${draftUrl}?${query}`));
  setReached(status.state);
  return status;
}

async function readStatus({ state, status, retryAfter, response }) {
  if (status === 403) return { state: "signed-out" };
  if (state !== "ok") return { state, retryAfter };
  try {
    const { user, csrf, stored } = await response.json();
    return String(user) === userId ? { state, csrf, stored } : { state: "signed-out" };
  } catch {
    return { state: "offline" };
  }
}

/** Keep a draft on the server; return {state, status} with `saved`, `stored` or `error`. */
export async function sendDraft(entry, csrf, { keepalive = false } = {}) {
  const body = JSON.stringify({
    token: entry.token,
    user: userId,
    version: entry.version,
    meeting: entry.meeting,
    fields: entry.fields,
  });
  const result = await request(draftUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body,
    keepalive: keepalive && body.length < MAX_KEEPALIVE_LENGTH,
  });
  const { status, retryAfter, response } = result;
  const hasJson = response && result.state !== "signed-out";
  const answer = hasJson ? await response.json().catch(() => ({})) : {};
  const state = answer.error === "another user" ? "signed-out" : result.state;
  setReached(state);
  return { ...answer, state, status, retryAfter };
}

/** Delete a draft on the server; without a connection it stays there. */
export async function deleteDraft(url, csrf) {
  return request(url, { method: "POST", headers: { "X-CSRFToken": csrf } });
}

/** Return the fields of an entry as a browser sends them. */
export function bodyOf(fields) {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of values) body.append(name, value);
  }
  return body;
}

/** Post a whole form as the browser would. Redirects are not followed. */
export async function postForm(path, body, csrf) {
  body.set("csrfmiddlewaretoken", csrf);
  const timeout = body instanceof FormData ? UPLOAD_TIMEOUT : POST_TIMEOUT;
  return request(path, { method: "POST", body, timeout });
}
