/**
 * A connection to a tchatter fleet, for other pages and for programs: see /protocol.md, "From a page".
 */
import { systemClock } from "./client/clock.js";
import { Emitter } from "./client/emitter.js";
import { followPage } from "./client/page-events.js";
import { Reconnector } from "./client/reconnector.js";
import { LateTransport } from "./client/late-transport.js";
import { Outbox } from "./client/outbox.js";
import { newID } from "./client/protocol.js";
import { Rooms } from "./client/rooms.js";
import { SocketTransport } from "./client/socket-transport.js";
import { MemoryStorage, readJSON, writeJSON } from "./client/storage.js";

export { RequestError } from "./client/protocol.js";

/**
 * @typedef {object} Options
 * @property {string} [url] the fleet's address; default: where the page came from
 * @property {string} [name] takes part under this name; not needed where a session cookie is sent along
 * @property {string} [session] a session's token
 * @property {() => Promise<string>} [token] brings a token that the application's backend has signed, a new one each time, or a program's key: asked
 *   when there is no session, when that is about to end, and after a refusal
 * @property {string} [code] which a guest was told on another device
 * @property {"auto" | "socket" | "poll"} [transport]
 * @property {Storage} [storage] where unsent messages outlive the page; default: nowhere
 * @property {import("./client/clock.js").Clock} [clock]
 * @property {(kind: "socket" | "poll") => import("./client/socket-transport.js").Transport} [makeTransport]
 * @property {() => Promise<import("./client/health.js").Health>} [askHealth]
 * @property {any} [page] whose events tell when it is hidden, put away and come back to; default: this one, if it is one
 */

/** Its events are those that the protocol page lists, under "From a page". */
export class Chat extends Emitter {
  /** @type {import("./client/protocol.js").User | null} */
  user = null;
  /** @type {{version?: string, instance?: string, page?: string}} */
  server = {};
  limits = {};
  /** Why one may only read. @type {{until?: number, reason?: string} | null} */
  suspension = null;
  /** @type {Outbox | null} once it is known whose it is */
  outbox = null;
  #clock;
  #storage;
  #rooms;
  #reconnector;
  #leavePage = () => {};

  /** @param {Options} options */
  constructor(options) {
    super();
    this.#clock = options.clock ?? systemClock;
    this.#storage = options.storage ?? new MemoryStorage();
    this.#rooms = new Rooms(this.#clock);
    this.#reconnector = this.#makeReconnector(options);
    this.#listen();
    this.#leavePage = followPage(this.#reconnector, options.page);
  }

  get phase() {
    return this.#reconnector.phase;
  }
  get transport() {
    return this.#reconnector.transport;
  }
  get rooms() {
    return this.#rooms.names;
  }

  open() {
    this.#reconnector.open();
    return this;
  }

  /** Ends the connection for good. */
  close() {
    this.#leavePage();
    this.#reconnector.close();
  }

  /** The network or the device may have been away: connects, or pings, at once. */
  probe() {
    this.#reconnector.probe();
  }

  /** Whether the page is in use: a loss is noticed sooner. */
  set isActive(isActive) {
    this.#reconnector.isActive = isActive;
  }

  /** Subscribes to a room, or with `@name` to somebody's direct messages, over all reconnects; to a closed room by an invitation. */
  async join(room, invitation) {
    await this.#rooms.subscribe(room, this.#reconnector.current, invitation);
  }

  async leave(room) {
    const subscription = this.#rooms.unsubscribe(room);
    if (subscription?.room) await this.#reconnector.request({ type: "leave", room: subscription.room }).catch(() => {});
  }

  /** The room that somebody looks at: there may be more than can be joined, or at once. */
  set first(room) {
    this.#rooms.first = room;
  }

  isLive(room) {
    return this.#reconnector.phase === "up" && this.#rooms.isLive(room);
  }

