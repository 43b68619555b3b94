import { delay } from "./clock.js";
import { RequestError, encode, isStored, isUser, pauseOf, validate } from "./protocol.js";

/** How long the server may hold a call that has nothing to tell; the protocol's maximum. Milliseconds. */
const maxWait = 25_000;
/** How long an answer may take beyond the wait. Milliseconds. */
const callTimeout = 10_000;
/** Requests in one call. */
const batchSize = 32;
/** How long to wait after a failed call. Milliseconds. */
const retryDelay = { send: 500, poll: 1_000 };
/** The longest wait that a server may ask of this transport; for a longer one it ends, and people are told. Milliseconds. */
const maxRetryDelay = 10_000;
/** To so much it is rounded up when a room that was refused is asked for again. Milliseconds. */
const holdStep = 100;
/** When somebody who is in as many rooms as may be tries again to join another one. Milliseconds. */
const placesPause = 60_000;
/** Failed calls in a row before the transport ends and leaves the rest to the reconnector. */
const maxFailures = 3;

/**
 * The protocol over `POST /poll`, for where WebSockets are blocked. The server keeps nothing between calls: this side
 * holds each joined room's newest position and hands all of them back with every waiting call, so an answer that was
 * lost is simply given again. Requests travel in short calls of their own beside the waiting one.
 * @implements {import("./socket-transport.js").Transport}
 */
export class PollTransport {
  /** @type {"poll"} */
  kind = "poll";
  #url;
  #fetch;
  #clock;
  /** @type {string | undefined} */
  #session;
  /** A hello by name, code or token alone: a call needs a session, so one is made first. @type {import("./protocol.js").Wire | null} */
  #newcomer = null;
  /** @type {import("./socket-transport.js").TransportEvents | null} */
  #events = null;
  /** @type {Map<string, string>} newest position of each joined room */
  #rooms = new Map();
  /** Conversations in which nothing was written yet, by their names: only by the other one's are they found. @type {Map<string, string>} */
  #unwritten = new Map();
  /** What `join` was sent for and is not answered yet: the rooms by the requests' ids. @type {Map<string, string>} */
  #joining = new Map();
  /** How many rooms may be waited for at once. */
  #most = Infinity;
  /** @type {import("./protocol.js").Wire[]} */
  #queue = [];
  #sending = false;
  #isOpen = false;
  /** @type {AbortController | null} of the call that waits for news */
  #poll = null;
  #failures = 0;
  /** How long the server wants to be left alone after the last failed call. Milliseconds. */
  #pause = 0;
  /** Rooms that were refused for now, and until when they are not asked for. @type {Map<string, number>} */
  #held = new Map();
  /** The rooms of the call that waits, in one string. */
  #awaited = "";
  /** So many requests go out alone, as one among them was refused. */
  #alone = 0;

  /**
   * @param {string} url
   * @param {import("./clock.js").Clock} clock
   * @param {typeof fetch} [fetching]
   */
  constructor(url, clock, fetching = (input, init) => fetch(input, init)) {
    this.#url = url;
    this.#clock = clock;
    this.#fetch = fetching;
  }

  /** @param {import("./socket-transport.js").TransportEvents} events */
  open(events) {
    this.#events = events;
    this.#flush();
  }

