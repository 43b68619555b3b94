/**
 * What a room's timeline shows, in order: messages as they are stored, and where something is missing.
 *
 * @typedef {import("./protocol.js").Message} Message
 * @typedef {object} Entry
 * @property {string} key unique in the room, and stable while a message goes from sent to stored
 * @property {"message" | "gap"} kind
 * @property {Message} [message]
 * @property {string} [reason] of a gap
 * @property {"stored" | "settling" | "displaced" | "waiting" | "sending" | "failed"} [state]
 * @property {string} [problem]
 */

/** Entries kept per room; beyond it the oldest go, and can be read back from the server. */
export const mostEntries = 20_000;
const trimmedTo = 15_000;

const keyOf = (message) => `${message.from.id}/${message.id}`;

/** The order of one room's messages. It knows no view and no connection. */
export class Timeline {
  /** @type {Entry[]} stored messages and gaps, oldest first */
  entries = [];
  /** @type {Map<string, Entry>} own messages that are stored, whose event has not come yet */
  settling = new Map();
  /** @type {Map<string, Entry>} messages that the store forgot and is being given again */
  displaced = new Map();
  /** The number of `entries[0]`: stays with an entry while others are put before it or let go. */
  base = 0;
  /** Whether the server may have earlier messages. */
  hasEarlier = true;
  #positions = new Set();
  #keys = new Set();
  #gaps = 0;

  /** @returns {Message | undefined} the newest stored one */
  get newest() {
    return this.entries.findLast(({ kind }) => kind === "message")?.message;
  }

  /** Position of the earliest message, from which on history is read back. */
  get earliest() {
    return this.entries.find(({ kind }) => kind === "message")?.message?.position;
  }

  has(position) {
    return this.#positions.has(position);
  }

  /**
   * A message that was delivered: always the room's newest.
   * @param {Message} message
   * @returns {boolean} whether it is new here
   */
  append(message) {
    const key = keyOf(message);
    this.settling.delete(key);
    const wasDisplaced = this.displaced.delete(key);
    if (this.#positions.has(message.position)) return false;
    this.#positions.add(message.position);
    this.entries.push({ key: this.#unique(key, message), kind: "message", message, state: "stored" });
    return !wasDisplaced;
  }

  /**
   * A page of earlier messages, oldest first.
   * @param {Message[]} messages
   * @param {boolean} more whether there are still earlier ones
   */
  prepend(messages, more) {
    const fresh = messages.filter(({ position }) => !this.#positions.has(position));
    for (const { position } of fresh) this.#positions.add(position);
    const entries = fresh.map((message) => ({ key: this.#unique(keyOf(message), message), kind: "message", message, state: "stored" }));
    this.entries.unshift(.../** @type {Entry[]} */ (entries));
    this.base -= entries.length;
    this.hasEarlier = more && messages.length > 0;
  }

  /** Messages that can't be had are missing here. */
  gap(reason) {
    if (!this.entries.length || this.entries.at(-1)?.kind === "gap") return;
    this.entries.push({ key: `gap-${(this.#gaps += 1)}`, kind: "gap", reason });
  }

  /** The store forgot what lay after the position: those messages are shown last until they have come again. */
  rewind(position) {
    const keep = this.entries.findLastIndex((entry) => entry.message?.position === position) + 1;
    for (const entry of this.entries.splice(keep)) {
      if (!entry.message) continue;
      this.#positions.delete(entry.message.position);
      this.#keys.delete(entry.key);
      this.displaced.set(keyOf(entry.message), { ...entry, state: "displaced" });
    }
  }

  /** An own message was stored, and its event is still to come. */
  settle(message) {
    const key = keyOf(message);
    if (this.entries.slice(-200).some((entry) => entry.key === key)) return;
    this.settling.set(key, { key, kind: "message", message, state: "settling" });
  }

  /** Lets the oldest go. */
  trim() {
    if (this.entries.length <= mostEntries) return;
    this.base += this.entries.length - trimmedTo;
    for (const { key, message } of this.entries.splice(0, this.entries.length - trimmedTo)) {
      if (message) this.#positions.delete(message.position);
      this.#keys.delete(key);
    }
    this.hasEarlier = true;
  }

  /** Ids are unique for a day only: an author may use one again later. */
  #unique(key, message) {
    const unique = this.#keys.has(key) ? `${key}/${message.position}` : key;
    this.#keys.add(unique);
    return unique;
  }
}
