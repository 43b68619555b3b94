import { RequestError, fits, isStored, newID, version } from "./protocol.js";

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
 */
export class Connection {
  #transport;
  #clock;
  #events;
  #hello;
  /** @type {Map<string, {resolve: (reply: any) => void, reject: (error: RequestError) => void, onReply?: (reply: any) => void, timer: any}>} */
  #requests = new Map();
  #receivedAt;
  #connectTimer;
  /** @type {RequestError | undefined} of the hello, for good */
  #refusal;
  #isClosed = false;
  #probing = false;
  /** Whether `welcome` has come. */
  isUp = false;

  /**
   * @param {import("./socket-transport.js").Transport} transport
   * @param {{session?: string, name?: string}} credentials
   * @param {import("./clock.js").Clock} clock
   * @param {ConnectionEvents} events
   */
  constructor(transport, credentials, clock, events) {
    this.#transport = transport;
    this.#clock = clock;
    this.#events = events;
    this.#hello = { type: "hello", version, ...credentials };
    this.#receivedAt = clock.now();
  }

  get kind() {
    return this.#transport.kind;
  }

  /** Milliseconds since anything was received. */
  get idleTime() {
    return this.#clock.now() - this.#receivedAt;
  }

  open() {
    this.#connectTimer = this.#clock.after(connectTimeout, () => this.#end(1006, "no answer"));
    this.#transport.open({
      opened: () => {},
      received: (object) => this.#receive(object),
      closed: (code, reason) => this.#finish({ code, reason: this.#refusal?.message ?? reason, error: this.#refusal }),
    });
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
      if (!fits({ ...object, id })) return reject(new RequestError("too_large", "This is too long to send."));
      const timer = this.#clock.after(timeout, () => {
        this.#requests.delete(id);
        reject(new RequestError("timeout", "The server didn't answer in time."));
      });
      this.#requests.set(id, { resolve, reject, onReply, timer });
      this.#transport.send({ ...object, id });
    });
  }

  /** Sends what has no reply. */
  notify(object) {
    if (this.isUp && !this.#isClosed) this.#transport.send(object);
  }

  /**
   * Pings the server, and ends the connection when it does not answer.
   * @param {number} timeout milliseconds until silence means that it is gone
   */
  async probe(timeout) {
    if (this.#probing || !this.isUp) return;
    this.#probing = true;
    const asked = this.#clock.now();
    try {
      await this.request({ type: "ping" }, { timeout });
    } catch {
      // Anything received since counts: a long replay may stand in the pong's way.
      if (this.#receivedAt <= asked) this.#end(4012, "no pong");
    } finally {
      this.#probing = false;
    }
  }

  close() {
    this.#end(1000, "");
  }

  #receive(object) {
    this.#receivedAt = this.#clock.now();
    const pending = object.id !== undefined ? this.#requests.get(object.id) : undefined;
    // What is stored carries its author's id, which is no reply to us even where it is equal to one.
    if (pending && !isStored(object)) {
      this.#requests.delete(object.id);
      this.#clock.cancel(pending.timer);
      if (object.type === "error") pending.reject(new RequestError(object.code, object.message, object.retryAfter));
      else {
        pending.onReply?.(object);
        pending.resolve(object);
      }
    }
    if (object.type !== "welcome") this.#events.received(object);
  }

  #welcomed(welcome) {
    this.#clock.cancel(this.#connectTimer);
    this.isUp = true;
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
    this.#clock.cancel(this.#connectTimer);
    this.#connectTimer = this.#clock.after(closeTimeout, () => this.#transport.close(4501, error.message));
  }

  #end(code, reason) {
    if (this.#isClosed) return;
    this.#finish({ code, reason });
    this.#transport.close(code === 1006 ? 1000 : code, reason);
  }

  #finish(end) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.isUp = false;
    this.#clock.cancel(this.#connectTimer);
    for (const { reject, timer } of this.#requests.values()) {
      this.#clock.cancel(timer);
      reject(new RequestError("lost", "The connection was lost."));
    }
    this.#requests.clear();
    this.#events.closed(end);
  }
}
