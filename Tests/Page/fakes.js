/** Time, transports and a small server for tests: everything happens when the test says so. */
import { readFileSync } from "node:fs";
import { MemoryStorage } from "../../Public/client/storage.js";
import { connect } from "../../Public/tchatter.js";

/** A clock that stands still until it is moved. */
export class FakeClock {
  time = 0;
  chance = 0.5;
  #timers = [];
  now = () => this.time;
  date = () => 1_700_000_000_000 + this.time;
  random = () => this.chance;
  after = (milliseconds, body) => {
    const timer = { at: this.time + milliseconds, body };
    this.#timers.push(timer);
    return timer;
  };
  cancel = (timer) => {
    this.#timers = this.#timers.filter((candidate) => candidate !== timer);
  };

  /** Moves on, and lets everything that is due happen in order. */
  async pass(milliseconds) {
    const end = this.time + milliseconds;
    for (;;) {
      await settled();
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.at);
      this.cancel(next);
      next.body();
    }
    this.time = end;
    await settled();
  }
}

/** Lets all promises that can go on do so, those of modules that are here already among them. */
export async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise(setImmediate);
}

/** A transport whose other end is the test. */
export class FakeTransport {
  kind;
  /** @type {any[]} */
  sent = [];
  isClosed = false;
  /** @type {(object: any, transport: FakeTransport) => void} */
  answer = () => {};
  constructor(kind = "socket") {
    this.kind = kind;
  }
  open(events) {
    this.events = events;
  }
  send(object) {
    this.sent.push(object);
    this.answer(object, this);
  }
  receive(object) {
    this.events?.received(object);
  }
  /** The other side, or the network, ends it. */
  break(code = 1006) {
    const { events } = this;
    this.isClosed = true;
    this.events = null;
    events?.closed(code, "");
  }
  close(code) {
    this.closedWith = code;
    this.break(code);
  }
  /** The first request of a type that was sent. */
  find(type) {
    return this.sent.find((object) => object.type === type);
  }
}

/** What a page has of a browser: it is told what happens to it. */
export class FakePage extends EventTarget {
  document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  /** @param {string} name @param {object} [fields] */
  tell(name, fields = {}) {
    const target = ["freeze", "resume", "visibilitychange"].includes(name) ? this.document : this;
    target.dispatchEvent(Object.assign(new Event(name), fields));
  }
  show(isVisible) {
    this.document.visibilityState = isVisible ? "visible" : "hidden";
    this.tell("visibilitychange");
  }
}

const protocol = readFileSync(new URL("../../Public/protocol.md", import.meta.url), "utf8");
/** What the protocol has clients do after each close code. @type {Record<string, string>} */
export const closeCodes = Object.fromEntries([...protocol.matchAll(/^\| (\d{4}) \| .+ \| (now|later|never) \|$/gm)].map(([, code, reconnect]) => [code, reconnect]));

export const ada = { id: "a", name: "Ada", kind: "user" };
export const bob = { id: "b", name: "Bob", kind: "user" };

/** A server with rooms, as much of one as the client's modules need. */
export class FakeServer {
  /** @type {Map<string, any[]>} */
  rooms = new Map();
  /** @type {FakeTransport[]} that are open */
  transports = [];
  /** Who the other one is, of direct rooms. @type {Map<string, any>} */
  partners = new Map();
  accepts = true;
  /** Up to this seq messages are not kept any more. */
  forgotten = 0;
  /** Whether an archive has them: it is asked for what lies before a place. */
  isArchived = false;
  pageSize = 1_000;
  version = "1";
  instance = "i";
  user = ada;

  /** For `connect({makeTransport})`. */
  make = (kind) => {
    const transport = new FakeTransport(kind);
    const { open } = transport;
    transport.open = (events) => {
      open.call(transport, events);
      if (!this.accepts) return queueMicrotask(() => transport.break());
      this.transports.push(transport);
      transport.joined = new Set();
      transport.answer = (object) => queueMicrotask(() => !transport.isClosed && this.handle(object, transport));
    };
    return transport;
  };

  /** A chat that speaks to it. */
  connect(options) {
    return connect({ makeTransport: this.make, askHealth: async () => "serving", ...options });
  }

  get last() {
    return this.transports.at(-1);
  }

