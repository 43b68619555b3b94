import { Backoff } from "./backoff.js";
import { laterDelay, reconnectAfter } from "./close-codes.js";
import { Connection } from "./connection.js";
import { Emitter } from "./emitter.js";
import { RequestError } from "./protocol.js";

/** WebSockets that never came up, while plain HTTP is answered, before the fallback to long-polling. */
const failuresBeforePolling = 2;
/** How long long-polling is used before WebSocket is tried again. Milliseconds. */
const socketRetryDelay = 180_000;
/** Silence after which the server is pinged, and how long its pong may take; while the page is active, and while not. */
const idleTimeout = { active: 4_500, inactive: 25_000 };
const pongTimeout = { active: 4_000, inactive: 20_000 };

/**
 * Keeps a connection: makes the first, comes back after a loss, moves to another instance when told to, and changes the
 * transport. A move is *make before break*: the new connection has resumed every room before the old one is closed.
 *
 * Emits `state` ({phase, transport, retryAt, error}), `up` (connection, welcome), `event` (object, connection),
 * `ended` ({code, reason}).
 *
 * @typedef {"connecting" | "up" | "waiting" | "ended"} Phase
 */
export class Reconnector extends Emitter {
  /** @type {Phase} */
  phase = "connecting";
  /** @type {number | null} by the clock's `now` */
  retryAt = null;
  /** Whether the page is in use: its connection is pinged sooner. */
  isActive = true;
  /** @type {Connection | null} what is used */
  current = null;
  /** @type {Connection | null} what shall replace it */
  #next = null;
  /** @type {any} its welcome, once it has come */
  #nextWelcome = null;
  /** @type {number | null} the window in which it wants to be left, too, as soon as it is used */
  #nextWindow = null;
  #options;
  #clock;
  #backoff;
  #socketFailures = 0;
  /** @type {"socket" | "poll"} */
  #kind = "socket";
  #retryTimer;
  #heartbeatTimer;
  #moveTimer;

  /**
   * @param {object} options
   * @param {(kind: "socket" | "poll") => import("./socket-transport.js").Transport} options.transport makes one
   * @param {() => Promise<boolean>} options.isReachable whether plain HTTP is answered
   * @param {(connection: Connection, welcome: object) => Promise<void>} options.resume takes every room up again
   * @param {{session?: string, name?: string}} options.credentials
   * @param {import("./clock.js").Clock} options.clock
   * @param {"auto" | "socket" | "poll"} [options.kind]
   */
  constructor(options) {
    super();
    this.#options = options;
    this.#clock = options.clock;
    this.#backoff = new Backoff(options.clock);
    if (options.kind === "poll") this.#kind = "poll";
  }

  get transport() {
    return this.current?.kind ?? this.#kind;
  }

  open() {
    this.#connect();
    this.#heartbeat();
  }

