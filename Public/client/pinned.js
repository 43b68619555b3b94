import { Originals } from "./originals.js";
import { keyOf } from "./room-roles.js";

/** Entries that are looked through at once for edits of a message that lies before what has been read of its room, and all in all. */
const pageSize = 200;
const maxDistance = 600;
/** Where many see at once that a message was pinned, not all ask at once: milliseconds for each who is there, and at most. */
const waitEach = 10;
const maxWait = 20_000;
/** After a failure it is asked again. Milliseconds. */
const retryDelay = 5_000;

/**
 * How far it has been looked for edits, from what is pinned on.
 * @typedef {object} Look
 * @property {number} seq up to which it has been
 * @property {string} text of the latest edit there
 * @property {boolean} isWaiting for a moment, or for an answer
 * @property {boolean} isDue whether it may ask
 */

/** The message that is pinned in a room, as it is now. What it takes for that is asked for only as long as somebody goes on to find it. */
export class Pinned {
  #chat;
  #clock;
  #originals;
  /** @type {WeakMap<object, Map<string, Look>>} by what is pinned */
  #looks = new WeakMap();

  /** @param {() => import("../tchatter.js").Chat | null} chat @param {import("./clock.js").Clock} clock */
  constructor(chat, clock) {
    this.#chat = chat;
    this.#clock = clock;
    this.#originals = new Originals(chat, clock);
  }

  /**
   * @param {import("./room.js").Room} room
   * @param {() => void} learned is called when more is known
   * @returns {{author: string, text: string | undefined} | null | undefined} `null` if there is none, or it is gone; nothing while it is not
   *   known; without a text where that may have been edited since
   */
  find(room, learned) {
    const pin = room.policy?.pin;
    if (!pin) return null;
    const { timeline } = room;
    // Behind what is there, all its edits are there too.
    const isRead = Boolean(timeline.named(pin));
    const look = this.#lookFor(room, pin);
    if (!isRead && !look.isDue) return void this.#waitFor(room, look, learned);
    const original = this.#originals.find(room, pin, learned);
    if (!original || original.isDeleted) return original && null;
    const isEdited = timeline.changes.shown(/** @type {any} */ ({ from: { id: pin.from }, id: pin.id, text: original.text }))?.isEdited;
    if (isRead || isEdited) return original;
    const distance = earliestIn(room) - 1 - look.seq;
    if (distance <= 0) return { ...original, text: look.text || original.text };
    if (distance <= maxDistance) this.#goOn(room, pin, look, learned);
    return { ...original, text: undefined };
  }

  /** @returns {Look} */
  #lookFor(room, pin) {
    const looks = this.#looks.get(room) ?? new Map();
    this.#looks.set(room, looks);
    const key = `${keyOf(pin)} ${pin.position}`;
    if (!looks.has(key)) looks.set(key, { seq: pin.seq, text: "", isWaiting: false, isDue: false });
    return looks.get(key);
  }

  #waitFor(room, look, learned) {
    if (look.isWaiting) return;
    look.isWaiting = true;
    const due = () => ([look.isWaiting, look.isDue] = [false, true], learned());
    this.#clock.after(this.#clock.random() * Math.min(room.count * waitEach, maxWait), due);
  }

  #goOn(room, pin, look, learned) {
    const chat = this.#chat();
    if (look.isWaiting || !chat) return;
    look.isWaiting = true;
    const done = () => (look.isWaiting = false, learned());
    read(chat, room, pin, look).then(done, () => void this.#clock.after(retryDelay, done));
  }
}

/** A page of what came after it, and what that says of it. */
async function read(chat, room, pin, look) {
  const end = earliestIn(room) - 1;
  const { messages } = await chat.history(room.name, undefined, pageSize, look.seq);
  const edits = messages.filter(({ type, from, target }) => type === "edit" && from.id === pin.from && keyOf(target) === keyOf(pin));
  look.text = edits.findLast(({ text }) => text)?.text ?? look.text;
  look.seq = messages.at(-1)?.seq ?? end;
}

/** The seq from which on the room has been read. */
const earliestIn = ({ timeline }) => timeline.entries.map(({ message, change }) => message ?? change).find(Boolean)?.seq ?? 0;
