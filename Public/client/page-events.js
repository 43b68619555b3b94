/**
 * Tells a connection what its page goes through: hidden and put away, frozen, come back to, on and off the network.
 *
 * A page that is put into the back-forward cache, or frozen, keeps its WebSocket open: the browser answers the pings, what
 * is said is dropped, and one stays a member of rooms that one has left. So it ends its connection, and makes another
 * when it is back. Programs have no such events.
 *
 * @param {{pause: () => void, resume: () => void, probe: () => void, look: () => void}} connection
 * @param {any} page where the events are: the global object
 * @returns {() => void} ends it
 */
export function followPage(connection, page = globalThis) {
  if (!page.addEventListener) return () => {};
  const ended = new AbortController();
  const on = (target, name, body) => target?.addEventListener(name, body, { signal: ended.signal });
  const { document } = page;
  on(page, "pagehide", () => connection.pause());
  on(page, "pageshow", ({ persisted }) => persisted && connection.resume());
  on(document, "freeze", () => connection.pause());
  on(document, "resume", () => connection.resume());
  on(document, "visibilitychange", () => (document.visibilityState === "visible" ? connection.probe() : connection.look()));
  for (const name of ["online", "offline"]) on(page, name, () => connection.probe());
  for (const name of ["focus", "blur"]) on(page, name, () => connection.look());
  return () => ended.abort();
}
