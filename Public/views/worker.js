/** By the plain path, for all versions of the page. */
const path = "/notification-worker.js";

/** @type {Promise<ServiceWorkerRegistration> | null} */
let registration = null;

/** The page's service worker. It fails where there can be none: without TLS, or in some private windows. */
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
