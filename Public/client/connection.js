import { Alarm } from "./alarm.js";
import { Heartbeat } from "./heartbeat.js";
import { RequestError, encode, fits, isStored, newID, version } from "./protocol.js";

/** How long connecting may take, up to the welcome. Milliseconds. */
const connectTimeout = 10_000;
/** How long a reply may take. Milliseconds. */
const requestTimeout = 15_000;
/** How long the server may take to close after it refused the hello. Milliseconds. */
const closeTimeout = 1_000;

/**
 * One connection to the server, over either transport: says hello, matches replies to requests, and notices when the
 * other side has gone without a word. It does not come back by itself; `Reconnector` makes a new one.
 *
 * @typedef {object} ConnectionEvents
 * @property {(welcome: import("./protocol.js").Wire) => void} welcomed
 * @property {(event: import("./protocol.js").Wire) => void} received everything but `welcome`, replies included, in order
 * @property {(end: {code: number, reason: string, error?: RequestError}) => void} closed exactly once
 *
 * A request that waits for its reply.
 * @typedef {object} Pending
 * @property {import("./protocol.js").Wire} object
 * @property {(reply: any) => void} resolve
 * @property {(error: RequestError) => void} reject
 * @property {(reply: any) => void} [onReply]
 * @property {any} timer
 * @property {RequestError} [suspected] a refusal that named no request, and may have been this one's
 */
export class Connection {
  #transport;
  #clock;
  #events;
  #hello;
  /** @type {Map<string, Pending>} */
  #requests = new Map();
  #opening;
  #heartbeat;
  /** When `welcome` came. @type {number | null} */
  #welcomedAt = null;
  /** @type {RequestError | undefined} of the hello, for good */
  #refusal;
  /** What the server said last, if that was why it can't serve: some browsers lose the code that it closes with then. @type {RequestError | undefined} */
  #lastWord;
  #isClosed = false;
  /** Whether `welcome` has come. */
  isUp = false;
  /** What its hello was said with, until it was taken. @type {string | undefined} */
  token;

  /**
   * @param {import("./socket-transport.js").Transport} transport
   * @param {{session?: string, name?: string, token?: string}} credentials
   * @param {import("./clock.js").Clock} clock
   * @param {ConnectionEvents} events
   */
  constructor(transport, credentials, clock, events) {
    this.#transport = transport;
    this.#clock = clock;
    this.#events = events;
    this.#hello = { type: "hello", version, ...credentials };
    this.token = credentials.token;
    this.#opening = new Alarm(clock);
    this.#heartbeat = new Heartbeat(clock, () => this.#ping(), () => this.#end(4012, "no pong"));
  }

  get kind() {
    return this.#transport.kind;
  }

  /** For how many milliseconds it has been up. */
  get age() {
    return this.#welcomedAt === null ? 0 : this.#clock.now() - this.#welcomedAt;
  }

  /** Whether the page is in use: a loss is noticed sooner. */
  set isActive(isActive) {
    this.#heartbeat.isActive = isActive;
  }

