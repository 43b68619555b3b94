/** How long an answer may take. Milliseconds. */
const timeout = 4_000;

/**
 * What is heard of the server over plain HTTP: `serving` and `closed` (draining, in maintenance, without its store) are an
 * instance's own words; `other` is an answer of something that is none, as a page to log in to a network; `none` is no
 * answer, or a proxy's that it finds no instance.
 * @typedef {"serving" | "closed" | "other" | "none"} Health
 */

/**
 * Asks `/health`.
 * @param {string} url
 * @param {import("./clock.js").Clock} clock
 * @param {typeof fetch} [fetching]
 * @returns {Promise<Health>}
 */
export async function askHealth(url, clock, fetching = (input, init) => fetch(input, init)) {
  const abort = new AbortController();
  const timer = clock.after(timeout, () => abort.abort());
  try {
    const response = await fetching(url, { cache: "no-store", signal: abort.signal });
    const report = await read(response);
    if (report) return response.ok && report.status === "ok" ? "serving" : "closed";
    return response.status >= 500 ? "none" : "other";
  } catch {
    return "none";
  } finally {
    clock.cancel(timer);
  }
}

/** What an instance says of itself; `null` if it is something else that answers. */
async function read(response) {
  if (!/^application\/json\b/i.test(response.headers.get("Content-Type") ?? "")) return null;
  const report = await response.json().catch(() => null);
  const isOurs = ["status", "version", "instance"].every((field) => typeof report?.[field] === "string");
  return isOurs ? report : null;
}
