import { ClosedDirects } from "./closed-directs.js";
import { Emitter } from "./emitter.js";
import { OpenRooms } from "./open-rooms.js";
import { acknowledge, pendingIn, showPendingChanges } from "./outgoing.js";
import { Presence } from "./presence.js";
import { isUser } from "./protocol.js";
import { ReadMarks } from "./read-marks.js";
import { isDirect, makeRoom, meant, renamed, settle } from "./room.js";
import { governed } from "./room-policy.js";
import { RoomSettings } from "./room-settings.js";
import { eventsOf } from "./rooms.js";
import { Unread } from "./unread.js";

/** What was not put back in this time is taken for lost. Milliseconds. */
const restoringTime = 120_000;

/** So long it is waited for more to be seen. Milliseconds. */
const seeingTime = 100;

/** @typedef {import("./room.js").Room} Room */

/**
 * What is known, for the views: rooms, unread counts, members. It hears the chat and tells `rooms`, `timeline` (room),
 * `members` (room), `typing` (room), `closed` (room: the one that was shown, in another tab), `arrived` ({room, message, isMention}), `changeRefused` ({room, reason}).
 */
export class Store extends Emitter {
  /** @type {Map<string, Room>} */
  rooms = new Map();
  /** The direct rooms that the server has told of, and whose they are, be they open or not. @type {Map<string, import("./protocol.js").User>} */
  directs = new Map();
  /** @type {Room | null} */
  current = null;
  /** Whether what comes into the current room is seen as it comes. */
  isWatching = true;
  settings;
  #chat;
  #clock;
  #presence;
  #unread;
  #open;
  #closed;

