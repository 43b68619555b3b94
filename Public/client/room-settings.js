import { readJSON, writeJSON } from "./storage.js";

/**
 * How somebody wants a room.
 * @typedef {object} RoomSetting
 * @property {boolean} isFavourite on top of its list
 * @property {boolean} isMuted counts mentions only, and is dimmed
 * @property {"all" | "mentions" | "none"} notify what is notified: a direct message always counts as a mention
 */

/** @type {RoomSetting} */
const usual = { isFavourite: false, isMuted: false, notify: "mentions" };
/** Rooms that have a setting of their own; beyond it those go that were set longest ago. */
const maxRooms = 500;

/** The settings of each room, kept by the browser, over reloads and in all tabs. What is the usual takes no place. */
export class RoomSettings {
  /** Where they are kept. */
  static key = "tchatter.room-settings";
  #storage;
  /** @type {Map<string, RoomSetting>} */
  #known;

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
    this.#known = this.#read();
  }

  /** @param {string} room canonical @returns {RoomSetting} */
  of(room) {
    return this.#known.get(room) ?? usual;
  }

  /** @param {string} room canonical @param {Partial<RoomSetting>} changes */
  change(room, changes) {
    // Another tab may have changed another room's.
    const all = this.#read();
    const setting = { ...(all.get(room) ?? usual), ...changes };
    all.delete(room);
    if (!isUsual(setting)) all.set(room, setting);
    this.#known = all;
    writeJSON(this.#storage, RoomSettings.key, [...all].slice(-maxRooms));
  }

  /** Another tab has changed something. */
  refresh() {
    this.#known = this.#read();
  }

  /** What is not understood, from an older or a newer page, is the usual. */
  #read() {
    const stored = readJSON(this.#storage, RoomSettings.key, []);
    const entries = Array.isArray(stored) ? stored.filter((entry) => Array.isArray(entry) && typeof entry[0] === "string") : [];
    return new Map(entries.slice(-maxRooms).map(([room, setting]) => /** @type {const} */ ([room, settingFrom(setting)])));
  }
}

/** @returns {RoomSetting} */
const settingFrom = (stored) => ({
  isFavourite: stored?.isFavourite === true,
  isMuted: stored?.isMuted === true,
  notify: ["all", "mentions", "none"].includes(stored?.notify) ? stored.notify : usual.notify,
});

const isUsual = ({ isFavourite, isMuted, notify }) => !isFavourite && !isMuted && notify === usual.notify;
