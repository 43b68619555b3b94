/** By the plain path, for all versions of the page. */
const path = "/notification-worker.js";

/** @type {Promise<ServiceWorkerRegistration> | null} */
let registration = null;

/**
 * The page's service worker, once somebody is signed in and in a room. What it is for is theirs alone: what they have not sent yet waits in this browser, and
 * who opens the page in an outage wants to know; notifications are what they asked for. In the browser of whoever only looks at the form it would stay for good,
 * with a request at each visit, to say what browsers say of a page that can't be had; the form itself tries again while it is open. It fails where there can be none: without TLS, or in
 * some private windows.
 */
export function registerWorker() {
  registration ??= register().catch((error) => {
    registration = null;
    throw error;
  });
  return registration;
}

/** @returns {Promise<ServiceWorkerRegistration>} */
async function register() {
  const policy = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: () => path });
  await navigator.serviceWorker.register(/** @type {any} */ (policy?.createScriptURL("") ?? path));
  return navigator.serviceWorker.ready;
}
