import { Emitter } from "./emitter.js";
import { RequestError, isStored } from "./protocol.js";

/** Messages asked for when a room is entered for the first time. */
const firstPageSize = 50;
/** Positions remembered per room, to deduplicate what two connections both deliver. */
const deduplicationWindow = 2_000;

/**
 * One room that is subscribed to.
 * @typedef {object} Subscription
 * @property {string} asked the name as it was joined: a room, or `@name`
 * @property {string} [invitation]
 * @property {string | null} room the canonical name, known after the first `joined`
 * @property {string | null} position newest one seen
 * @property {boolean} [isUnwritten] whether nothing was ever said there: only as it was asked for is such a direct room found
 * @property {Set<string>} seen the latest positions
 * @property {boolean} isLive whether everything up to now has come and more follows
 * @property {object | null} on the connection on which it was last joined, or is being joined
 * @property {() => void} [hurry] while it waits to be asked for again: asks now
 */

/**
 * The rooms that are subscribed to, and their resumption: after every (re)connection each is joined after its newest
 * position, and what was missed is replayed page by page, until it is live.
 *
 * Emits `joined` (reply + `asked`, `isFirst`), `message` (message, isCatchUp), `change` (change, isCatchUp), `live` (room),
 * `merged` (asked, room), `gap`, `rewind`, `refused` (asked, error, invitation), `delayed` (asked, error): tried again later.
 */
export class Rooms extends Emitter {
  /** @type {Map<string, Subscription>} by the asked name */
  #rooms = new Map();
  /** What is still to be replayed, by connection and room. @type {WeakMap<object, Map<string, {left: number, done: () => void}>>} */
  #replays = new WeakMap();

