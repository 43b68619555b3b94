/** Failures in a row before it is given up. */
const maxFailures = 5;

/**
 * Something found: a message, or the newest edit of one.
 * @typedef {object} Found
 * @property {string} key
 * @property {import("./room.js").Room} room
 * @property {import("./originals.js").Name} name of the message
 * @property {string} author
 * @property {string} text
 * @property {number} time when it was said so
 */

/**
 * A search on the server, through one room or several at once, backwards: a step asks for a part of the room that has been
 * looked through least far.
 */
export class MessageSearch {
  /** The newest first. @type {Found[]} */
  found = [];
  /** Where it goes on in which room; that of which time is looked at already. @type {{room: import("./room.js").Room, before?: string, time: number}[]} */
  #fronts;
  #failures = 0;

  /** @param {Iterable<import("./room.js").Room>} rooms @param {string} text */
  constructor(rooms, text) {
    this.text = text;
    this.#fronts = [...rooms].map((room) => ({ room, time: Infinity }));
  }

  get isDone() {
    return !this.#fronts.length;
  }

  /** All that is newer has been looked at; endless before all rooms were begun with. */
  get time() {
    return Math.max(...this.#fronts.map(({ time }) => time));
  }

  /**
   * Looks at one more part.
   * @param {import("../tchatter.js").Chat} chat
   * @returns {Promise<number>} for how long to wait before the next step: milliseconds
   */
  async step(chat) {
    const front = this.#fronts.find(({ time }) => time === this.time);
    if (!front) return 0;
    const { room, before } = front;
    try {
      this.#take(front, await chat.ask("search", room.name, { text: this.text, before, limit: 50 }));
      this.#failures = 0;
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
    const key = `${room.name}/${name.from}/${name.id}`;
    // What was edited meanwhile is found by its newest text.
    if (!this.found.some((each) => each.key === key)) this.found.push({ key, room, name, author: from.name, text, time });
  }

  #failed(front, error) {
    this.#failures += 1;
    // One may not be there any more.
    if (this.#fronts.length > 1 && ["forbidden", "not_found"].includes(error.code)) return this.#leave(front);
    if (error.isPassing && this.#failures < maxFailures) return error.retryAfter ?? 1_000;
    throw error;
  }

  #leave(front) {
    this.#fronts = this.#fronts.filter((each) => each !== front);
    return 0;
  }
}