  /** @param {import("./protocol.js").Wire} object */
  send(object) {
    if (!this.#events) return;
    if (object.type === "hello" && object.session) this.#session = object.session;
    else if (object.type === "hello" && (object.name || object.token || object.code)) this.#newcomer = object;
    if (object.type === "leave") (this.#rooms.delete(object.room), this.#forget(object.room));
    if (object.type === "join" && !this.#takesPlace(object)) return;
    // A token or a code is shown once, for the session.
    this.#queue.push(object.type === "hello" ? { ...object, token: undefined, code: undefined, secret: undefined } : object);
    this.#flush();
  }

  /** By itself each call may join a room: that there are too many the server would find only in the call that waits. */
  #takesPlace({ id, room }) {
    const isCounted = this.#rooms.has(room) || this.#joins(room);
    this.#forget(room);
    const hasPlace = isCounted || this.#rooms.size + this.#joining.size < this.#most;
    if (hasPlace) this.#joining.set(id, room);
    else {
      const message = `No more than ${this.#most} rooms at once.`;
      queueMicrotask(() => this.#events?.received({ type: "error", id, code: "forbidden", message, retryAfter: placesPause }));
    }
    return hasPlace;
  }

  #joins(room) {
    return [...this.#joining.values()].includes(room);
  }

  /** What was asked for before does not count beside what is asked for now. */
  #forget(room) {
    for (const [id, each] of this.#joining) if (each === room) this.#joining.delete(id);
  }

  close(code, reason) {
    this.#poll?.abort();
    this.#finish(code, reason);
  }

  /** Sends what waits, one call at a time: requests keep their order. */
  async #flush() {
    if (this.#sending || !this.#queue.length) return;
    this.#sending = true;
    while (this.#events && this.#queue.length) {
      const requests = this.#queue.slice(0, this.#alone ? 1 : batchSize).map((object) => ({ ...object, room: this.#unwritten.get(object.room) ?? object.room }));
      const isKnown = !this.#newcomer || this.#session !== undefined || (await this.#signIn(this.#newcomer));
      const answered = isKnown && (await this.#call({ rooms: {}, wait: 0, requests }));
      if (answered) this.#take(requests.length);
      else if (requests.length === 1 || !this.#alone) await this.#rest(retryDelay.send);
    }
    this.#sending = false;
  }

  /** So many are done with. */
  #take(count) {
    this.#queue.splice(0, count);
    this.#alone = Math.max(0, this.#alone - count);
  }

  /** After a failed call: as long as the server wants it, and not all clients to the moment. */
  #rest(least) {
    return delay(this.#clock, Math.max(least, this.#pause * (1 + this.#clock.random() / 2)));
  }

  /** Makes a session for who says hello by name, code or token. Whether there is one; a refusal is the answer to the hello. */
  async #signIn({ id, name, code, secret, token }) {
    try {
      const response = await this.#fetch(new URL("/session", this.#url).href, {
        method: "POST", credentials: "same-origin", cache: "no-store",
        headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
        body: encode({ name, code, secret }),
      });
      const reply = await response.json();
      if (response.ok && typeof reply.session === "string") this.#session = reply.session;
      else this.#events?.received({ type: "error", code: "unavailable", message: "", ...reply, id });
      // The same one would be refused again.
      if ((token || code) && response.status === 401) this.#finish(4501, "unauthorized");
      return this.#session !== undefined;
    } catch {
      return this.#failed("no answer");
    }
  }

  /** Waits for news of the joined rooms, again and again. */
  async #pollAgain() {
    const call = new AbortController();
    this.#poll = call;
    while (this.#events && this.#poll === call && this.#awaited) {
      const rooms = Object.fromEntries([...this.#rooms].filter(([room]) => !this.#held.has(room)).map(([room, position]) => [this.#unwritten.get(room) ?? room, position]));
      const answered = await this.#call({ rooms, wait: maxWait, requests: [] }, call);
      if (!answered && this.#poll === call) await this.#rest(retryDelay.poll);
    }
  }

  /** Begins anew if the rooms that are waited for are others now. */
  #renewPoll() {
    const rooms = [...this.#rooms.keys()].filter((room) => !this.#held.has(room)).join();
    if (rooms === this.#awaited) return;
    this.#awaited = rooms;
    const old = this.#poll;
    this.#poll = null;
    old?.abort();
    this.#pollAgain();
  }

  /**
   * One call. Whether it was answered; what came with it has been handed on.
   * @param {{rooms: object, wait: number, requests: object[]}} body
   * @param {AbortController} [abort]
   */
  async #call(body, abort = new AbortController()) {
    const timer = this.#clock.after(body.wait + callTimeout, () => abort.abort());
    try {
      const response = await this.#fetch(this.#url, {
        method: "POST", credentials: "same-origin", cache: "no-store", signal: abort.signal,
        headers: { "Content-Type": "application/json" },
        body: encode({ session: this.#session, ...body }),
      });
      if (response.status === 401) return this.#finish(4501, "unauthorized"), true;
      if (!response.ok) return await this.#refused(response, body.requests);
      const objects = await response.json();
      if (!Array.isArray(objects)) return this.#failed("not an array");
      this.#receive(objects);
      return true;
    } catch {
      // Aborted because the rooms changed or the transport was closed: no failure.
      if (abort.signal.aborted && (this.#poll !== abort || !this.#events)) return false;
      return this.#failed("no answer");
    } finally {
      this.#clock.cancel(timer);
    }
  }

  /** One request that can't be read makes a whole call refused: they go out again one by one, and it is refused alone. */
  async #refused(response, requests) {
    const told = await response.json().catch(() => null);
    // Not about what was asked: who asks is banned.
    if (response.status === 403 && told?.type === "error") {
      this.#events?.received(told);
      return this.#finish(4503, "forbidden"), true;
    }
    const isFinal = response.status === 413 || (response.status === 400 && told?.type === "error");
    if (!isFinal || !requests.length) {
      const seconds = Number(response.headers.get("Retry-After") ?? 0);
      return this.#failed(`status ${response.status}`, pauseOf(told?.retryAfter) ?? pauseOf(seconds * 1_000));
    }
    if (requests.length > 1) this.#alone = requests.length;
    else this.#events?.received({ type: "error", code: "too_large", message: "This is too long to send.", ...told, id: requests[0].id });
    return requests.length === 1;
  }

  #receive(objects) {
    this.#failures = this.#pause = 0;
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#events?.opened();
    }
    for (const object of objects.map(validate)) {
      if (!object) continue;
      const refused = object.type === "error" && object.id === undefined && this.#askedFor(object.room);
      if (refused) {
        this.#refusedRoom({ ...object, room: refused });
        continue;
      }
      this.#trackPosition(object);
      // Who is connected next time goes on in the session that was made here.
      const isNews = object.type === "welcome" && this.#newcomer;
      this.#events?.received(isNews ? { session: this.#session, ...object } : object);
    }
    this.#renewPoll();
  }

  /** The room that is waited for by a name. @returns {string | undefined} */
  #askedFor(name) {
    return this.#rooms.has(name) ? name : [...this.#unwritten].find(([room, asked]) => asked === name && this.#rooms.has(room))?.[0];
  }

  /** A room that was polled is refused: the others go on without it, until its time comes. Of one too many it is told, as it may be for long. */
  #refusedRoom({ room, code, message, retryAfter }) {
    const error = new RequestError(code, message, retryAfter);
    if (error.isPassing && code !== "forbidden") return this.#hold(room, error.retryAfter ?? retryDelay.poll);
    this.#rooms.delete(room);
    this.#events?.received({ type: "left", room, reason: "removed", code, message, ...(error.isPassing && { retryAfter }) });
  }

