import { ReadMarks } from "./read-marks.js";
import { Unread } from "./unread.js";

/** Between two looks at what was read here, and between two times that it is told of a room. Milliseconds. */
const pace = 3_000;
/** For each person in a room: so long it takes until all who look there have told it, so that not all do at once. Milliseconds. */
const share = 2;
/** Within so long all ask whose connections came up again together. Milliseconds. */
const spread = 5_000;
/** One who comes back asks again after so long: something may not have been heard. While polling it is asked so often. Milliseconds. */
const askInterval = 60_000;

/**
 * How far a room was read, as the server tells it: up to what lies at the position or, with `back`, up to right before it.
 * @typedef {{room: string, position: string, time: number, back?: boolean, isApplied?: boolean}} Told
 * @typedef {import("./room.js").Room} Room
 */

/**
 * How far one has read, on all devices: tells the server what was read here, and counts anew what was read elsewhere. Fetched behind
 * the page.
 */
export class Reading {
  #options;
  #marks;
  #unread;
  /** @type {import("../tchatter.js").Chat | null} */
  #chat = null;
  /** @type {import("./store.js").Store | null} */
  #store = null;
  /** By room; nothing before the server has told. @type {Map<string, Told> | null} */
  #told = null;
  #askedAt = 0;
  #lookedAt = -Infinity;
  /** The timers of the next question and the next look, if they are near. */
  #asking = null;
  #looking = null;
  /** Rooms of which something is told in a moment, or was told just now: the timer of each. @type {Map<string, any>} */
  #paced = new Map();

