import { Emitter } from "./emitter.js";
import { newID, wellFormed } from "./protocol.js";

/** The server deduplicates by id for a day; an older message is not sent again unasked. Milliseconds. */
const deduplicationWindow = 23 * 3_600_000;
const retryDelay = 2_000;

/**
 * A change that is still to be stored: what a `Change` will say.
 * @typedef {object} PendingChange
 * @property {"edit" | "delete" | "reaction"} type
 * @property {string} position of the message
 * @property {number} of its seq
 * @property {{from: string, id: string}} target
 * @property {string} [reaction]
 * @property {boolean} [on]
 *
 * What a message answers: the other one, or its position or seq.
 * @typedef {string | number | {position: string}} Reply
 *
 * A message, or a change to one, that is not known to be stored.
 * @typedef {object} Outgoing
 * @property {string} id sent with every attempt, so that it is stored once
 * @property {string} room
 * @property {string} text of a message, or of an edit
 * @property {PendingChange} [change] what shall be done to a message, if this is no message itself
 * @property {Reply} [reply] what it answers
 * @property {object} [data] for programs
 * @property {number} time when it was written
 * @property {"waiting" | "sending" | "failed"} state
 * @property {string} [reason] why it failed, for people
 * @property {boolean} [wasOffered] whether it was sent once, so that it may be stored already
 */

/**
 * What was written and is not yet known to be stored. It survives a reload; each room's messages are sent in the order in
 * which they were written, one at a time; what may succeed later is tried again with the same id. Each has a key of its
 * own in the storage, so that tabs don't overwrite each other's; both may send it, and it is stored once.
 *
 * Emits `changed` (room) and `sent` ({item, reply}).
 */
export class Outbox extends Emitter {
  /** @type {Outgoing[]} in writing order */
  #items = [];
  #storage;
  #prefix;
  #send;
  #clock;
  /** @type {Set<string>} rooms with a message under way */
  #busy = new Set();
  /** @type {(room: string) => boolean} */
  #isLive;

  /**
   * @param {object} options
   * @param {Storage} options.storage
   * @param {string} options.owner the user's id: a message is never sent in another's name
   * @param {string} [options.previousOwner] the same person's id before their session ended: their messages are taken over
   * @param {(item: Outgoing) => Promise<any>} options.send
   * @param {(room: string) => boolean} options.isLive whether the room can be sent to now
   * @param {import("./clock.js").Clock} options.clock
   */
  constructor({ storage, owner, previousOwner, send, isLive, clock }) {
    super();
    this.#storage = storage;
    this.#prefix = `tchatter.outbox.${owner}.`;
    this.#send = send;
    this.#isLive = isLive;
    this.#clock = clock;
    if (previousOwner) this.#takeOver(`tchatter.outbox.${previousOwner}.`);
    this.#load();
  }

  /** @returns {Outgoing[]} */
  of(room) {
    return this.#items.filter((item) => item.room === room);
  }