  /** Those that are due at about the same time are asked for in one call. */
  #hold(room, span) {
    const now = this.#clock.now();
    const due = Math.ceil((now + span) / holdStep) * holdStep;
    this.#held.set(room, due);
    this.#clock.after(due - now, () => {
      for (const [each, until] of this.#held) if (until <= due) this.#held.delete(each);
      if (this.#events) this.#renewPoll();
    });
  }

  /** Keeps the positions: where the next waiting call goes on. */
  #trackPosition(object) {
    // One of which there is more is still being joined, and has its place.
    if (object.type === "joined" && object.more) this.#joining.set(object.id, object.room);
    else this.#joining.delete(object.id);
    if (object.type === "welcome" && object.session) this.#session = object.session;
    if (object.type === "welcome" && object.limits?.rooms > 0) this.#most = object.limits.rooms;
    if (["joined", "left"].includes(object.type)) this.#held.delete(object.room);
    if (object.type === "left") this.#rooms.delete(object.room);
    // A page that is not the last is followed by another join; only then does the waiting call take over.
    if (object.type === "joined" && !object.more) this.#rooms.set(object.room, object.position);
    if (object.type === "joined" && isUser(object.with) && object.seq === 0) this.#unwritten.set(object.room, `@${object.with.name}`);
    else if (object.type === "joined" || isStored(object)) this.#unwritten.delete(object.room);
    if (object.type === "rewind") this.#rooms.set(object.room, object.position);
    if (isStored(object) && this.#rooms.has(object.room)) this.#rooms.set(object.room, object.position);
  }

  /** @param {number} [pause] how long the server wants to be left alone */
  #failed(reason, pause = 0) {
    this.#failures += 1;
    this.#pause = pause;
    if (this.#failures < maxFailures && pause <= maxRetryDelay) return false;
    if (pause) this.#events?.received({ type: "error", code: "unavailable", message: "The server asks to wait.", retryAfter: pause });
    this.#finish(1006, reason);
    return false;
  }

  #finish(code, reason) {
    const events = this.#events;
    this.#events = null;
    this.#queue = [];
    events?.closed(code, reason);
  }
}
