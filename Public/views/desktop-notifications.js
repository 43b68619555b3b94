import { chime } from "./chime.js";
import { WorkerNotifications } from "./worker-notifications.js";

/** At most so often there is a sound. Milliseconds. */
const chimeInterval = 3_000;
/** As much of a text is shown. Characters. */
const textLimit = 200;

/** The desktop's notifications, with a sound. Fetched where somebody wants them. */
export class DesktopNotifications {
  #open;
  #worker;
  #chimedAt = -Infinity;

  /** @param {(room: any) => void} open @param {(name: string) => any} find a room by its name */
  constructor(open, find) {
    this.#open = open;
    this.#worker = new WorkerNotifications((name) => {
      const room = find(name);
      if (room) open(room);
    });
  }

  /** Fails where the browser has none, neither for pages nor for their workers. @param {any} room @param {string} title @param {string} text */
  show(room, title, text) {
    this.#chime();
    return this.#show(room, title, text.slice(0, textLimit));
  }

  async #show(room, title, body) {
    try {
      const notification = new Notification(title, { body, tag: room.name });
      notification.onclick = () => {
        globalThis.focus();
        this.#open(room);
        notification.close();
      };
    } catch {
      // Android has them for service workers only, and throws. Where there is none, what is left is the sound, and the title.
      await this.#worker.show(title, { body, tag: room.name });
    }
  }

  #chime() {
    if (performance.now() - this.#chimedAt < chimeInterval) return;
    this.#chimedAt = performance.now();
    chime();
  }
}
