import { byID, h } from "./dom.js";

/** So many announcements are kept for screen readers. */
const maxAnnouncements = 12;

/** What reaches people who look elsewhere: the title, desktop notifications with a sound, announcements, toasts. */
export class Notifications {
  #live = byID("live");
  #toast = byID("toast");
  #storage;
  #open;
  /** @type {AudioContext | null} */
  #audio = null;
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
    return "Notification" in globalThis;
  }
  get isOn() {
    return this.canNotify && Notification.permission === "granted" && this.#storage.getItem("tchatter.notify") === "on";
  }

  /** Asks for the permission where it is missing. @returns {Promise<boolean>} whether it is on now */
  async toggle() {
    const wants = !this.isOn;
    if (wants && this.canNotify && Notification.permission !== "granted") await Notification.requestPermission();
    this.#storage.setItem("tchatter.notify", wants ? "on" : "off");
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
    const notification = new Notification(`${message.from.name} · ${title}`, { body: message.text.slice(0, 200), tag: room.name });
    notification.onclick = () => {
      globalThis.focus();
      this.#open(room);
      notification.close();
    };
    this.#chime();
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

  /** Two soft tones, made here: nothing has to be loaded. */
  #chime() {
    this.#audio ??= new AudioContext();
    const { currentTime } = this.#audio;
    for (const [index, frequency] of [660, 880].entries()) {
      const tone = this.#audio.createOscillator();
      const volume = this.#audio.createGain();
      const start = currentTime + index * 0.12;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.08, start);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(start);
      tone.stop(start + 0.4);
    }
  }
}
