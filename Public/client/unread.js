import { mentions } from "./blocks.js";
import { unreadMark } from "./read-marks.js";

/** @typedef {import("./store.js").Room} Room */


/**
 * What was not read yet of each room: how many messages, how many of them address this user. What counts is the place in
 * the room's order: a message dated ahead by a wrong clock silences nothing that comes after it.
 */
export class Unread {
  #marks;
  /** Messages that called those who are here, while one was. @type {WeakSet<object>} */
  #heard = new WeakSet();
  /** What is still to be written down of what was seen. @type {Map<Room, import("./read-marks.js").ReadMark>} */
  #seen = new Map();

  /** @param {import("./read-marks.js").ReadMarks} marks */
  constructor(marks) {
    this.#marks = marks;
  }

  /** The room's first messages are about to come. @param {Room} room */
  begin(room) {
    room.mark = this.#marks.of(room.name);
    room.read = room.mark ?? unreadMark;
    room.isHeld = Boolean((room.back = room.mark?.back));
    room.isFresh = !room.mark && !room.with;
  }

  /**
   * All that had been said has come. Written down even where that was nothing: what comes from now on is new, after a
   * reload too.
   * @param {Room} room
   */
  caughtUp(room) {
    if (room.isFresh) this.#mark(room, true);
    room.isFresh = false;
    room.mark = null;
  }

  /** Somebody else's message. @param {Room} room @returns {boolean} whether it counts */
  isNew(room, message) {
    return !room.isFresh && (!room.mark || message.time > room.mark.time);
  }

  /**
   * @param {Room} room
   * @param {import("./protocol.js").Message} message
   * @param {import("./protocol.js").User | null} me
   * @param {boolean} [isLive] whether it comes as it is said
   * @returns {boolean} whether the message addresses this user, by an answer too, or as one of all
   */
  isMention(room, message, me, isLive = false) {
    const { reply, text, everybody } = message;
    if (everybody === "here" && isLive) this.#heard.add(message);
    if (room.with !== null || everybody === "all" || this.#heard.has(message)) return true;
    return me !== null && (reply?.from === me.id || mentions(text, me.name));
  }

  /** @param {Room} room */
  count(room, isMention) {
    room.unread += 1;
    if (isMention) room.mentions += 1;
  }

  /**
   * A message has come that may be the last one that was read before: then all until it was.
   * @param {Room} room
   * @returns {boolean} whether it is
   */
  reach(room, message) {
    const { mark } = room;
    if (!mark || mark.position !== message.position) return false;
    room.mark = null;
    room.unread = room.mentions = 0;
    room.read = mark;
    this.#marks.set(room.name, mark);
    return true;
  }

  /** A message is seen as it comes, one of many maybe. @param {Room} room @returns {boolean} whether it is the first since `keepSeen` */
  see(room) {
    const isFirst = !this.#seen.size;
    this.#seen.set(room, (room.read = room.timeline.newest ?? room.read));
    return isFirst;
  }

  /** Writes down what was seen. @returns {boolean} whether something was */
  keepSeen() {
    const isNews = this.#seen.size > 0;
    for (const [room, mark] of this.#seen) if (room.read === mark) this.#mark(room);
    this.#seen.clear();
    return isNews;
  }

  /** All that has come has been seen. @param {Room} room @returns {boolean} whether that is news */
  read(room) {
    const { newest } = room.timeline;
    if (!room.unread && !room.mentions && (!newest || newest.position === room.read.position)) return false;
    room.unread = room.mentions = 0;
    this.#mark(room);
    return true;
  }

  /** Whether another tab has read all that there is. @param {Room} room */
  isReadElsewhere(room) {
    const { newest } = room.timeline;
    return newest !== undefined && this.#marks.of(room.name)?.position === newest.position;
  }

  #mark(room, isFresh) {
    const { position, time } = room.timeline.newest ?? room.read;
    room.read = { position, time, isFresh };
    this.#marks.set(room.name, room.read);
  }
}
