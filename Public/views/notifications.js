import { byID } from "./dom.js";
import { t } from "./words.js";

/** What reaches people who look elsewhere: the title, desktop notifications, toasts. */
export class Notifications {
  #toast = byID("toast");
  #storage;
  #open;
  #find;
  /** @type {Promise<import("./desktop-notifications.js").DesktopNotifications> | null} */
  #desktop = null;
  /** Whether the browser has notifications, but neither for pages nor by their workers. */
  #isRefused = false;
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
    if (this.isOn) this.#fetch().catch(() => {});
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
    if (this.isOn) this.#fetch().catch(() => {});
    if (wants && !this.isOn) this.showToast(t("notificationsBlocked"), 8_000);
    return this.isOn;
  }

  /** @param {string} room @param {number} unread @param {number} mentioned */
  setTitle(room, unread, mentioned) {
    const badge = mentioned ? `(${mentioned}) ` : unread ? "• " : "";
    document.title = `${badge}${room ? `${room} · ` : ""}tchatter`;
  }

  /** Something was said to this user, who does not look. */
  notify(room, title, text) {
    if (!this.isOn) return;
    this.#fetch().then((desktop) => desktop.show(room, title, text).catch(() => (this.#isRefused = true)), () => {});
  }

  #fetch() {
    this.#desktop ??= import("./desktop-notifications.js").then(
      ({ DesktopNotifications }) => new DesktopNotifications(this.#open, this.#find),
      (error) => {
        this.#desktop = null;
        throw error;
      },
    );
    return this.#desktop;
  }

  /** A short message that goes by itself; without words the one before goes. */
  showToast(text, milliseconds = 4_000) {
    clearTimeout(this.#toastTimer);
    this.#toast.textContent = text;
    this.#toast.hidden = !text;
    this.#toastTimer = setTimeout(() => (this.#toast.hidden = true), milliseconds);
  }
}
