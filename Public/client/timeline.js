import { Changes } from "./changes.js";

/**
 * What a room's timeline shows, in order: messages as they are stored, and where something is missing.
 *
 * @typedef {import("./protocol.js").Message} Message
 * @typedef {object} Entry
 * @property {string} key unique in the room, and stable while a message goes from sent to stored
 * @property {"message" | "change" | "gap"} kind a change is shown at its message, not in its own place, but one of the room's policy
 * @property {Message} [message]
 * @property {import("./protocol.js").Change} [change]
 * @property {import("./changes.js").Shown} [shown] what has become of the message, if anything was changed
 * @property {number} [revision] counts that
 * @property {string} [reason] of a gap
 * @property {"stored" | "acknowledged" | "rewound" | "lost" | "waiting" | "sending" | "failed"} [state]
 * @property {string} [problem]
 */

/** Entries kept of a room that is shown, of one where somebody may be reading further up, and of all others; beyond it the oldest go, and can be read back. */
export const mostEntries = { shown: 20_000, read: 40_000, other: 1_000 };

const keyOf = (message) => `${message.from.id}/${message.id}`;

/** The order of one room's messages. It knows no view and no connection. */
export class Timeline {
  /** @type {Entry[]} stored messages and gaps, oldest first */
  entries = [];
  /** @type {Map<string, Entry>} own messages that are stored, whose event has not come yet */
  acknowledged = new Map();
  /** @type {Map<string, Entry>} messages that the store forgot and is being given again */
  rewound = new Map();
  /** The number of `entries[0]`: stays with an entry while others are put before it or let go. */
  base = 0;
  changes = new Changes();
  /** Whether the server may have earlier messages. */
  hasEarlier = true;
  /** How much was said before what came, as far as that is known. */
  said = 0;
  #positions = new Set();
  /** @type {Map<string, Entry>} messages */
  #keys = new Map();
  #gaps = 0;

  /** @returns {Message | undefined} the newest stored one */
  get newest() {
    return this.entries.findLast(({ kind }) => kind === "message")?.message;
  }

  /** Position of the earliest message or change, from which on history is read back. */
  get earliest() {
    return placeOf(this.entries.find((entry) => placeOf(entry)) ?? {});
  }

  /** Whether it begins where the room did: nothing was said before that is not kept any more. */
  get isWhole() {
    const { message, change } = this.entries.find((entry) => placeOf(entry)) ?? {};
    return !this.hasEarlier && ((message ?? change)?.seq ?? this.said + 1) <= 1;
  }

  /** Position of the newest message or change; "" where there is none. */
  get latest() {
    return placeOf(this.entries.findLast((entry) => placeOf(entry)) ?? {}) ?? "";
  }

  has(position) {
    return this.#positions.has(position);
  }

  /** The number of the entry at a position, as `base` counts them. @param {string} position @returns {number | null} */
  numberOf(position) {
    const index = this.#positions.has(position) ? this.entries.findIndex((entry) => placeOf(entry) === position) : -1;
    return index < 0 ? null : this.base + index;
  }

  /** A stored message by its name. @param {{from: string, id: string}} name @returns {Entry | undefined} */
  named({ from, id }) {
    return this.#keys.get(`${from}/${id}`);
  }

