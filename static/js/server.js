/* Requests to the server. Each result has a `state`: "ok", "signed-out" (or somebody else is signed
   in), "offline" (no connection, or no answer), "failed" (server error) or "refused". */

import { userId } from "./device-storage.js";

const TIMEOUT = 8000;
const POST_TIMEOUT = 30000;
// Browsers refuse more than 64 kB in a request that outlives its page.
const MAX_KEEPALIVE_LENGTH = 30000;
const UNREACHABLE = [502, 503, 504];
const draftUrl = document.body.dataset.draftUrl || "";

function stateOf(response) {
  if (response.type === "opaqueredirect" || response.status === 401) return "signed-out";
  if (UNREACHABLE.includes(response.status)) return "offline";
  if (response.status >= 500) return "failed";
  return response.ok ? "ok" : "refused";
}

async function request(url, { timeout = TIMEOUT, ...options } = {}) {
  const signal = options.keepalive ? undefined : AbortSignal.timeout(timeout);
  try {
    const init = { redirect: "manual", cache: "no-store", signal, ...options };
    const response = await fetch(url, init);
    return { state: stateOf(response), status: response.status, response };
  } catch {
    return { state: "offline", status: 0 };
  }
}

/** Return {state, csrf, stored}; `stored` maps each token whose form is saved to its address. */
export async function fetchStatus(tokens = []) {
  const query = new URLSearchParams(tokens.map((token) => ["token", token]));
  const { state, status, response } = await request(`${draftUrl}?${query}`);
  if (status === 403) return { state: "signed-out" };
  if (state !== "ok") return { state };
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
  const { state, status, response } = await request(draftUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body,
    keepalive: keepalive && body.length < MAX_KEEPALIVE_LENGTH,
  });
  const hasJson = response && state !== "signed-out";
  const answer = hasJson ? await response.json().catch(() => ({})) : {};
  return { ...answer, state, status };
}

/** Delete a draft on the server; without a connection it stays there. */
export async function deleteDraft(url, csrf) {
  return request(url, { method: "POST", headers: { "X-CSRFToken": csrf } });
}

/** Post a whole form as the browser would. Redirects are not followed. */
export async function postForm(path, fields, csrf) {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of values) body.append(name, value);
  }
  body.append("csrfmiddlewaretoken", csrf);
  return request(path, { method: "POST", body, timeout: POST_TIMEOUT });
}
