import { Emitter } from "./emitter.js";
import { Presence } from "./presence.js";
import { isUser } from "./protocol.js";
import { eventsOf } from "./rooms.js";
import { readJSON, writeJSON } from "./storage.js";
import { mentions } from "./text.js";
import { Timeline } from "./timeline.js";

/**
 * A room as it is shown.
 * @typedef {object} Room
 * @property {string} name canonical; until the server has told it, as it was asked for
 * @property {string} asked
 * @property {import("./protocol.js").User | null} with the other one, in a room of two
 * @property {Timeline} timeline
 * @property {Map<string, import("./protocol.js").User>} members
 * @property {number} count
 * @property {Map<string, {user: import("./protocol.js").User, timer: any}>} typing
 * @property {number} unread
 * @property {number} mentions
 * @property {number} readTime time of the newest message that was read, 0 for none
 * @property {boolean} isKnown whether it has been joined once
 * @property {boolean} isFresh whether it was never read here before: what was said until now does not count as new
 */

/**
 * What is known, for the views: rooms, unread counts, members. It hears the chat and tells `rooms`, `timeline` (room),
 * `members` (room), `typing` (room), `arrived` ({room, message, isMention}), `changeRefused` ({room, reason}).
 */
export class Store extends Emitter {
  /** @type {Map<string, Room>} */
  rooms = new Map();
  /** @type {Room | null} */
  current = null;
  /** Whether what comes into the current room is seen as it comes. */
  isWatching = true;
  #chat;
  #storage;
  #presence;

  /**
   * @param {import("../tchatter.js").Chat} chat
   * @param {Storage} storage
   * @param {import("./clock.js").Clock} clock
   */
  constructor(chat, storage, clock) {
    super();
    this.#chat = chat;
    this.#storage = storage;
    this.#presence = new Presence(chat, clock, (name, room) => this.emit(name, room));
    this.#listen();
  }

  get user() {
    return this.#chat.user;
  }

  /** @returns {Room | undefined} by canonical or asked name */
  find(name) {
    return this.rooms.get(name) ?? [...this.rooms.values()].find(({ asked }) => asked === name);
  }

  /** Follows a room, and shows it in the list. @returns {Room} */
  open(asked, other = null) {
    const known = this.find(asked) ?? (other && [...this.rooms.values()].find((room) => isWith(room, other)));
    if (known) return known;
    const room = this.#make(asked, other);
    this.rooms.set(asked, room);
    this.#saveNames();
    this.emit("rooms");
    this.#chat.join(asked);
    return room;
  }

  /** @param {Room} room */
  leave(room) {
    this.rooms.delete(room.name);
    if (this.current === room) this.current = null;
    this.#saveNames();
    this.#chat.leave(room.name);
    this.emit("rooms");
  }

  /** @param {Room} room */
  select(room) {
    this.current = room;
    this.emit("rooms");
  }

