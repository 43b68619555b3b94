import { Alarm } from "./alarm.js";
import { Backoff } from "./backoff.js";
import { Blockage } from "./blockage.js";
import { laterDelay, reconnectAfter, wordsOf } from "./close-codes.js";
import { Connection } from "./connection.js";
import { Credentials } from "./credentials.js";
import { Emitter } from "./emitter.js";
import { RequestError, pauseOf } from "./protocol.js";

/** How long long-polling is used at most before WebSocket is tried again; at least half as long. Milliseconds. */
const socketRetryDelay = 180_000;
/** After so many questions that no instance answered, a WebSocket is tried all the same: the question may be what is blocked. */
const questionsBeforeTrying = 3;
/** The window of a move that was told without one. Milliseconds. */
const defaultWindow = 1_000;

/**
 * Keeps a connection: makes the first, comes back after a loss, moves to another instance when told to, and changes the
 * transport. A move is *make before break*: the new connection has resumed every room before the old one is closed.
 *
 * Emits `state` ({phase, transport, retryAt, error}), `up` (connection, welcome), `event` (object, connection), `paused`,
 * `ended` ({code, reason, words, error}).
 *
 * @typedef {"connecting" | "up" | "waiting" | "ended"} Phase
 */
export class Reconnector extends Emitter {
  /** @type {Phase} */
  phase = "connecting";
  /** @type {number | null} by the clock's `now` */
  retryAt = null;
  /** @type {Connection | null} what is used */
  current = null;
  /** @type {Connection | null} what shall replace it */
  #next = null;
  /** @type {any} its welcome, once it has come */
  #nextWelcome = null;
  /** @type {number | null} the window in which it wants to be left, too, as soon as it is used */
  #nextWindow = null;
  #instance;
  /** The instance that asked for the move that is under way. */
  #asker;
  /** Moves in a row that led back to it, as where no balancer is in front: they become ever rarer. */
  #returns = 0;
  #options;
  #clock;
  #backoff;
  #blockage = new Blockage();
  #isActive = true;
  #isPaused = false;
  #credentials;
  /** Whether the last attempt failed, so that HTTP is asked before the next WebSocket. */
  #isUnsure = false;
  /** What is asked just now, over HTTP or of the page. @type {object | null} */
  #question = null;
  #unanswered = 0;
  /** @type {"socket" | "poll"} */
  #kind = "socket";
  #retry;
  #move;

  /**
   * @param {object} options
   * @param {(kind: "socket" | "poll") => import("./socket-transport.js").Transport} options.transport makes one
   * @param {() => Promise<import("./health.js").Health>} options.askHealth what is heard of the server over plain HTTP
   * @param {(connection: Connection, welcome: object) => Promise<void>} options.resume takes every room up again
   * @param {import("../tchatter.js").Options} options.credentials
   * @param {import("./clock.js").Clock} options.clock
   * @param {"auto" | "socket" | "poll"} [options.kind]
   */
  constructor(options) {
    super();
    this.#options = options;
    this.#clock = options.clock;
    this.#credentials = new Credentials(options.credentials, options.clock);
    this.#backoff = new Backoff(options.clock);
    this.#retry = new Alarm(options.clock);
    this.#move = new Alarm(options.clock);
    if (options.kind === "poll") this.#kind = "poll";
  }

  get transport() {
    return this.current?.kind ?? this.#kind;
  }

