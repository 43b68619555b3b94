import { plainText } from "../client/plain-text.js";
import { byID, h } from "./dom.js";
import { isolated, t } from "./words.js";

/** So many announcements are kept for screen readers. */
const maxAnnouncements = 12;
/** At most so often there is a sound. Milliseconds. */
const chimeInterval = 3_000;

/** What reaches people who look elsewhere: the title, desktop notifications with a sound, announcements, toasts. */
export class Notifications {
  #live = byID("live");
  #toast = byID("toast");
  #storage;
  #open;
  #find;
  /** @type {Promise<[typeof import("./chime.js"), import("./worker-notifications.js").WorkerNotifications]> | null} */
  #means = null;
  /** Whether the browser has notifications, but neither for pages nor by their workers. */
  #isRefused = false;
  #chimedAt = -Infinity;
  #toastTimer;

  /**
   * @param {Storage} storage
   * @param {(room: any) => void} open
   * @param {(name: string) => any} find a room by its name
   */
  constructor(storage, open, find) {
    this.#storage = storage;
    this.#open = open;
    this.#find = find;
    // Fetched while they can be: the page may stay open longer than its version is served.
    if (this.isOn) this.#fetchMeans().catch(() => {});
  }

  get canNotify() {
    return "Notification" in globalThis && !this.#isRefused;
  }
  get isOn() {
    return this.canNotify && Notification.permission === "granted" && this.#storage.getItem("tchatter.notify") === "on";
  }

  /** Asks for the permission where it is missing. @returns {Promise<boolean>} whether it is on now */
  async toggle() {
    const wants = !this.isOn;
    if (wants && this.canNotify && Notification.permission !== "granted") await Notification.requestPermission();
    this.#storage.setItem("tchatter.notify", wants ? "on" : "off");
    if (this.isOn) this.#fetchMeans().catch(() => {});
    if (wants && !this.isOn) this.showToast(t("notificationsBlocked"), 8_000);
    return this.isOn;
  }

  /** @param {string} room @param {number} unread @param {number} mentioned */
  setTitle(room, unread, mentioned) {
    const badge = mentioned ? `(${mentioned}) ` : unread ? "• " : "";
    document.title = `${badge}${room ? `${room} · ` : ""}tchatter`;
  }

  /** Something was said to this user, who does not look. */
  notify(room, title, message) {
    if (!this.isOn) return;
    this.#show(room, `${isolated(message.from.name)} · ${title}`, plainText(message.text).slice(0, 200));
    if (performance.now() - this.#chimedAt < chimeInterval) return;
    this.#chimedAt = performance.now();
    this.#fetchMeans().then(([{ chime }]) => chime(), () => {});
  }

  #show(room, title, body) {
    try {
      const notification = new Notification(title, { body, tag: room.name });
      notification.onclick = () => {
        globalThis.focus();
        this.#open(room);
        notification.close();
      };
    } catch {
      // Android has them for service workers only, and throws. Where there is none, what is left is the sound, and the title.
      this.#fetchMeans().then(([, worker]) => worker.show(title, { body, tag: room.name })).catch(() => (this.#isRefused = true));
    }
  }

  /** The sound, and the notifications of a service worker. */
  #fetchMeans() {
    this.#means ??= Promise.all([import("./chime.js"), import("./worker-notifications.js")]).then(
      ([chime, { WorkerNotifications }]) => [chime, new WorkerNotifications((name) => {
        const room = this.#find(name);
        if (room) this.#open(room);
      })],
      (error) => {
        this.#means = null;
        throw error;
      },
    );
    return this.#means;
  }

  /** Announces to screen readers, by the live region. */
  announce(text) {
    this.#live.append(h("p", {}, text));
    while (this.#live.childElementCount > maxAnnouncements) this.#live.firstElementChild?.remove();
  }

  /** A short message that goes by itself; without words the one before goes. */
  showToast(text, milliseconds = 4_000) {
    clearTimeout(this.#toastTimer);
    this.#toast.textContent = text;
    this.#toast.hidden = !text;
    this.#toastTimer = setTimeout(() => (this.#toast.hidden = true), milliseconds);
  }
}