  /** All that has come into the room has been seen. @param {Room} room */
  read(room) {
    const newest = room.timeline.newest;
    if (!room.unread && !room.mentions && (!newest || newest.time <= room.readTime)) return;
    room.unread = room.mentions = 0;
    if (newest) room.readTime = Math.max(room.readTime, newest.time);
    writeJSON(this.#storage, readKey(room), room.readTime);
    this.emit("rooms");
  }

  /** Names of public rooms that were open when the page was last used. @returns {string[]} */
  get savedNames() {
    return readJSON(this.#storage, "tchatter.rooms", ["lobby"]);
  }

  /** Own messages on their way, as they are shown below the stored ones. @param {Room} room */
  pending(room) {
    const me = this.user;
    if (!me) return [];
    const messages = (this.#chat.outbox?.of(room.name) ?? []).filter(({ change }) => !change);
    const waiting = messages.map(({ id, text, time, state, reason }) => ({
      key: `${me.id}/${id}`, kind: "message", state, problem: reason,
      message: { type: "message", room: room.name, seq: 0, position: "", id, from: me, text, time },
    }));
    return [...room.timeline.rewound.values(), ...room.timeline.acknowledged.values(), ...waiting];
  }

  /**
   * Changes a message. It is shown at once, before it is stored.
   * @param {Room} room
   * @param {import("./protocol.js").Message} message
   * @param {{type: "edit" | "delete" | "reaction", text?: string, reaction?: string, on?: boolean}} change
   */
  change(room, message, { text, ...change }) {
    const target = { from: message.from.id, id: message.id };
    this.#chat.postChange(room.name, { ...change, position: message.position, of: message.seq, target }, text);
  }

  /** Reads earlier messages. @param {Room} room @returns {Promise<boolean>} whether some came */
  async loadEarlier(room) {
    const { timeline } = room;
    if (!timeline.hasEarlier || !timeline.earliest || !this.#chat.isLive(room.name)) return false;
    const reply = await this.#chat.history(room.name, timeline.earliest);
    timeline.prepend(reply.messages, Boolean(reply.more));
    this.emit("timeline", room);
    return reply.messages.length > 0;
  }

  /** @param {Room} room */
  loadMembers(room) {
    return this.#presence.load(room);
  }

  #make(asked, other) {
    return {
      name: asked, asked, with: other, timeline: new Timeline(), members: new Map(), count: 0, typing: new Map(),
      unread: 0, mentions: 0, readTime: 0, isKnown: false, isFresh: false,
    };
  }

  #saveNames() {
    const names = [...this.rooms.values()].filter(({ asked }) => !asked.startsWith("@")).map(({ asked }) => asked);
    writeJSON(this.#storage, "tchatter.rooms", names);
  }

  #listen() {
    const chat = this.#chat;
    const inRoom = (body) => (detail) => {
      const room = this.find(detail.room);
      if (room) body(room, detail);
    };
    chat.on("welcome", (welcome) => this.#welcomed(welcome));
    chat.on("direct", ({ room, with: other }) => void (isUser(other) && this.open(room, other)));
    chat.on("joined", (reply) => this.#joined(reply));
    chat.on("merged", ({ asked, room }) => this.#merged(asked, room));
    chat.on("refused", ({ asked, error }) => this.#refused(asked, error));
    chat.on("message", ({ message, isCatchUp }) => this.#received(message, isCatchUp));
    chat.on("change", ({ change }) => inRoom((room) => this.#changed(room, change))(change));
    chat.on("live", inRoom((room) => this.#live(room)));
    chat.on("gap", inRoom((room, { reason }) => (room.timeline.gap(reason), this.emit("timeline", room))));
    chat.on("rewind", inRoom((room, { position }) => (room.timeline.rewind(position), this.emit("timeline", room))));
    chat.on("presence", inRoom((room, event) => this.#presence.changed(room, event)));
    chat.on("typing", inRoom((room, { user }) => this.#presence.typing(room, user)));
    chat.on("sent", ({ item, reply }) => this.#sent(item, reply));
    chat.on("outbox", (name) => this.#outbox(name));
  }

  #welcomed({ directs }) {
    for (const direct of (directs ?? []).slice(0, 50)) if (isUser(direct.with)) this.open(direct.room, direct.with);
  }

  #joined(reply) {
    const room = this.find(reply.asked);
    if (!room) return;
    if (room.name !== reply.room) this.#rename(room, reply.room);
    if (isUser(reply.with)) room.with = reply.with;
    if (!room.isKnown) {
      room.isKnown = true;
      room.readTime = readJSON(this.#storage, readKey(room), 0);
      room.isFresh = room.readTime === 0 && !room.with;
      // A first page that is not full is the whole history.
      if (reply.isFirst && eventsOf(reply) < 50) room.timeline.hasEarlier = false;
    }
    room.count = reply.count ?? room.count;
    this.emit("rooms");
    this.#outbox(room.name);
  }

  #rename(room, name) {
    const entries = [...this.rooms].map(([key, value]) => /** @type {const} */ ([value === room ? name : key, value]));
    this.rooms = new Map(entries);
    room.name = name;
  }

  #merged(asked, name) {
    const [duplicate, room] = [this.find(asked), this.rooms.get(name)];
    if (!duplicate || !room || duplicate === room) return;
    this.rooms.delete(duplicate.name);
    if (this.current === duplicate) this.emit("merged", room);
    this.emit("rooms");
  }

  #refused(asked, error) {
    const room = this.find(asked);
    if (!room) return;
    this.rooms.delete(room.name);
    if (this.current === room) this.current = null;
    this.#saveNames();
    this.emit("refused", { room, error });
    this.emit("rooms");
  }

  #live(room) {
    if (room.isFresh) {
      room.isFresh = false;
      this.read(room);
    }
    this.emit("timeline", room);
    if (room === this.current) this.loadMembers(room);
  }

  #received(message, isCatchUp) {
    const room = this.find(message.room);
    if (!room) return;
    this.#presence.stopTyping(room, message.from.id);
    const isNew = room.timeline.append(message);
    // Without a text it has been deleted meanwhile.
    if (isNew && message.text && message.from.id !== this.user?.id) this.#count(room, message, isCatchUp);
    // Who reads further up keeps what is there.
    if (room !== this.current || this.isWatching) room.timeline.trim();
    this.emit("timeline", room);
  }

  #count(room, message, isCatchUp) {
    if (room.isFresh || message.time <= room.readTime) return;
    const isMention = room.with !== null || mentions(message.text, this.user?.name ?? "");
    const isSeen = room === this.current && this.isWatching;
    if (isSeen) this.read(room);
    else {
      room.unread += 1;
      if (isMention) room.mentions += 1;
      this.emit("rooms");
    }
    this.emit("arrived", { room, message, isMention, isSeen, isCatchUp });
  }

  #changed(room, change) {
    room.timeline.change(change);
    this.emit("timeline", room);
  }

  /** What waits to be done to messages is shown as done, unless it was refused; then only what was typed is kept. */
  #outbox(name) {
    const room = this.find(name);
    const { outbox } = this.#chat;
    if (!room || !outbox || !this.user) return;
    const pending = outbox.of(room.name).filter(({ change }) => change);
    for (const { id, change, state, reason } of pending) {
      if (state !== "failed" || change?.type === "edit") continue;
      this.emit("changeRefused", { room, reason });
      return outbox.discard(id);
    }
    room.timeline.setPending(pending.map(({ id, text, change, reason }) => ({ ...change, id, text, from: this.user, problem: reason })));
    this.emit("timeline", room);
  }

  #sent(item, reply) {
    const room = this.find(item.room);
    if (!room || !this.user) return;
    const { position, seq, time } = reply;
    if (item.change) {
      const { type, of, target, reaction, on } = item.change;
      room.timeline.acknowledgeChange({ type, of, target, reaction, on, text: item.text, room: room.name, seq, position, id: item.id, from: this.user, time });
    } else if (!room.timeline.has(position) && !reply.duplicate) {
      room.timeline.acknowledge({ type: "message", room: room.name, seq, position, id: item.id, from: this.user, text: item.text, time });
    }
    this.emit("timeline", room);
  }
}

/** Whether the room is the direct one with `other`, whose answer may still be on its way. */
const isWith = (room, other) =>
  room.with?.id === other.id || (!room.isKnown && room.asked.toLowerCase() === `@${other.name}`.toLowerCase());

/** Of the browser's, not of a session's: who comes back with a new one has read what they had read. */
const readKey = (room) => `tchatter.read.${room.name}`;
