/** By the plain path, for all versions of the page: it shows notifications and nothing else. */
const path = "/notification-worker.js";

/** Notifications by a service worker, where pages have none of their own. It is registered when it is first needed. */
export class WorkerNotifications {
  /** @type {Promise<ServiceWorkerRegistration> | null} */
  #registration = null;
  #open;

  /** @param {(room: string) => void} open is told the tag of the one that was chosen */
  constructor(open) {
    this.#open = open;
  }

  /** @param {string} title @param {NotificationOptions} options */
  async show(title, options) {
    this.#registration ??= this.#register();
    await (await this.#registration).showNotification(title, options);
  }

  async #register() {
    navigator.serviceWorker.addEventListener("message", ({ data }) => typeof data?.open === "string" && this.#open(data.open));
    navigator.serviceWorker.startMessages();
    const policy = globalThis.trustedTypes?.createPolicy("notification-worker", { createScriptURL: () => path });
    await navigator.serviceWorker.register(/** @type {any} */ (policy?.createScriptURL("") ?? path));
    return navigator.serviceWorker.ready;
  }
}