  /**
   * @param {import("../tchatter.js").Chat} chat
   * @param {Storage} storage
   * @param {import("./clock.js").Clock} clock
   */
  constructor(chat, storage, clock) {
    super();
    this.#chat = chat;
    this.#clock = clock;
    this.settings = new RoomSettings(storage);
    this.#unread = new Unread(new ReadMarks(storage));
    this.#open = new OpenRooms(storage);
    this.#closed = new ClosedDirects(storage);
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

  /** @param {Room} room @param {Partial<import("./room-settings.js").RoomSetting>} changes */
  set(room, changes) {
    this.settings.change(room.name, changes);
    this.emit("rooms");
  }

  /** Opens the public rooms that were open when the page was last used. */
  restore() {
    for (const name of this.#open.names) this.#follow(name, null, 0);
  }

  /** Follows a room, and shows it in the list; one that is being joined by the invitation, too. @returns {Room} */
  open(asked, other = null, invitation = undefined) {
    if (invitation) this.#chat.join(asked, invitation);
    return this.#follow(asked, other, other ? 0 : this.#clock.date());
  }

  #follow(asked, other, openedAt) {
    const { known, former } = meant(this, asked, other);
    if (known) return known;
    if (former) settle(former, this.#chat);
    const room = makeRoom(asked, other, openedAt);
    this.rooms.set(asked, room);
    if (!isDirect(room)) this.#open.add(asked);
    this.emit("rooms");
    this.#chat.join(asked);
    return room;
  }

  /** @param {Room} room */
  leave(room) {
    if (room.with) this.#closed.close(room.name, room.timeline.latest);
    this.#open.remove(room.asked);
    this.#drop(room);
  }

  /** Leaves every room, so that the others see at once that one has gone. */
  async leaveAll() {
    await Promise.all([...this.rooms.values()].map(({ name }) => this.#chat.leave(name)));
  }

  /** Another tab has changed what is kept. @param {string | null} key */
  storageChanged(key) {
    if (key === OpenRooms.key) this.#agree();
    if (key === RoomSettings.key) (this.settings.refresh(), this.emit("rooms"));
    const directs = [...this.rooms.values()].filter((room) => room.with);
    if (key === ClosedDirects.key) for (const room of directs) if (this.#closed.positionOf(room.name) !== undefined) this.#drop(room);
    const room = key && this.find(ReadMarks.roomOf(key) ?? "");
    if (room && this.#unread.isReadElsewhere(room)) this.read(room);
  }

  /** The page was put away, and was not told what other tabs changed meanwhile. */
  catchUpWithTabs() {
    for (const { key } of [OpenRooms, ClosedDirects, RoomSettings]) this.storageChanged(key);
  }

  /** @param {Room} room */
  select(room) {
    [this.current, room.isHeld] = [room, false];
    this.#chat.first = room.name;
    this.emit("rooms");
  }

  /** All that has come into the room has been seen. @param {Room} room */
  read(room) {
    if (!room.isHeld && this.#unread.read(room)) this.emit("rooms");
  }

  /** Where much is seen as it comes, it is told once in a while. */
  keepSeen() {
    if (this.#unread.keepSeen()) this.emit("rooms");
  }

  /** Own messages on their way, as they are shown below the stored ones. @param {Room} room */
  pending(room) {
    return pendingIn(room, this.#chat);
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

  /** Reads earlier messages. @param {Room} room @param {number} [limit] @returns {Promise<boolean>} whether some came */
  async loadEarlier(room, limit) {
    const { timeline, timeline: { earliest } } = room;
    if (!timeline.hasEarlier || !this.#chat.isLive(room.name)) return false;
    const reply = await this.#chat.history(room.name, earliest || undefined, limit);
    timeline.prepend(reply.messages, Boolean(reply.more), earliest);
    this.emit("timeline", room);
    return reply.messages.length > 0;
  }

  /** @param {Room} room */
  loadMembers(room) {
    return this.#presence.load(room);
  }

  /** Opens and closes what another tab has opened and closed. */
  #agree() {
    const names = new Set(this.#open.names);
    for (const room of this.rooms.values()) if (!isDirect(room) && !names.has(room.asked)) this.#drop(room);
    for (const name of names) this.#follow(name, null, 0);
  }

  #drop(room) {
    this.rooms.delete(room.name);
    const wasCurrent = this.current === room;
    if (wasCurrent) this.current = null;
    this.#chat.leave(room.name);
    this.emit("rooms");
    if (wasCurrent) this.emit("closed", room);
  }

  #listen() {
    const chat = this.#chat;
    const inRoom = (body) => (detail) => {
      const room = this.find(detail.room);
      if (room) body(room, detail);
    };
    chat.on("direct", ({ room, with: other }) => void (isUser(other) && this.#told(room, other)));
    chat.on("joined", (reply) => this.#joined(reply));
    chat.on("merged", ({ asked, room }) => this.#merged(asked, room));
    chat.on("delayed", ({ asked, error }) => this.#delayed(asked, error));
    chat.on("refused", (detail) => this.#refused(detail));
    chat.on("message", ({ message, isCatchUp }) => this.#received(message, isCatchUp));
    chat.on("change", ({ change }) => inRoom((room) => this.#changed(room, change))(change));
    chat.on("live", inRoom((room) => this.#live(room)));
    chat.on("gap", inRoom((room, { reason }) => (room.timeline.gap(reason), this.emit("timeline", room))));
    chat.on("rewind", inRoom((room, { position }) => this.#rewound(room, position)));
    chat.on("presence", inRoom((room, event) => this.#presence.changed(room, event)));
    chat.on("typing", inRoom((room, { user }) => this.#presence.typing(room, user)));
    chat.on("sent", ({ item, reply }) => this.#sent(item, reply));
    chat.on("outbox", (name) => this.#outbox(name));
  }

  /** There is a direct room, maybe with something new: one that was closed is looked at first. */
  async #told(name, other) {
    this.directs.set(name, other);
    if (this.#closed.positionOf(name) !== undefined && !(await this.#closed.hasNews(name, this.#chat, this.#clock))) return;
    this.#closed.reopen(name);
    this.open(name, other);
  }

  #joined(reply) {
    const room = this.find(reply.asked);
    if (!room) return;
    if (room.name !== reply.room) this.rooms = renamed(this.rooms, room, reply.room);
    if (isUser(reply.with)) (room.with = reply.with), this.#closed.reopen(room.name);
    [room.problem, room.isOneTooMany, room.policy, room.timeline.said] = ["", false, reply.policy ?? null, reply.seq ?? 0];
    if (!room.isKnown) {
      room.isKnown = true;
      this.#unread.begin(room);
      // The first page has all that was ever there; else what is earlier may be had, from an archive say.
      if (reply.isFirst && eventsOf(reply) >= reply.seq) room.timeline.hasEarlier = false;
    }
    if (!room.isListed) room.count = reply.count ?? room.count;
    this.emit("rooms");
    this.#outbox(room.name);
  }

  #merged(asked, name) {
    const [duplicate, room] = [this.find(asked), this.rooms.get(name)];
    if (!duplicate || !room || duplicate === room) return;
    this.rooms.delete(duplicate.name);
    if (this.current === duplicate) this.emit("merged", room);
    this.emit("rooms");
  }

  #refused({ asked, error, invitation }) {
    const room = this.find(asked);
    if (!room) return;
    this.rooms.delete(room.name);
    if (this.current === room) this.current = null;
    this.#open.remove(asked);
    this.emit("refused", { room, error, invitation });
    this.emit("rooms");
  }

  /** It is tried again by itself. */
  #delayed(asked, error) {
    const room = this.find(asked);
    const isOneTooMany = error.code === "forbidden";
    // Of a store or a fleet that is away the banner tells.
    if (!room || !(isOneTooMany || (error.code === "rate_limited" && !room.isKnown))) return;
    [room.problem, room.isOneTooMany] = [error.message, isOneTooMany];
    this.emit("rooms");
  }

  #live(room) {
    this.#unread.caughtUp(room);
    this.emit("timeline", room);
    if (room === this.current) this.loadMembers(room);
  }

  #received(message, isCatchUp) {
    const room = this.find(message.room);
    if (!room) return;
    this.#presence.stopTyping(room, message.from.id);
    const isNew = room.timeline.append(message);
    if (this.#unread.reach(room, message)) this.emit("rooms");
    // Without a text it has been deleted meanwhile.
    else if (isNew && message.text && message.from.id !== this.user?.id) this.#count(room, message, isCatchUp);
    room.timeline.trim(room !== this.current ? "other" : this.isWatching ? "shown" : "read");
    this.emit("timeline", room);
  }

  #count(room, message, isCatchUp) {
    if (!this.#unread.isNew(room, message)) return;
    const isMention = this.#unread.isMention(room, message, this.user, !isCatchUp);
    const isSeen = room === this.current && this.isWatching && !room.isHeld;
    if (isSeen) this.#unread.see(room) && this.#clock.after(seeingTime, () => this.keepSeen());
    else (this.#unread.count(room, isMention), this.emit("rooms"));
    this.emit("arrived", { room, message, isMention, isSeen, isCatchUp });
  }

  #changed(room, change) {
    room.timeline.change(change);
    if (change.type === "policy") (room.policy = governed(room.policy, change, this.user?.id)), this.emit("rooms");
    this.emit("timeline", room);
  }

  #outbox(name) {
    const room = this.find(name);
    if (!room) return;
    const refused = showPendingChanges(room, this.#chat);
    if (refused) this.emit("changeRefused", { room, reason: refused.reason });
    else this.emit("timeline", room);
  }

  /** The store is given again what it forgot, as long as an instance has it. */
  #rewound(room, position) {
    room.timeline.rewind(position);
    this.emit("timeline", room);
    this.#clock.cancel(room.restoring);
    room.restoring = this.#clock.after(restoringTime, () => (room.timeline.giveUp(), this.emit("timeline", room)));
  }

  #sent(item, reply) {
    const room = this.find(item.room);
    if (!room || !this.user) return;
    acknowledge(room, item, reply, this.user);
    this.emit("timeline", room);
  }
}