  get rooms() {
    return [...new Set(this.#items.map(({ room }) => room))];
  }

  /**
   * Takes a message on, or with `change` what shall be done to one.
   * @param {string} room
   * @param {string} text
   * @param {Pick<Outgoing, "change" | "reply" | "data">} [rest]
   */
  add(room, text, { change, reply, data } = {}) {
    /** @type {Outgoing} */
    const item = { id: newID(), room, text: wellFormed(text), change, reply, data, time: this.#nextTime(), state: "waiting" };
    this.#items.push(item);
    this.#save(item);
    this.emit("changed", room);
    this.flush(room);
    return item;
  }

  /** Tries a failed message again. One that is too old to be recognised goes out as a new one. */
  retry(id) {
    const item = this.#items.find((candidate) => candidate.id === id);
    if (!item || item.state !== "failed") return;
    if (this.#isOld(item)) {
      this.discard(id);
      return void this.add(item.room, item.text, item);
    }
    this.#set(item, "waiting");
    this.flush(item.room);
  }

  /** Gives a message up, or strikes it off because it has been seen stored. */
  discard(id) {
    const item = this.#items.find((candidate) => candidate.id === id);
    if (!item) return;
    this.#items = this.#items.filter((candidate) => candidate !== item);
    this.#forget(item);
    this.emit("changed", item.room);
  }

  /** Sends what waits for the room, if the room can be sent to. */
  async flush(room) {
    if (this.#busy.has(room)) return;
    this.#busy.add(room);
    try {
      for (let item; this.#isLive(room) && (item = this.of(room).find(({ state }) => state !== "failed")); ) {
        if (!(await this.#attempt(item))) break;
      }
    } finally {
      this.#busy.delete(room);
    }
  }

  /** Whether the room's next message may follow. */
  async #attempt(item) {
    item.wasOffered = true;
    this.#save(item);
    this.#set(item, "sending");
    try {
      const reply = await this.#send(item);
      const isOurs = this.#items.includes(item);
      this.discard(item.id);
      if (isOurs) this.emit("sent", { item, reply });
      return true;
    } catch (error) {
      if (!error.isPassing) {
        const isGone = item.reply && error.code === "not_found";
        if (isGone) item.reply = undefined;
        this.#set(item, "failed", error.message + (isGone ? " It would be sent as a message of its own." : ""));
        return true;
      }
      this.#set(item, "waiting");
      // After a loss the room is flushed when it is live again.
      if (error.code !== "lost") this.#clock.after(error.retryAfter ?? retryDelay, () => this.flush(item.room));
      return false;
    }
  }

  /** @param {Outgoing["state"]} state */
  #set(item, state, reason = undefined) {
    item.state = state;
    item.reason = reason;
    if (this.#items.includes(item) && state !== "sending") this.#save(item);
    this.emit("changed", item.room);
  }

  /** Times keep the writing order across a reload, also within one millisecond. */
  #nextTime() {
    return Math.max(this.#clock.date(), (this.#items.at(-1)?.time ?? 0) + 1);
  }

  #isOld(item) {
    return this.#clock.date() - item.time > deduplicationWindow;
  }

  #keys(prefix) {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index));
    return keys.filter((key) => key?.startsWith(prefix));
  }

  /**
   * Rooms of two belonged to the ended session's user: what was written there is left. What may have been stored under
   * the old session would be doubled under the new one, whose ids are its own: people are asked.
   */
  #takeOver(prefix) {
    for (const key of this.#keys(prefix)) {
      const item = read(this.#storage.getItem(key));
      if (item?.wasOffered) Object.assign(item, { state: "failed", reason: "This may have been sent before you were signed out." });
      // Only its author may change a message, and that is another user now.
      if (item && !item.change && !item.room.startsWith("@")) this.#save(item);
      this.#storage.removeItem(key);
    }
  }

  #load() {
    for (const key of this.#keys(this.#prefix)) {
      const item = read(this.#storage.getItem(key));
      if (!item) continue;
      if (item.state !== "failed") item.state = "waiting";
      if (this.#isOld(item)) Object.assign(item, { state: "failed", reason: "You wrote this a while ago." });
      this.#items.push(item);
    }
    this.#items.sort((a, b) => a.time - b.time);
  }

  #save(item) {
    try {
      this.#storage.setItem(this.#prefix + item.id, JSON.stringify(item));
    } catch {
      // The storage is full or forbidden: it lives as long as the page.
    }
  }

  #forget(item) {
    try {
      this.#storage.removeItem(this.#prefix + item.id);
    } catch {
      // As above.
    }
  }
}

/** @returns {Outgoing | null} */
function read(text) {
  try {
    const item = JSON.parse(text);
    return ["id", "room", "text"].every((field) => typeof item[field] === "string") && Number.isFinite(item.time) ? item : null;
  } catch {
    return null;
  }
}
