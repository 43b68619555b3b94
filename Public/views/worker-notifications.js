import { registerWorker } from "./worker.js";

/** Notifications by the service worker, where pages have none of their own. */
export class WorkerNotifications {
  #open;
  #isHeard = false;

  /** @param {(room: string) => void} open is told the tag of the one that was chosen */
  constructor(open) {
    this.#open = open;
  }

  /** @param {string} title @param {NotificationOptions} options */
  async show(title, options) {
    this.#hear();
    await (await registerWorker()).showNotification(title, options);
  }

  /** Which one is chosen. */
  #hear() {
    if (this.#isHeard) return;
    this.#isHeard = true;
    navigator.serviceWorker.addEventListener("message", ({ data }) => typeof data?.open === "string" && this.#open(data.open));
    navigator.serviceWorker.startMessages();
  }
}