  /** Whether the page is in use: a loss of its connection is noticed sooner. */
  set isActive(isActive) {
    this.#isActive = isActive;
    for (const connection of [this.current, this.#next]) if (connection) connection.isActive = isActive;
  }

  open() {
    this.#connect();
  }

  /** For good. */
  close() {
    this.#enter("ended");
    this.#drop();
  }

  /** The page is put away: an open connection would keep it where it was, and lose what comes. There is nobody to tell. */
  pause() {
    if (this.phase === "ended" || this.#isPaused) return;
    this.#isPaused = true;
    this.phase = "connecting";
    this.#drop();
    this.emit("paused");
  }

  /** It is back: connects at once. */
  resume() {
    if (!this.#isPaused) return this.probe();
    this.#isPaused = false;
    this.#connect();
  }

  /** The network may have changed (back from sleep, online again): connects, or pings, at once. */
  probe() {
    if (this.#isPaused) return this.resume();
    this.look();
    if (this.phase === "waiting") this.#connect();
    else if (this.phase === "up") this.current?.probe();
  }

  /** Something happened, and timers may be late: does what is due by the clock. */
  look() {
    for (const each of [this.#retry, this.#move, this.#next, this.current]) each?.look();
  }

  /** @param {import("./protocol.js").Wire} object */
  request(object, options) {
    if (this.phase !== "up" || !this.current) return Promise.reject(new RequestError("lost", "Not connected."));
    return this.current.request(object, options);
  }

  #drop() {
    this.#retry.cancel();
    this.#move.cancel();
    this.#question = null;
    const connections = [this.#next, this.current];
    this.#next = this.current = null;
    for (const connection of connections) connection?.close();
  }

  /** A connection in place of the present one, if any; it takes over once it has resumed. */
  #connect() {
    this.#retry.cancel();
    if (this.phase === "ended" || this.#isPaused || this.#next) return;
    if (!this.current) this.#enter("connecting");
    if (this.#kind === "socket" && this.#isUnsure && !this.current) this.#ask();
    else this.#open();
  }

  /** Is an instance there at all? A WebSocket that fails for nothing makes browsers delay the next, and tells nothing. */
  async #ask() {
    const question = {};
    this.#question = question;
    const health = await this.#options.askHealth().catch(() => "none");
    if (question !== this.#question) return;
    this.#question = null;
    this.#blockage.heard(health === "serving");
    if (this.#blockage.isCertain && this.#options.kind !== "socket") this.#kind = "poll";
    this.#unanswered = health === "none" ? this.#unanswered + 1 : 0;
    if (health === "none" && this.#unanswered <= questionsBeforeTrying) return this.#wait(this.#backoff.failed());
    this.#unanswered = 0;
    this.#open();
  }

  /** With what is at hand, or with a token that is asked for first. */
  async #open() {
    const atHand = this.#credentials.atHand;
    if (atHand) return this.#openWith(atHand);
    const question = {};
    this.#question = question;
    try {
      const token = await this.#credentials.token();
      if (question !== this.#question) return;
      this.#question = null;
      this.#openWith({ token });
    } catch (error) {
      if (question !== this.#question) return;
      this.#question = null;
      if (this.#credentials.areRefused) this.#finish({ code: 4501, reason: error.message, error });
      else this.#wait(this.#backoff.failed(), error);
    }
  }

  /** @param {{session?: string, name?: string, token?: string}} credentials */
  #openWith(credentials) {
    this.#nextWindow = null;
    try {
      const connection = new Connection(this.#options.transport(this.#kind), credentials, this.#clock, {
        welcomed: (welcome) => this.#welcomed(connection, welcome),
        received: (object) => this.#received(connection, object),
        closed: (end) => this.#closed(connection, end),
      });
      this.#next = connection;
      connection.isActive = this.#isActive;
      connection.open();
    } catch (error) {
      this.#next = null;
      this.#cannotOpen(error);
    }
  }

  /** There are no WebSockets here, or they are forbidden: no need to try twice. */
  #cannotOpen(error) {
    const isBeaten = this.#kind === "poll" || this.#options.kind === "socket";
    if (isBeaten) return this.#wait(this.#backoff.failed(), new RequestError("unavailable", String(error?.message ?? error)));
    this.#kind = "poll";
    if (this.current?.kind === "poll") this.#returnToSocketLater();
    else this.#open();
  }

  async #welcomed(connection, welcome) {
    this.#credentials.welcomed(welcome);
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
    this.#instance = welcome.server?.instance;
    this.#returns = this.#asker && this.#asker === this.#instance ? this.#returns + 1 : 0;
    this.#asker = undefined;
    this.#isUnsure = false;
    this.#unanswered = 0;
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
    if (object.type === "expiring") this.#credentials.renew((token) => this.request({ type: "renew", token }));
    this.emit("event", { object, connection });
    this.look();
  }

  /** @param {number} window milliseconds over which the instance spreads its clients */
  #moveWithin(window) {
    const spread = (pauseOf(window) ?? defaultWindow) * 2 ** Math.min(this.#returns, 6);
    // The last fifth of the window is left for connecting and resuming.
    this.#move.set(this.#clock.random() * spread * 0.8, () => ((this.#asker = this.#instance), this.#connect()));
  }

  #closed(connection, end) {
    const wasUsed = connection === this.current;
    if (wasUsed) this.current = null;
    else if (connection === this.#next) this.#next = null;
    else return;
    if (this.phase === "ended") return;
    const isMendable = this.#credentials.canMend(end, connection.token);
    if (!isMendable && (reconnectAfter(end.code) === "never" || this.#credentials.areRefused)) return this.#finish(end);
    if (!wasUsed && connection.kind === "socket" && this.current?.kind === "poll") {
      this.#kind = "poll";
      return this.#returnToSocketLater();
    }
    if (connection.kind === "socket" && !this.current) this.#judge(connection, end, wasUsed);
    if (wasUsed && this.#next?.isUp) return this.#takeOver(this.#next, this.#nextWelcome);
    if (wasUsed && this.#next) return this.#enter("connecting");
    this.#wait(this.#backoff.failed(leastWait(end)), end.error);
  }

  /** What the end of a WebSocket says about whether WebSockets get through. */
  #judge(connection, end, wasUsed) {
    const isSilent = !end.error && (end.code < 1008 || end.code === 1015);
    if (!isSilent) this.#blockage.passed();
    else if (wasUsed) this.#blockage.lost(connection.age);
    else this.#blockage.refused();
    this.#isUnsure ||= this.#blockage.isSuspected;
  }

  /** @param {RequestError} [error] */
  #wait(milliseconds, error) {
    if (!this.current) this.#enter("waiting", this.#clock.now() + milliseconds, error);
    this.#retry.set(milliseconds, () => this.#connect());
  }

  /** WebSocket beside a poll that works: nothing is lost by trying, and failing only means to stay. Not all try at once. */
  #returnToSocketLater() {
    this.#move.set(socketRetryDelay * (1 + this.#clock.random()) / 2, () => {
      this.#kind = "socket";
      this.#blockage.forgive();
      if (this.phase === "up") this.#connect();
    });
  }

  #finish(end) {
    this.#drop();
    this.#enter("ended");
    this.emit("ended", { ...end, words: wordsOf(end) });
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
