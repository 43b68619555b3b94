/** Failures in a row before it is given up. */
const maxFailures = 5;

/**
 * Something found: a message, or the newest edit of one.
 * @typedef {object} Found
 * @property {string} key
 * @property {string} room
 * @property {import("./originals.js").Name} name of the message
 * @property {string} author
 * @property {string} text
 * @property {number} time when it was said so
 *
 * Where it goes on in a room.
 * @typedef {object} Front
 * @property {string} room
 * @property {string} [before]
 * @property {number} time that of which is looked at already; endless before the room was begun with
 * @property {number} failures in a row
 */

/**
 * A search on the server, through one room or many, backwards: a step asks for a part of the room that has been looked through least far.
 * A room that can't be had waits for the others, and one that may not be read is left out.
 */
export class MessageSearch {
  /** The newest first. @type {Found[]} */
  found = [];
  /** How many rooms there are. */
  count;
  /** @type {Front[]} */
  #fronts;
  #refused = 0;
  #failures = 0;

  /** @param {Iterable<string>} rooms @param {string} text */
  constructor(rooms, text) {
    this.text = text;
    this.#fronts = [...rooms].map((room) => ({ room, time: Infinity, failures: 0 }));
    this.count = this.#fronts.length;
  }

  get isDone() {
    return !this.#fronts.length;
  }

  /** All that is newer has been looked at; endless before all rooms were begun with. */
  get time() {
    return this.#next?.time ?? -Infinity;
  }

  /** In how many rooms it has been looked. */
  get begun() {
    return this.count - this.#fronts.filter(({ time }) => time === Infinity).length;
  }

  /** How many rooms can't be looked through, for good or for now. */
  get missed() {
    return this.#refused + this.#fronts.filter(({ failures }) => failures).length;
  }

  /** @returns {Front | undefined} */
  get #next() {
    const least = Math.min(...this.#fronts.map(({ failures }) => failures));
    const fronts = this.#fronts.filter(({ failures }) => failures === least);
    const latest = Math.max(...fronts.map(({ time }) => time));
    return fronts.find(({ time }) => time === latest);
  }

  /**
   * Looks at one more part.
   * @param {import("../tchatter.js").Chat} chat
   * @returns {Promise<number>} for how long to wait before the next step: milliseconds
   */
  async step(chat) {
    const front = this.#next;
    if (!front) return 0;
    const { room, before } = front;
    try {
      this.#take(front, await chat.ask("search", room, { text: this.text, before, limit: 50 }));
      this.#failures = front.failures = 0;
      return 0;
    } catch (error) {
      return this.#failed(front, error);
    }
  }

  #take(front, { messages, before, time }) {
    for (const event of messages) this.#add(front.room, event);
    this.found.sort((one, other) => other.time - one.time);
    // One that does not get on would be asked for ever.
    if (!before || before === front.before) this.#leave(front);
    else Object.assign(front, { before, time: time ?? front.time });
  }

  #add(room, { from, id, seq, of, target, text, time }) {
    const name = target ? { seq: of, ...target } : { seq, from: from.id, id };
    const key = `${room}/${name.from}/${name.id}`;
    // What was edited meanwhile is found by its newest text.
    if (!this.found.some((each) => each.key === key)) this.found.push({ key, room, name, author: from.name, text, time });
  }

  #failed(front, error) {
    if (error.isPassing) {
      this.#failures += 1;
      // A part of the store may be away that has this room and not the others.
      if (["unavailable", "timeout"].includes(error.code)) front.failures += 1;
      if (this.#failures < maxFailures) return error.retryAfter ?? 1_000;
    } else if (this.count > 1 && ["forbidden", "not_found"].includes(error.code)) {
      this.#refused += 1;
      this.#leave(front);
      return 0;
    }
    this.#failures = 0;
    throw error;
  }

  #leave(front) {
    this.#fronts = this.#fronts.filter((each) => each !== front);
  }
}