  /**
   * Sends a message, again and again until it is stored or refused. The message survives a reload if there is a storage.
   * @param {string} room
   * @param {string} text
   * @param {Pick<import("./client/outbox.js").Outgoing, "reply" | "data">} [rest] which message of the room it answers; what programs shall read
   * @returns {import("./client/outbox.js").Outgoing}
   */
  post(room, text, { reply, data } = {}) {
    // Of a message its name is kept.
    const { position, seq, from, id } = Object(reply);
    return this.#outgoing.add(room, text, { reply: position ? { position, seq, from: from?.id ?? from, id } : reply, data });
  }

  /**
   * Changes a message, again and again until it is done or refused, like `post`.
   * @param {string} room
   * @param {import("./client/outbox.js").PendingChange} change
   * @param {string} [text] of an edit
   */
  postChange(room, change, text = "") {
    return this.#outgoing.add(room, text, { change });
  }

  get #outgoing() {
    if (!this.outbox) throw new Error("Not signed in yet.");
    return this.outbox;
  }

  /**
   * Sends a message once, and waits until it is stored.
   * @param {string} room
   * @param {string} text
   * @param {{reply?: import("./client/outbox.js").Reply, data?: object, id?: string} | string} [rest] like that of `post`; `id`, which may stand alone, makes
   *   of several calls one message
   */
  send(room, text, rest = {}) {
    const { reply, data, id = newID() } = typeof rest === "string" ? { id: rest } : rest;
    return this.ask("send", room, { text, id, reply: reply?.position ?? reply, data });
  }

  /** Gives an own message another text. @param {string | number} seq its position, or its seq */
  edit(room, seq, text, id = newID()) {
    return this.ask("edit", room, { seq, text, id });
  }

  /** Deletes a message. @param {string | number} seq its position, or its seq */
  delete(room, seq, id = newID()) {
    return this.ask("delete", room, { seq, id });
  }

  /** Reacts to a message, or takes it back. @param {string | number} seq its position, or its seq */
  react(room, seq, reaction, on = true, id = newID()) {
    return this.ask("react", room, { seq, reaction, on, id });
  }

  /** A page of the public rooms, the most lively first. */
  listRooms(from = 0, limit = 100) {
    return this.#reconnector.request({ type: "rooms", from, limit });
  }

  /** A page of earlier messages, before the position (or seq) of the earliest one known; or of those after another one. */
  history(room, before, limit = 100, after = undefined) {
    return this.ask("history", room, { before, limit, after });
  }

  /** Who is there; with `roles` set, who has which, too. */
  members(room, roles) {
    return this.ask("members", room, { roles });
  }

  /** Changes what may be done in a room. @param {{set?: object, user?: string, role?: string, until?: number}} what */
  govern(room, what, id = newID()) {
    return this.ask("govern", room, { ...what, id });
  }

  /** Asks something else about a room, such as `invite`, `report`, `reports`, `resolve`. */
  ask(type, room, more) {
    return this.#reconnector.request({ type, room, ...more });
  }

  /** Up to where one has read, on all devices; with `back` set, what is to be read again. @param {string} position */
  read(room, position, back) {
    return this.ask("read", room, { position, back });
  }

  /** Up to where one has read which rooms; and where one was mentioned. */
  marks() {
    return this.#reconnector.request({ type: "marks" });
  }

  mentions() {
    return this.#reconnector.request({ type: "mentions" });
  }

  typing(room) {
    if (this.isLive(room)) this.#reconnector.current?.notify({ type: "typing", room });
  }

  #makeReconnector(options) {
    const base = new URL(options.url ?? globalThis.location?.href ?? "http://127.0.0.1:8080/");
    const socketURL = new URL("/ws", base);
    socketURL.protocol = base.protocol === "https:" ? "wss:" : "ws:";
    const poll = async () => new (await import("./client/poll-transport.js")).PollTransport(new URL("/poll", base).href, this.#clock);
    const make = (kind) => (kind === "poll" ? new LateTransport(kind, poll) : new SocketTransport(socketURL.href));
    const ask = async () => (await import("./client/health.js")).askHealth(new URL("/health", base).href, this.#clock);
    // Fetched while they can be: the page may stay open longer than its version is served.
    if (!options.makeTransport) for (const fetched of [poll(), import("./client/health.js")]) fetched.catch(() => {});
    return new Reconnector({
      clock: this.#clock,
      kind: options.transport ?? "auto",
      credentials: options,
      transport: options.makeTransport ?? make,
      askHealth: options.askHealth ?? ask,
      resume: (connection, welcome) => this.#resume(connection, welcome),
    });
  }

  #listen() {
    this.#reconnector.on("state", (state) => {
      if (state.phase !== "up") this.#rooms.interrupted();
      this.emit("state", state);
    });
    this.#reconnector.on("event", ({ object, connection }) => this.#received(object, connection));
    this.#reconnector.on("paused", () => this.#rooms.interrupted());
    this.#reconnector.on("ended", (end) => (this.#leavePage(), this.emit("ended", end)));
    for (const name of ["joined", "merged", "message", "change", "gap", "rewind", "refused", "delayed"]) {
      this.#rooms.on(name, (detail) => this.emit(name, detail));
    }
    this.#rooms.on("live", (detail) => {
      this.emit("live", detail);
      this.outbox?.flush(detail.room);
    });
    this.#rooms.on("message", ({ message }) => this.#seen(message));
    this.#rooms.on("change", ({ change }) => this.#seen(change));
    this.#reconnector.on("up", ({ connection }) => {
      // A room may have been joined while its connection was being replaced.
      this.#rooms.resume(connection);
      this.#flush();
    });
  }

  /** What is seen stored need not be sent any more, acknowledged or not. */
  #seen(stored) {
    if (stored.from.id === this.user?.id) this.outbox?.discard(stored.id);
  }

  /** @param {import("./client/outbox.js").Outgoing} item */
  #sendItem({ room, text, id, change, reply, data }) {
    if (!change) return this.send(room, text, { id, reply, data });
    if (change.type === "edit") return this.edit(room, change.position, text, id);
    if (change.type === "delete") return this.delete(room, change.position, id);
    return this.react(room, change.position, change.reaction ?? "", change.on, id);
  }

  /** Sends what waits, in every room. */
  #flush() {
    for (const room of this.outbox?.rooms ?? []) this.outbox?.flush(room);
  }

  async #resume(connection, welcome) {
    this.#greet(welcome);
    await this.#rooms.resume(connection);
  }

  #greet(welcome) {
    this.server = welcome.server ?? {};
    this.limits = welcome.limits ?? {};
    this.#suspend(welcome.suspended ?? null);
    if (this.user?.id !== welcome.user.id) this.#become(welcome.user);
    this.emit("welcome", welcome);
  }

  #become(user) {
    const before = readJSON(this.#storage, "tchatter.user", null);
    this.user = user;
    this.outbox = new Outbox({
      storage: this.#storage,
      owner: user.id,
      previousOwner: before?.name === user.name && before.id !== user.id ? before.id : undefined,
      clock: this.#clock,
      isLive: (room) => this.isLive(room),
      send: (item) => this.#sendItem(item),
    });
    writeJSON(this.#storage, "tchatter.user", { id: user.id, name: user.name });
    this.outbox.on("changed", (room) => this.emit("outbox", room));
    this.outbox.on("sent", (detail) => this.emit("sent", detail));
  }

  /** @param {{until?: number, reason?: string} | null} suspension */
  #suspend(suspension) {
    if (!suspension && !this.suspension) return;
    this.suspension = suspension;
    this.emit("suspended", suspension);
  }

  #received(object, connection) {
    this.#rooms.receive(object, connection);
    if (object.type === "suspended") this.#suspend(object.on ? { until: object.until, reason: object.reason } : null);
    if (object.type === "maintenance" && !object.on) this.#flush();
    if (["presence", "typing", "direct", "maintenance", "read", "report", "resolved", "device_added"].includes(object.type)) this.emit(object.type, object);
  }
}

/**
 * Connects.
 * @param {Options} [options]
 */
export const connect = (options = {}) => new Chat(options).open();