  /** For good. */
  close() {
    this.#clock.cancel(this.#heartbeatTimer);
    this.#clock.cancel(this.#retryTimer);
    this.#clock.cancel(this.#moveTimer);
    this.#enter("ended");
    for (const connection of [this.#next, this.current]) connection?.close();
    this.#next = this.current = null;
  }

  /** The network may have changed (back from sleep, online again): connects, or pings, at once. */
  probe() {
    if (this.phase === "waiting") this.#connect();
    else if (this.phase === "up") this.current?.probe(pongTimeout.active);
  }

  /** @param {import("./protocol.js").Wire} object */
  request(object, options) {
    if (this.phase !== "up" || !this.current) return Promise.reject(new RequestError("lost", "Not connected."));
    return this.current.request(object, options);
  }

  /** A connection in place of the present one, if any; it takes over once it has resumed. */
  #connect() {
    this.#clock.cancel(this.#retryTimer);
    if (this.phase === "ended" || this.#next) return;
    if (!this.current) this.#enter("connecting");
    const kind = this.#kind;
    const connection = new Connection(this.#options.transport(kind), this.#options.credentials, this.#clock, {
      welcomed: (welcome) => this.#welcomed(connection, welcome),
      received: (object) => this.#received(connection, object),
      closed: (end) => this.#closed(connection, end),
    });
    this.#next = connection;
    this.#nextWindow = null;
    connection.open();
  }

  async #welcomed(connection, welcome) {
    if (connection.kind === "socket") this.#socketFailures = 0;
    if (welcome.session) this.#options.credentials = { session: welcome.session };
    // A first connection may be used at once; a replacement only when it has everything.
    this.#nextWelcome = welcome;
    if (!this.current) this.#takeOver(connection, welcome);
    await this.#options.resume(connection, welcome).catch(() => {});
    if (connection === this.#next) this.#takeOver(connection, welcome);
  }

  #takeOver(connection, welcome) {
    const old = this.current;
    this.current = connection;
    this.#next = null;
    this.#backoff.connected();
    this.#enter("up");
    this.emit("up", { connection, welcome });
    old?.close();
    if (connection.kind === "poll" && this.#options.kind !== "poll") this.#returnToSocketLater();
    if (this.#nextWindow !== null) this.#moveWithin(this.#nextWindow);
    this.#nextWindow = null;
  }

  #received(connection, object) {
    if (connection !== this.current && connection !== this.#next) return;
    if (object.type === "reconnect") {
      if (connection === this.current) this.#moveWithin(object.window);
      else this.#nextWindow = object.window;
    }
    this.emit("event", { object, connection });
  }

  /** @param {number} window milliseconds over which the instance spreads its clients */
  #moveWithin(window) {
    this.#clock.cancel(this.#moveTimer);
    const milliseconds = Number.isFinite(window) ? Math.max(0, window) : 1_000;
    // The last fifth of the window is left for connecting and resuming.
    this.#moveTimer = this.#clock.after(this.#clock.random() * milliseconds * 0.8, () => this.#connect());
  }

  async #closed(connection, end) {
    const wasUsed = connection === this.current;
    if (wasUsed) this.current = null;
    else if (connection === this.#next) this.#next = null;
    else return;
    if (this.phase === "ended") return;
    if (reconnectAfter(end.code) === "never") return this.#finish(end);
    if (!wasUsed && connection.kind === "socket" && this.current?.kind === "poll") {
      this.#kind = "poll";
      return this.#returnToSocketLater();
    }
    if (wasUsed && this.#next?.isUp) return this.#takeOver(this.#next, this.#nextWelcome);
    if (wasUsed && this.#next) return this.#enter("connecting");
    const wait = this.#backoff.failed(leastWait(end));
    if (!this.current) this.#enter("waiting", this.#clock.now() + wait, end.error);
    this.#retryTimer = this.#clock.after(wait, () => this.#connect());
    if (!wasUsed && connection.kind === "socket" && !end.error) await this.#fallBackToPolling();
  }

  async #fallBackToPolling() {
    this.#socketFailures += 1;
    if (this.#options.kind === "socket" || this.#socketFailures < failuresBeforePolling || this.current) return;
    if (await this.#options.isReachable().catch(() => false)) this.#kind = "poll";
  }

  /** WebSocket beside a poll that works: nothing is lost by trying, and failing only means to stay. */
  #returnToSocketLater() {
    this.#clock.cancel(this.#moveTimer);
    this.#moveTimer = this.#clock.after(socketRetryDelay, () => {
      this.#kind = "socket";
      this.#socketFailures = failuresBeforePolling - 1;
      if (this.phase === "up") this.#connect();
    });
  }

  /** Pings a connection that has been idle for too long. */
  #heartbeat() {
    this.#heartbeatTimer = this.#clock.after(1_000, () => {
      const mode = this.isActive ? "active" : "inactive";
      const { current } = this;
      // A poll that is broken fails by itself.
      if (current?.kind === "socket" && current.idleTime > idleTimeout[mode]) current.probe(pongTimeout[mode]);
      if (this.phase !== "ended") this.#heartbeat();
    });
  }

  #finish(end) {
    this.#clock.cancel(this.#heartbeatTimer);
    this.#enter("ended");
    this.emit("ended", end);
  }

  /** @param {Phase} phase */
  #enter(phase, retryAt = null, error = null) {
    this.phase = phase;
    this.retryAt = retryAt;
    this.emit("state", { phase, transport: this.transport, retryAt, error });
  }
}

/** How long the server wants to be left alone: what it said, or what its close code says. Milliseconds. */
const leastWait = ({ code, error }) => Number(error?.retryAfter) || (reconnectAfter(code) === "later" ? laterDelay : 0);
