import { delay } from "./clock.js";
import { readJSON, writeJSON } from "./storage.js";

/** As many direct rooms as the server tells of. */
const maxClosed = 200;

/** Direct rooms that were closed here, and stay so until something new is said there: over reloads, in all tabs. */
export class ClosedDirects {
  /** Where they are kept. */
  static key = "tchatter.closed";
  #storage;
  /** @type {Promise<unknown>} */
  #looked = Promise.resolve();

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
   * Whether something was said in one since it was closed, or it was reopened meanwhile. There may be as many as the server tells of at once: one is
   * asked for after the other.
   * @param {string} room
   * @param {import("../tchatter.js").Chat} chat
   * @param {import("./clock.js").Clock} clock
   * @returns {Promise<boolean>}
   */
  async hasNews(room, chat, clock) {
    for (;;) {
      const closed = this.positionOf(room);
      if (closed === undefined) return true;
      const look = this.#looked.then(() => newestIn(room, chat, clock));
      this.#looked = look;
      const { newest, retryAfter } = await look;
      if (!retryAfter) return this.positionOf(room) === undefined || (newest !== undefined && newest !== closed);
      // The others are looked at meanwhile: it may be this one alone that is out of reach.
      await delay(clock, retryAfter);
    }
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

/** The position of the newest message or change; nothing where there is none, or it can't be had: after a loss the server tells of the room again. */
async function newestIn(room, chat, clock) {
  for (;;) {
    try {
      return { newest: (await chat.history(room, undefined, 1)).messages.at(-1)?.position };
    } catch ({ code, retryAfter }) {
      if (!retryAfter || code !== "rate_limited") return { retryAfter };
      // That is about all that one asks.
      await delay(clock, retryAfter);
    }
  }
}