  /** Throws where there is no such transport. */
  open() {
    this.#transport.open({
      opened: () => {},
      received: (object) => this.#receive(object),
      closed: (code, reason) => this.#closed(code, reason),
    });
    this.#opening.set(connectTimeout, () => this.#end(1006, "no answer"));
    this.request(this.#hello).then(
      (welcome) => this.#welcomed(welcome),
      (error) => this.#refused(error),
    );
  }

  /**
   * Asks, and waits for the reply with the same id.
   * @param {import("./protocol.js").Wire} object an id is added unless it has one
   * @param {{timeout?: number, onReply?: (reply: import("./protocol.js").Wire) => void}} [options] `timeout`: milliseconds;
   *   `onReply` sees the reply before anything that came after it is looked at
   * @returns {Promise<import("./protocol.js").Wire>} rejects with `RequestError`
   */
  request(object, { timeout = requestTimeout, onReply } = {}) {
    const id = object.id ?? newID();
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new RequestError("lost", "The connection was closed."));
      if (!fits({ ...object, id })) return reject(tooLarge());
      const timer = this.#clock.after(timeout, () => {
        this.#requests.delete(id);
        reject(new RequestError("timeout", "The server didn't answer in time."));
        this.#findSuspect();
      });
      this.#requests.set(id, { object, resolve, reject, onReply, timer });
      this.#transport.send({ ...object, id });
    });
  }

  /** Sends what has no reply. It has an id all the same: a refusal of it shall not be taken for another request's. */
  notify(object) {
    if (this.isUp && !this.#isClosed) this.#transport.send({ ...object, id: newID() });
  }

  /** Asks the server whether it is there, and ends the connection unless something comes soon. */
  probe() {
    if (this.isUp) this.#heartbeat.probe();
  }

  /** Does what is due by the clock. */
  look() {
    this.#opening.look();
    this.#heartbeat.look();
  }

  close() {
    this.#end(1000, "");
  }

  #ping() {
    this.request({ type: "ping" }).catch(() => {});
  }

  #receive(object) {
    this.#heartbeat.heard();
    this.#lastWord = undefined;
    // What is stored carries its author's id, which is no reply to us even where it is equal to one.
    if (object.id === undefined) this.#heardUnnamed(object);
    else if (!isStored(object)) this.#answered(object);
    if (object.type !== "welcome") this.#events.received(object);
  }

  #answered(object) {
    const pending = this.#requests.get(object.id);
    if (!pending) return;
    this.#requests.delete(object.id);
    this.#clock.cancel(pending.timer);
    if (object.type === "error") pending.reject(errorOf(object));
    else {
      pending.onReply?.(object);
      pending.resolve(object);
    }
    this.#findSuspect();
  }

  /** A request that could not be read is refused without its id. */
  #heardUnnamed(object) {
    if (object.type !== "error") return;
    const error = errorOf(object);
    if (["unavailable", "maintenance", "forbidden"].includes(error.code)) this.#lastWord = error;
    if (error.isPassing) return;
    for (const pending of this.#requests.values()) pending.suspected ??= error;
    this.#findSuspect();
  }

  /** The refused request is the one that is left when the others have been answered. Nothing shall wait behind it. */
  #findSuspect() {
    const suspects = [...this.#requests].filter(([, { suspected }]) => suspected);
    if (suspects.length !== 1) return;
    const [id, { suspected, reject, timer }] = suspects[0];
    this.#requests.delete(id);
    this.#clock.cancel(timer);
    if (suspected) reject(suspected);
  }

  #welcomed(welcome) {
    if (this.#isClosed) return;
    this.#opening.cancel();
    this.isUp = true;
    this.token = undefined;
    this.#welcomedAt = this.#clock.now();
    // A poll that is broken fails by itself.
    if (this.kind === "socket") this.#heartbeat.begin();
    this.#events.welcomed(welcome);
  }

  /** @param {RequestError} error */
  #refused(error) {
    if (this.#isClosed) return;
    if (error.isPassing) {
      this.#finish({ code: 1006, reason: error.message, error });
      return this.#transport.close(1000, "");
    }
    // The server's close code says why. It does not close where another hello may do better; this one said all it knows.
    this.#refusal = error;
    this.#opening.set(closeTimeout, () => this.#transport.close(4501, error.message));
  }

  #end(code, reason) {
    if (this.#isClosed) return;
    this.#finish({ code, reason });
    this.#transport.close(code === 1006 ? 1000 : code, reason);
  }

  #closed(code, reason) {
    const error = this.#refusal ?? this.#lastWord;
    this.#finish({ code, reason: error?.message ?? reason, error });
  }

  #finish(end) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.isUp = false;
    this.#opening.cancel();
    this.#heartbeat.end();
    const requests = [...this.#requests.values()];
    this.#requests.clear();
    const culprit = end.code === 1009 ? largest(requests) : undefined;
    for (const request of requests) {
      this.#clock.cancel(request.timer);
      request.reject(request === culprit ? tooLarge() : new RequestError("lost", "The connection was lost."));
    }
    this.#events.closed(end);
  }
}

const tooLarge = () => new RequestError("too_large", "This is too long to send.");
const errorOf = ({ code, message, retryAfter }) => new RequestError(code, message, retryAfter);

/** What a connection was closed for as too large; the same must not be sent again. @param {Pending[]} requests */
function largest(requests) {
  const sizes = requests.map(({ object }) => encode(object).length);
  return requests[sizes.indexOf(Math.max(...sizes))];
}