  /** The one that is joined before the others, by either of its names. */
  first = "";
  #clock;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    super();
    this.#clock = clock;
  }

  get names() {
    return [...this.#rooms.keys()];
  }

  /** @returns {Subscription | undefined} by its asked or canonical name */
  find(name) {
    return this.#rooms.get(name) ?? [...this.#rooms.values()].find(({ room }) => room === name);
  }

  isLive(name) {
    return this.find(name)?.isLive ?? false;
  }

  /**
   * Subscribes to a room: joins it on every connection from now on. One that waits to be asked for again is asked for at once.
   * @param {string} asked
   * @param {import("./connection.js").Connection | null} connection joined there at once, if it is up
   * @param {string} [invitation] shown until it is joined
   */
  async subscribe(asked, connection, invitation) {
    const known = this.find(asked);
    if (known) {
      known.invitation = invitation ?? known.invitation;
      return known.hurry?.();
    }
    /** @type {Subscription} */
    const subscription = { asked, invitation, room: null, position: null, seen: new Set(), isLive: false, on: null };
    this.#rooms.set(asked, subscription);
    if (connection?.isUp) await this.#join(subscription, connection);
  }

  /** @returns {Subscription | undefined} what was subscribed to */
  unsubscribe(name) {
    const subscription = this.find(name);
    if (subscription) this.#rooms.delete(subscription.asked);
    return subscription;
  }

  /** Takes up on this connection what has not been there; resolves when each room is live there or was refused. */
  async resume(connection) {
    const missing = [...this.#rooms.values()].filter(({ on }) => on !== connection);
    // Where there are more than can be followed, those are that were.
    const rank = ({ asked, room }) => (asked === this.first || room === this.first ? 0 : room ? 1 : 2);
    missing.sort((one, other) => rank(one) - rank(other));
    await Promise.all(missing.map((subscription) => this.#join(subscription, connection)));
  }

  /** There is no connection: nothing is live. */
  interrupted() {
    for (const subscription of this.#rooms.values()) subscription.isLive = false;
  }

  /** What a connection received; other types are ignored. After a `rewind` the room is in sync with the earlier position. */
  receive(object, connection) {
    if (isStored(object)) return this.#received(object, connection);
    const subscription = object.room && this.find(object.room);
    if (!subscription) return;
    // By the room's policy, or a ban in it; a poll that was refused says why.
    if (object.type === "left" && object.reason === "removed") {
      const error = new RequestError(object.code ?? "forbidden", object.message ?? "You no longer have access to this room.", object.retryAfter);
      return error.isPassing ? void this.#later(subscription, connection, error) : this.#refused(subscription, error);
    }
    // A poll goes on where the one before it ended, and is told in a `joined` of its own when it can't.
    const isHole = object.type === "gap" || (object.type === "joined" && !object.id && object.recovered === false);
    if (isHole) this.emit("gap", { ...object, room: subscription.room });
    if (object.type === "rewind") {
      subscription.position = object.position;
      subscription.seen.clear();
      this.emit("rewind", { ...object, room: subscription.room });
    }
  }

  async #join(subscription, connection) {
    subscription.on = connection;
    try {
      for (let more = true; more; ) {
        const after = subscription.position ?? undefined;
        const page = after ? { room: subscription.isUnwritten ? subscription.asked : subscription.room, after } : { room: subscription.asked, limit: firstPageSize, invitation: subscription.invitation };
        let arrived;
        // The reply's messages follow on its heels: it must be taken in before the next object is.
        const onReply = (reply) => void (arrived = this.#joined(subscription, reply, connection, after));
        const reply = await connection.request({ type: "join", ...page }, { onReply });
        await arrived;
        // A page without messages cannot bring us on: asking again would never end.
        more = Boolean(reply.more && eventsOf(reply));
      }
      if (subscription.on === connection) this.#live(subscription);
    } catch (error) {
      if (error instanceof RequestError && !error.isPassing) return this.#refused(subscription, error);
      if (connection.isUp) await this.#later(subscription, connection, error);
    }
  }

  /** It is asked for again after a while, or as soon as somebody wants it. */
  #later(subscription, connection, error) {
    subscription.isLive = false;
    return new Promise((done) => {
      const again = () => {
        this.#clock.cancel(timer);
        subscription.hurry = undefined;
        const isWanted = connection.isUp && this.#rooms.get(subscription.asked) === subscription;
        done(isWanted ? this.#join(subscription, connection) : undefined);
      };
      const timer = this.#clock.after(error.retryAfter ?? 1_000 + 2_000 * this.#clock.random(), again);
      subscription.hurry = again;
      this.emit("delayed", { asked: subscription.asked, error });
    });
  }

  #joined(subscription, reply, connection, after) {
    const isFirst = subscription.room === null;
    const first = [...this.#rooms.values()].find((other) => other !== subscription && other.room === reply.room);
    if (first) return this.#merge(subscription, first, reply, connection);
    subscription.room = reply.room;
    subscription.isUnwritten = reply.seq === 0;
    if (after && reply.recovered === false) {
      this.emit("gap", { room: reply.room, reason: reply.reason ?? "reset" });
    }
    this.emit("joined", { ...reply, asked: subscription.asked, isFirst });
    const missed = eventsOf(reply);
    if (missed === 0) {
      subscription.position = reply.position;
      return Promise.resolve();
    }
    return this.#expectReplay(connection, reply.room, missed);
  }

  /** The same direct room was asked for by its own name and by the other one's: what comes goes to one of them. */
  #merge(subscription, first, reply, connection) {
    this.#rooms.delete(subscription.asked);
    first.on = connection;
    this.emit("merged", { asked: subscription.asked, room: reply.room });
    const missed = eventsOf(reply);
    return missed ? this.#expectReplay(connection, reply.room, missed) : Promise.resolve();
  }

  /** Resolves when so many messages and changes of the room have arrived on the connection; a loss leaves it open for good. */
  #expectReplay(connection, room, count) {
    const replays = this.#replays.get(connection) ?? new Map();
    this.#replays.set(connection, replays);
    return new Promise((resolve) => replays.set(room, { left: count, done: resolve }));
  }

  #received(stored, connection) {
    const replay = this.#replays.get(connection)?.get(stored.room);
    const subscription = this.find(stored.room);
    if (subscription && !subscription.seen.has(stored.position)) {
      subscription.seen.add(stored.position);
      if (subscription.seen.size > deduplicationWindow) subscription.seen.delete(subscription.seen.values().next().value);
      subscription.position = stored.position;
      subscription.isUnwritten = false;
      const kind = stored.type === "message" ? "message" : "change";
      this.emit(kind, { [kind]: stored, isCatchUp: Boolean(replay) });
    }
    if (replay && (replay.left -= 1) === 0) {
      this.#replays.get(connection)?.delete(stored.room);
      replay.done();
    }
  }

  #live(subscription) {
    if (this.#rooms.get(subscription.asked) !== subscription) return;
    subscription.isLive = true;
    this.emit("live", { room: subscription.room });
  }

  #refused(subscription, error) {
    this.#rooms.delete(subscription.asked);
    this.emit("refused", { asked: subscription.asked, room: subscription.room, error, invitation: subscription.invitation });
  }
}

/** How many messages and changes follow a `joined`: changes are counted apart. */
export const eventsOf = (reply) => (Number(reply.missed) || 0) + (Number(reply.changes) || 0);