  say(room, text, from = bob, id = `m${this.of(room).length + 1}`, rest = {}) {
    const seq = this.of(room).length + 1;
    const message = { type: "message", room, seq, position: `e.0.${seq}.x`, id, from, text, time: 1_700_000_000_000 + seq, ...rest };
    this.of(room).push(message);
    for (const transport of this.transports) if (!transport.isClosed && transport.joined.has(room)) transport.receive(message);
    return message;
  }

  of(room) {
    if (!this.rooms.has(room)) this.rooms.set(room, []);
    return this.rooms.get(room);
  }

  handle(object, transport) {
    const { type, id, room } = object;
    const reply = (fields) => transport.receive({ id, ...fields });
    if (type === "hello") reply({ type: "welcome", user: this.user, server: { version: this.version, instance: this.instance }, limits: { text: 4000 } });
    if (type === "ping" && !this.isMute) reply({ type: "pong", time: 0 });
    if (type === "join") this.join(object, transport, reply);
    if (type === "history") this.history(object, reply);
    if (type === "send") this.send(object, reply);
  }

  /** From a position, whether there is still a message or not, or from a seq. */
  history({ room, before, after, limit }, reply) {
    const seqOf = (place) => (typeof place === "string" ? Number(place.split(".")[2]) : place);
    const all = this.of(room);
    if (Number.isNaN(seqOf(before ?? after))) return reply({ type: "error", code: "bad_request", message: "Not a position." });
    const kept = Math.max(seqOf(after) ?? 0, this.forgotten);
    const [first, end] = after === undefined ? [Math.max(0, (seqOf(before) ?? all.length + 1) - 1 - limit), (seqOf(before) ?? all.length + 1) - 1] : [kept, kept + limit];
    const forgotten = this.isArchived && after === undefined ? 0 : this.forgotten;
    const messages = all.slice(first, end).filter(({ seq }) => seq > forgotten);
    reply({ type: "history", room, messages, more: first > forgotten });
  }

  join({ room, after, limit }, transport, reply) {
    const all = this.of(room);
    const at = after ? all.findIndex(({ position }) => position === after) + 1 : Math.max(0, all.length - limit);
    const page = all.slice(at, at + this.pageSize);
    const more = at + page.length < all.length || undefined;
    if (!more) transport.joined.add(room);
    const position = page.at(-1)?.position ?? all.at(-1)?.position ?? "e.0.0.-";
    reply({ type: "joined", room, seq: all.length, position, recovered: Boolean(after), missed: page.length, more, count: 1, with: this.partners.get(room) });
    for (const message of page) transport.receive(message);
  }

  send({ room, text, id, reply: place, data }, reply) {
    if (this.refusal) return reply({ type: "error", ...this.refusal });
    const known = this.of(room).find((message) => message.id === id);
    const original = this.of(room).find(({ position, seq }) => place === position || place === seq);
    if (place !== undefined && !original) return reply({ type: "error", code: "not_found", message: "Gone." });
    const rest = { ...(original && { reply: { seq: original.seq, from: original.from.id, id: original.id } }), ...(data && { data }) };
    const { position, seq, time } = known ?? this.say(room, text, this.user, id, rest);
    if (!this.isMute) reply({ type: "sent", room, position, seq, time, duplicate: known ? true : undefined });
  }
}

/** A chat in the room "lobby", and what it was told. */
export async function setUpChat(options = {}) {
  const { kind = "auto", askHealth = async () => "serving", storage = new MemoryStorage(), page = {}, wrap = (transport) => transport } = options;
  const clock = new FakeClock();
  const server = new FakeServer();
  const kinds = [];
  const makeTransport = (wanted) => (kinds.push(wanted), wrap(server.make(wanted)));
  const chat = connect({ url: "http://x/", clock, makeTransport, storage, transport: kind, askHealth, page });
  const texts = [];
  const gaps = [];
  const phases = [];
  const ends = [];
  chat.on("message", ({ message }) => texts.push(message.text));
  chat.on("gap", (gap) => gaps.push(gap.reason));
  chat.on("state", ({ phase }) => phases.push(phase));
  chat.on("ended", (end) => ends.push(end));
  await chat.join("lobby");
  await settled();
  return { chat, clock, server, texts, gaps, phases, kinds, storage, ends };
}
