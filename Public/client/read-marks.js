import { readJSON, writeJSON } from "./storage.js";

/**
 * Up to where a room was read.
 * @typedef {object} ReadMark
 * @property {string} position of the newest message that was read; "" for none
 * @property {number} time of it; 0 for none
 * @property {boolean} [isFresh] whether it was there when the room was opened for the first time
 * @property {string} [back] the message that was marked as unread with that
 */

/** Nothing was read yet. @type {ReadMark} */
export const unreadMark = { position: "", time: 0 };

/**
 * What was read, over reloads and in all tabs. Of the browser's, not of a session's: who comes back with a new one has
 * read what they had read. The position says where in the room's order that is; the time helps where the position is not
 * among the messages that have come.
 */
export class ReadMarks {
  #storage;

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @param {string} room canonical @returns {ReadMark | null} nothing for a room that was never open here */
  of(room) {
    const mark = readJSON(this.#storage, prefix + room, null);
    return mark && typeof mark.position === "string" && Number.isFinite(mark.time) ? mark : null;
  }

  /** @param {string} room @param {ReadMark} mark */
  set(room, { position, time, back }) {
    writeJSON(this.#storage, prefix + room, { position, time, back });
  }

  /** Canonical names of all that have one. @returns {string[]} */
  get rooms() {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? "");
    return keys.map((key) => ReadMarks.roomOf(key)).filter((room) => room !== null);
  }

  /** The room whose mark is stored under a key, if it is one. @param {string} key */
  static roomOf(key) {
    return key.startsWith(prefix) ? key.slice(prefix.length) : null;
  }
}

const prefix = "tchatter.seen.";
