/* What the scripts ask of the server. Each answer has a `state`: "ok", "out" (signed out),
   "away" (no connection, or a server that doesn't answer), "failed" (an error of the server). */

const WAIT = 8000;
const address = document.body.dataset.draftUrl || "";

function stateOf(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401) return "out";
  if ([502, 503, 504].includes(answer.status)) return "away";
  if (answer.status >= 500) return "failed";
  return answer.ok ? "ok" : "refused";
}

async function call(url, options = {}) {
  try {
    const wait = options.keepalive ? {} : { signal: AbortSignal.timeout(options.wait || WAIT) };
    const answer = await fetch(url, { redirect: "manual", cache: "no-store", ...wait, ...options });
    return { state: stateOf(answer), status: answer.status, answer };
  } catch {
    return { state: "away", status: 0 };
  }
}

/** Return {state, user, csrf, stored}: who is signed in, and where the forms of these tokens are stored. */
export async function ask(tokens = []) {
  const query = new URLSearchParams(tokens.map((token) => ["token", token]));
  const told = await call(`${address}?${query}`);
  if (told.state !== "ok") return told.status === 403 ? { state: "out" } : told;
  try {
    return { state: "ok", ...(await told.answer.json()) };
  } catch {
    return { state: "away" };
  }
}

/** Keep a draft on the server; return {state, saved or stored or error}. */
export async function sendDraft(user, entry, csrf, { keepalive = false } = {}) {
  const body = JSON.stringify({
    token: entry.token,
    user,
    version: entry.version,
    meeting: entry.meeting,
    fields: entry.boxes,
  });
  const told = await call(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body,
    // Browsers refuse more than 64 kB in a request that outlives its page.
    keepalive: keepalive && body.length < 30000,
  });
  const json = told.answer && told.state !== "out" ? await told.answer.json().catch(() => ({})) : {};
  return { ...json, state: told.state, status: told.status };
}

/** Send a whole form as the browser would; a redirect is not followed. */
export async function post(path, boxes, csrf) {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(boxes)) for (const value of values) body.append(name, value);
  body.append("csrfmiddlewaretoken", csrf);
  return call(path, { method: "POST", body, wait: 30000 });
}
