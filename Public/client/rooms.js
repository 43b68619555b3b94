import { pause } from "./clock.js";
import { Emitter } from "./emitter.js";
import { RequestError, isStored } from "./protocol.js";

/** Messages asked for when a room is entered for the first time. */
const firstPage = 50;
/** Positions remembered per room to drop what two connections both deliver. */
const remembered = 2_000;

/**
 * One followed room.
 * @typedef {object} Followed
 * @property {string} asked the name as it was joined: a room, or `@name`
 * @property {string | null} room the canonical name, known after the first `joined`
 * @property {string | null} position newest one seen
 * @property {Set<string>} seen the latest positions
 * @property {boolean} isLive whether everything up to now has come and more follows
 * @property {object | null} on the connection on which it was last joined, or is being joined
 */

/**
 * The rooms that are followed, and their resumption: after every (re)connection each is joined after its newest
 * position, page by page, until it is live. Emits `joined` (reply + `asked`, `isFirst`), `message` (message,
 * isCatchUp), `change` (change, isCatchUp), `live` (room), `merged` (asked, room), `gap`, `rewind`, `refused` (asked, error).
 */
export class Rooms extends Emitter {
  /** @type {Map<string, Followed>} by the asked name */
  #rooms = new Map();
  /** @type {WeakMap<object, Map<string, {left: number, done: () => void}>>} catch-ups by connection and room */
  #catchUps = new WeakMap();

  #clock;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    super();
    this.#clock = clock;
  }

  get names() {
    return [...this.#rooms.keys()];
  }

  /** @returns {Followed | undefined} by its asked or canonical name */
  find(name) {
    return this.#rooms.get(name) ?? [...this.#rooms.values()].find(({ room }) => room === name);
  }

  isLive(name) {
    return this.find(name)?.isLive ?? false;
  }

  /**
   * Follows a room from now on.
   * @param {string} asked
   * @param {import("./connection.js").Connection | null} connection joined there at once, if it is up
   */
  async follow(asked, connection) {
    if (this.find(asked)) return;
    /** @type {Followed} */
    const followed = { asked, room: null, position: null, seen: new Set(), isLive: false, on: null };
    this.#rooms.set(asked, followed);
    if (connection?.isUp) await this.#join(followed, connection);
  }

  /** @returns {Followed | undefined} what was followed */
  forget(name) {
    const followed = this.find(name);
    if (followed) this.#rooms.delete(followed.asked);
    return followed;
  }

  /** Takes up on this connection what has not been there; resolves when each room is live there or was refused. */
  async resume(connection) {
    const missing = [...this.#rooms.values()].filter(({ on }) => on !== connection);
    await Promise.all(missing.map((followed) => this.#join(followed, connection)));
  }

  /** There is no connection: nothing is live. */
  interrupted() {
    for (const followed of this.#rooms.values()) followed.isLive = false;
  }

  /** What a connection received; of other types than this knows, nothing happens. */
  receive(object, connection) {
    if (isStored(object)) return this.#received(object, connection);
    const followed = object.room && this.find(object.room);
    if (!followed) return;
    // A poll goes on where the one before it ended, and is told in a `joined` of its own when it can't.
    const isHole = object.type === "gap" || (object.type === "joined" && !object.id && object.recovered === false);
    if (isHole) this.emit("gap", { ...object, room: followed.room });
    if (object.type === "rewind") {
      followed.position = object.position;
      followed.seen.clear();
      this.emit("rewind", { ...object, room: followed.room });
    }
  }

  async #join(followed, connection) {
    followed.on = connection;
    try {
      for (let more = true; more; ) {
        const after = followed.position ?? undefined;
        const request = after ? { type: "join", room: followed.room, after } : { type: "join", room: followed.asked, limit: firstPage };
        let arrived;
        // The reply's messages follow on its heels: it must be taken in before the next object is.
        const onReply = (reply) => void (arrived = this.#joined(followed, reply, connection, after));
        const reply = await connection.request(request, { onReply });
        await arrived;
        // A page without messages cannot bring us on: asking again would never end.
        more = Boolean(reply.more && eventsOf(reply));
      }
      if (followed.on === connection) this.#live(followed);
    } catch (error) {
      if (error instanceof RequestError && !error.isPassing) return this.#refused(followed, error);
      if (!connection.isUp) return;
      await pause(this.#clock, error.retryAfter ?? 1_000 + 2_000 * this.#clock.random());
      if (connection.isUp && this.#rooms.get(followed.asked) === followed) await this.#join(followed, connection);
    }
  }

  #joined(followed, reply, connection, after) {
    const isFirst = followed.room === null;
    const twin = [...this.#rooms.values()].find((other) => other !== followed && other.room === reply.room);
    if (twin) return this.#merge(followed, twin, reply, connection);
    followed.room = reply.room;
    if (after && reply.recovered === false) {
      this.emit("gap", { room: reply.room, reason: reply.reason ?? "reset" });
    }
    this.emit("joined", { ...reply, asked: followed.asked, isFirst });
    const missed = eventsOf(reply);
    if (missed === 0) {
      followed.position = reply.position;
      return Promise.resolve();
    }
    return this.#expect(connection, reply.room, missed);
  }

  /** The same direct room was asked for by its own name and by the other one's: what comes goes to one of them. */
  #merge(followed, twin, reply, connection) {
    this.#rooms.delete(followed.asked);
    twin.on = connection;
    this.emit("merged", { asked: followed.asked, room: reply.room });
    const missed = eventsOf(reply);
    return missed ? this.#expect(connection, reply.room, missed) : Promise.resolve();
  }

  /** Resolves when so many messages and changes of the room have arrived on the connection; a loss leaves it open for good. */
  #expect(connection, room, count) {
    const catchUps = this.#catchUps.get(connection) ?? new Map();
    this.#catchUps.set(connection, catchUps);
    return new Promise((resolve) => catchUps.set(room, { left: count, done: resolve }));
  }

  #received(stored, connection) {
    const catchUp = this.#catchUps.get(connection)?.get(stored.room);
    const followed = this.find(stored.room);
    if (followed && !followed.seen.has(stored.position)) {
      followed.seen.add(stored.position);
      if (followed.seen.size > remembered) followed.seen.delete(followed.seen.values().next().value);
      followed.position = stored.position;
      const kind = stored.type === "message" ? "message" : "change";
      this.emit(kind, { [kind]: stored, isCatchUp: Boolean(catchUp) });
    }
    if (catchUp && (catchUp.left -= 1) === 0) {
      this.#catchUps.get(connection)?.delete(stored.room);
      catchUp.done();
    }
  }

  #live(followed) {
    if (this.#rooms.get(followed.asked) !== followed) return;
    followed.isLive = true;
    this.emit("live", { room: followed.room });
  }

  #refused(followed, error) {
    this.#rooms.delete(followed.asked);
    this.emit("refused", { asked: followed.asked, room: followed.room, error });
  }
}

/** How many messages and changes follow a `joined`: changes are counted apart. */
export const eventsOf = (reply) => (Number(reply.missed) || 0) + (Number(reply.changes) || 0);