  /**
   * @param {object} options
   * @param {Storage} options.storage
   * @param {import("./clock.js").Clock} options.clock
   * @param {() => import("../tchatter.js").Chat | null} options.chat
   * @param {() => import("./store.js").Store | null} options.store
   * @param {(mark: import("./read-marks.js").ReadMark | null) => void} options.divide shows where in the current room the new messages begin
   * @param {(isAnew: boolean) => void} options.changed something was read, here or elsewhere; the server was asked anew
   */
  constructor(options) {
    this.#options = options;
    this.#marks = new ReadMarks(options.storage);
    this.#unread = new Unread(this.#marks);
    globalThis.document?.addEventListener("visibilitychange", () => this.#pageChanged());
  }

  /** What is signed in now. */
  watch() {
    const [chat, store] = [this.#options.chat(), this.#options.store()];
    if (!chat || !store || store === this.#store) return;
    [this.#chat, this.#store, this.#told] = [chat, store, null];
    for (const timer of this.#paced.values()) this.#options.clock.cancel(timer);
    this.#paced.clear();
    const whileHere = (body) => (detail) => void (store === this.#store && body(detail));
    chat.on("state", whileHere(({ phase }) => phase === "up" && this.#askSoon()));
    chat.on("read", whileHere((told) => this.#heard(told)));
    chat.on("live", whileHere(({ room }) => this.#agree(room)));
    chat.on("message", whileHere(({ message, isCatchUp }) => !isCatchUp && message.from.id === chat.user?.id && this.#answered(message.room)));
    store.on("rooms", whileHere(() => this.#lookSoon()));
    this.#options.changed(false);
    this.#ask();
  }

  /** Who writes in a room has read it. */
  #answered(name) {
    const [store, room] = [this.#store, this.#store?.find(name)];
    if (!room) return;
    room.isHeld = false;
    if (room === store?.current && store.isWatching) store.read(room);
  }

  /**
   * From this message on the room is unread, on all devices, until it is opened again.
   * @param {import("./protocol.js").Message} message
   * @returns {Promise<void>} rejects where only this device knows it
   */
  async markUnread({ room: name, position, time }) {
    const room = this.#store?.find(name);
    if (!room || !this.#chat) return;
    const told = { room: name, position, time, back: true };
    this.#told?.set(name, told);
    this.#apply(room, told);
    await this.#chat.read(name, position, true);
  }

  /** Whether a message has been read, be its room open here or not. @param {{room: string, position: string, time: number}} message */
  isRead(message) {
    const room = this.#store?.find(message.room);
    if (room?.read.position) return !isAhead(room, message, room.read);
    const told = this.#told?.get(message.room);
    return told !== undefined && (told.back ? told.time > message.time : told.time >= message.time);
  }

  /** How far one has read, as far as it was told. @returns {Told[]} */
  get marks() {
    return [...(this.#told?.values() ?? [])];
  }

  #askSoon() {
    const { clock } = this.#options;
    this.#asking ??= clock.after(spread * clock.random(), () => this.#ask());
  }

  async #ask() {
    const { clock } = this.#options;
    const store = this.#store;
    clock.cancel(this.#asking);
    [this.#asking, this.#askedAt] = [null, clock.now()];
    try {
      const reply = await this.#chat?.marks();
      if (Array.isArray(reply?.rooms) && store === this.#store) this.#learn(reply.rooms);
    } catch {
      // What is known here holds until it is asked again.
    } finally {
      if (this.#chat?.transport === "poll") clock.after(askInterval, () => store === this.#store && this.#isOverdue && this.#ask());
    }
  }

  /** @param {Told[]} marks */
  #learn(marks) {
    this.#told ??= new Map();
    for (const told of marks) this.#take(told);
    this.#lookSoon();
    this.#options.changed(true);
  }

  get #isOverdue() {
    return this.#options.clock.now() - this.#askedAt >= askInterval;
  }

  #pageChanged() {
    if (document.visibilityState === "hidden") this.#tellAll();
    else if (this.#isOverdue) this.#ask();
  }

  /** @param {Told} told */
  #heard(told) {
    this.#take(told);
    this.#options.changed(false);
  }

  /** @param {Told} told */
  #take(told) {
    const before = this.#told?.get(told.room);
    if (before?.position === told.position && Boolean(before.back) === Boolean(told.back)) return;
    this.#told?.set(told.room, told);
    if (!told.back) this.#forget(told.room);
    this.#agree(told.room);
  }

  /** It was read since the page began: when it is marked as unread again, that is news. */
  #forget(name) {
    const room = this.#store?.find(name);
    if (room) room.back = undefined;
  }

  /** Takes over what was told of a room, if that is news here. */
  #agree(name) {
    const told = this.#told?.get(name);
    if (!told) return;
    const room = this.#store?.find(name);
    if (!room) return this.#keep(told);
    // Before that, not all is there that was read.
    if (!this.#chat?.isLive(name)) return;
    // What the page began with is none once the room has been opened.
    const isNews = told.back ? !told.isApplied && (room.isHeld || room.back !== told.position) : room.read.isFresh || isAhead(room, told, room.read);
    if (isNews) this.#apply(room, told);
  }

  /** For when the room is opened. */
  #keep(told) {
    const known = this.#marks.of(told.room);
    if (!known || told.back || told.time > known.time) this.#marks.set(told.room, markOf(null, told));
  }

  /** @param {Room} room @param {Told} told */
  #apply(room, told) {
    const store = this.#store;
    const isCurrent = room === store?.current;
    told.isApplied = true;
    room.read = markOf(room, told);
    this.#marks.set(room.name, room.read);
    this.#count(room);
    // What was marked so on purpose is not read because somebody happens to look.
    if (told.back) room.isHeld = true;
    if (isCurrent) this.#options.divide(room.unread ? room.read : null);
    if (isCurrent && store?.isWatching) store.read(room);
    store?.emit("rooms");
  }

  #count(room) {
    room.unread = room.mentions = 0;
    const { user } = this.#chat ?? {};
    const { entries, base } = room.timeline;
    const last = room.timeline.numberOf(room.read.position);
    for (const [index, { message, shown }] of entries.entries()) {
      const isNew = message && (last === null ? message.time > room.read.time : base + index > last);
      if (!isNew || !message.text || shown?.isDeleted || message.from.id === user?.id) continue;
      this.#unread.count(room, this.#unread.isMention(room, message, user ?? null));
    }
  }

  #lookSoon() {
    const { clock } = this.#options;
    this.#looking ??= clock.after(Math.max(0, this.#lookedAt + pace - clock.now()), () => this.#look());
  }

  /** What was read here that the server does not know is told in a moment. */
  #look() {
    this.#looking = null;
    this.#lookedAt = this.#options.clock.now();
    this.#options.changed(false);
    for (const room of this.#untold) this.#tellSoon(room);
  }

  /** @param {Room} room */
  #tellSoon({ name, count }) {
    if (this.#paced.has(name)) return;
    const { clock } = this.#options;
    this.#pace(name, clock.random() * share * count, (room) => this.#tell(room));
  }

  /** Whoever goes now may not come back. */
  #tellAll() {
    for (const room of this.#untold) this.#tell(room);
  }

  /** @param {string} name of a room @param {number} span @param {(room: Room) => void} tell what is not told by then */
  #pace(name, span, tell) {
    const { clock } = this.#options;
    clock.cancel(this.#paced.get(name));
    this.#paced.set(name, clock.after(span, () => {
      this.#paced.delete(name);
      const room = this.#store?.find(name);
      if (room && this.#isUntold(room)) tell(room);
    }));
  }

  get #untold() {
    return [...(this.#store?.rooms.values() ?? [])].filter((room) => this.#isUntold(room));
  }

  /** What was there when a room was opened for the first time is not new, and was not read either. */
  #isUntold(room) {
    const { read, name } = room;
    if (!this.#told || !read.position || read.isFresh || !this.#chat?.isLive(name)) return false;
    const told = this.#told.get(name);
    return !told || isAhead(room, read, told);
  }

  #tell({ name, read: { position, time } }) {
    const [told, before] = [this.#told, this.#told?.get(name)];
    const now = { room: name, position, time };
    this.#pace(name, pace, (room) => this.#tellSoon(room));
    told?.set(name, now);
    this.#forget(name);
    this.#chat?.read(name, position).catch((error) => {
      // What can't be had any more, say, is not told again.
      if (!error.isPassing || told?.get(name) !== now) return;
      if (before) told.set(name, before);
      else told.delete(name);
      this.#lookSoon();
    });
  }
}

/** How far that is in the room, as its entries are counted; nothing where it is not there. */
function placeOf({ timeline }, { position, back }) {
  const number = timeline.numberOf(position);
  return number === null ? null : number - (back ? 1 : 0);
}

/** Whether more of the room was read. */
function isAhead(room, mark, other) {
  const [place, otherPlace] = [placeOf(room, mark), placeOf(room, other)];
  return place === null || otherPlace === null ? mark.time > other.time : place > otherPlace;
}

/** What was told, as it is kept here: by what was read last. @param {Room | null} room @param {Told} told */
function markOf(room, { position, time, back }) {
  if (!back) return { position, time };
  const { entries = [] } = room?.timeline ?? {};
  const at = entries.findIndex(({ message }) => message?.position === position);
  const before = entries.slice(0, Math.max(0, at)).findLast(({ message }) => message)?.message;
  return { position: before?.position ?? "", time: Math.min(before?.time ?? time, time - 1), back: position };
}
