/** How long an answer may take. Milliseconds. */
const timeout = 4_000;

/**
 * What is heard of the server over plain HTTP: `serving` and `closed` (draining, in maintenance, without its store) are an
 * instance's own words; `other` is an answer of something that is none, as a page to log in to a network; `none` is no
 * answer, or a proxy's that it finds no instance.
 * @typedef {"serving" | "closed" | "other" | "none"} Health
 */

/**
 * Asks `/health`: whether there is somebody who serves.
 * @param {string} url
 * @param {import("./clock.js").Clock} clock
 * @param {typeof fetch} [fetching]
 * @returns {Promise<Health>}
 */
export async function askHealth(url, clock, fetching) {
  const answer = await fetchHealth(url, clock, fetching);
  if (!answer) return "none";
  if (isInstances(answer.body)) return answer.ok && answer.body.status === "ok" ? "serving" : "closed";
  return answer.status >= 500 ? "none" : "other";
}

/**
 * What `/health` answers, whoever does: `body` is what its JSON says, `null` for anything else. `null` for no answer.
 * @param {string} url
 * @param {import("./clock.js").Clock} clock
 * @param {typeof fetch} [fetching]
 * @returns {Promise<{ok: boolean, status: number, body: any} | null>}
 */
export async function fetchHealth(url, clock, fetching = (input, init) => fetch(input, init)) {
  const abort = new AbortController();
  const timer = clock.after(timeout, () => abort.abort());
  try {
    const response = await fetching(url, { cache: "no-store", signal: abort.signal });
    const isJSON = /^application\/json\b/i.test(response.headers.get("Content-Type") ?? "");
    const body = isJSON ? await response.json().catch(() => null) : null;
    return { ok: response.ok, status: response.status, body };
  } catch {
    return null;
  } finally {
    clock.cancel(timer);
  }
}

/** Whether it is an instance that says this of itself, and not something on the way. */
const isInstances = (body) => ["status", "version", "instance"].every((field) => typeof body?.[field] === "string");