  /**
   * A message that was delivered: always the room's newest.
   * @param {Message} message
   * @returns {boolean} whether it is new here
   */
  append(message) {
    const key = keyOf(message);
    this.acknowledged.delete(key);
    const wasRewound = this.rewound.delete(key);
    if (this.#positions.has(message.position)) return false;
    this.#positions.add(message.position);
    // What the store was given again after it had lost everything has another position, and its time.
    const isRepeat = this.#keys.get(key)?.message?.time === message.time;
    this.entries.push(this.#entry(message));
    return !wasRewound && !isRepeat;
  }

  /**
   * A change that was delivered: always the room's newest.
   * @param {import("./protocol.js").Change} change
   */
  change(change) {
    if (this.#positions.has(change.position)) return;
    this.#positions.add(change.position);
    this.entries.push(this.#changeEntry(change));
    if (change.target) this.#refresh(this.changes.append(change));
  }

  /** Changes on their way, in place of those before. */
  setPending(changes) {
    for (const name of this.changes.setPending(changes)) this.#refresh(name);
  }

  /** A change was stored, and its event is still to come. */
  acknowledgeChange(change) {
    if (!this.#positions.has(change.position)) this.#refresh(this.changes.acknowledge(change));
  }

  /** @returns {Entry | undefined} the latest message that fulfils the condition */
  findLast(condition) {
    return this.entries.findLast((entry) => entry.kind === "message" && condition(entry));
  }

  /**
   * A page of earlier messages and changes, oldest first.
   * @param {(Message | import("./protocol.js").Change)[]} messages
   * @param {boolean} more whether there are still earlier ones
   * @param {string} [place] what they come before
   */
  prepend(messages, more, place) {
    // What was let go meanwhile would be missing.
    if (place && place !== this.earliest) return;
    const fresh = messages.filter(({ position }) => !this.#positions.has(position));
    for (const { position } of fresh) this.#positions.add(position);
    this.changes.prepend(/** @type {any[]} */ (fresh).filter(({ target }) => target));
    const entries = fresh.map((stored) => (stored.type === "message" ? this.#entry(stored) : this.#changeEntry(stored)));
    this.entries.unshift(...entries);
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
    const keep = this.entries.findLastIndex((entry) => placeOf(entry) === position) + 1;
    for (const entry of this.entries.splice(keep)) {
      if (entry.change) this.#forgotten(entry.change);
      if (!entry.message) continue;
      this.#positions.delete(entry.message.position);
      this.#keys.delete(entry.key);
      this.rewound.set(keyOf(entry.message), { ...entry, state: "rewound" });
    }
  }

  /** What has not come again is taken for lost. It is shown, and if it comes after all it is there as ever. */
  giveUp() {
    for (const entry of this.rewound.values()) entry.state = "lost";
  }

  /** An own message was stored, and its event is still to come. */
  acknowledge(message) {
    const key = keyOf(message);
    if (this.entries.slice(-200).some((entry) => entry.key === key)) return;
    this.acknowledged.set(key, { key, kind: "message", message, state: "acknowledged" });
  }

  /** Lets the oldest go, of too many. @param {keyof typeof mostEntries} use */
  trim(use) {
    const most = mostEntries[use];
    if (this.entries.length > most) this.drop(this.entries.length - 0.75 * most);
  }

  /** Lets so many of the oldest go. @param {number} count */
  drop(count) {
    this.base += count;
    this.said += count;
    for (const entry of this.entries.splice(0, count)) {
      this.#positions.delete(placeOf(entry));
      this.#keys.delete(entry.key);
      if (entry.change?.target) this.changes.remove(entry.change);
    }
    this.hasEarlier = true;
  }

  /** A change that the store forgot stays in effect until it comes again. */
  #forgotten(change) {
    this.#positions.delete(change.position);
    if (!change.target) return;
    this.changes.remove(change);
    this.#refresh(this.changes.acknowledge(change));
  }

  /** @param {Message} message @returns {Entry} */
  #entry(message) {
    const key = this.#unique(keyOf(message), message);
    /** @type {Entry} */
    const entry = { key, kind: "message", message, state: "stored", shown: this.changes.shown(message) };
    this.#keys.set(key, entry);
    return entry;
  }

  /** @returns {Entry} */
  #changeEntry(change) {
    return { key: `change-${change.position}`, kind: "change", change };
  }

  /** Looks anew at what has become of a message. @param {string} name */
  #refresh(name) {
    const entry = this.#keys.get(name);
    if (!entry?.message) return;
    entry.shown = this.changes.shown(entry.message);
    entry.revision = (entry.revision ?? 0) + 1;
  }

  /** Ids are unique for a day only: an author may use one again later. */
  #unique(key, message) {
    return this.#keys.has(key) ? `${key}/${message.position}` : key;
  }
}

/** Where in the room's order an entry lies; a gap lies nowhere. */
const placeOf = ({ message, change }) => (message ?? change)?.position;
