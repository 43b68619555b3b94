import { isolated } from "../client/text.js";
import { chime } from "./chime.js";
import { byID, h } from "./dom.js";

/** So many announcements are kept for screen readers. */
const maxAnnouncements = 12;

/** What reaches people who look elsewhere: the title, desktop notifications with a sound, announcements, toasts. */
export class Notifications {
  #live = byID("live");
  #toast = byID("toast");
  #storage;
  #open;
  /** Whether the browser has notifications, but not for pages: Android's. */
  #isRefused = false;
  #toastTimer;

  /**
   * @param {Storage} storage
   * @param {(room: any) => void} open
   */
  constructor(storage, open) {
    this.#storage = storage;
    this.#open = open;
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
    if (wants && !this.isOn) this.showToast("Your browser blocks notifications from this page. Allow them in its settings.", 8_000);
    return this.isOn;
  }

  /** @param {string} room @param {number} unread @param {number} mentioned */
  setTitle(room, unread, mentioned) {
    const badge = mentioned ? `(${mentioned}) ` : unread ? "• " : "";
    document.title = `${badge}${room ? `${room} · ` : ""}tchatter`;
  }

  /** Somebody addressed this user, who does not look. */
  notifyMention(room, title, message) {
    if (!this.isOn) return;
    this.#notify(room, `${isolated(message.from.name)} · ${title}`, message.text.slice(0, 200));
    chime();
  }

  #notify(room, title, body) {
    try {
      const notification = new Notification(title, { body, tag: room.name });
      notification.onclick = () => {
        globalThis.focus();
        this.#open(room);
        notification.close();
      };
    } catch {
      // Android has them for service workers only, and throws. What is left is the sound, and the title.
      this.#isRefused = true;
    }
  }

  /** Announces to screen readers, by the live region. */
  announce(text) {
    this.#live.append(h("p", {}, text));
    while (this.#live.childElementCount > maxAnnouncements) this.#live.firstElementChild?.remove();
  }

  /** A short message that goes by itself. */
  showToast(text, milliseconds = 4_000) {
    clearTimeout(this.#toastTimer);
    this.#toast.textContent = text;
    this.#toast.hidden = false;
    this.#toastTimer = setTimeout(() => (this.#toast.hidden = true), milliseconds);
  }
}
