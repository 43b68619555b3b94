import { readJSON, writeJSON } from "./storage.js";

/** As many direct rooms as the server tells of. */
const maxClosed = 200;

/** Direct rooms that were closed here, and stay so until something new is said there: over reloads, in all tabs. */
export class ClosedDirects {
  /** Where they are kept. */
  static key = "tchatter.closed";
  #storage;
  /** @type {Promise<import("./closed-direct-news.js").ClosedDirectNews | null> | null} */
  #news = null;

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @param {string} room canonical @returns {string | undefined} where the room stood when it was closed */
  positionOf(room) {
    return this.#entries.find(([name]) => name === room)?.[1];
  }

  /** @param {string} room @param {string} position "" where nothing was said */
  close(room, position) {
    this.#write([...this.#without(room), [room, position]].slice(-maxClosed));
  }

  /** @param {string} room */
  reopen(room) {
    if (this.positionOf(room) !== undefined) this.#write(this.#without(room));
  }

  /**
   * Whether something was said in one since it was closed, or it was reopened meanwhile.
   * @param {string} room
   * @param {import("../tchatter.js").Chat} chat
   * @param {import("./clock.js").Clock} clock
   * @returns {Promise<boolean>}
   */
  async hasNews(room, chat, clock) {
    // Fetched where somebody has closed one. Who can't know opens it, rather than miss what was said.
    this.#news ??= import("./closed-direct-news.js").then(({ ClosedDirectNews }) => new ClosedDirectNews(this, chat, clock), () => (this.#news = null));
    return (await this.#news)?.in(room) ?? true;
  }

  /** @returns {[string, string][]} oldest first */
  get #entries() {
    const stored = readJSON(this.#storage, ClosedDirects.key, []);
    return Array.isArray(stored) ? stored.filter((entry) => Array.isArray(entry) && entry.every((part) => typeof part === "string")) : [];
  }

  #without(room) {
    return this.#entries.filter(([name]) => name !== room);
  }

  #write(entries) {
    writeJSON(this.#storage, ClosedDirects.key, entries);
  }
}
