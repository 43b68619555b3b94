import { isUser } from "./protocol.js";

/** How long somebody counts as typing after the last word of it. Milliseconds. */
const typingTimeout = 5_000;
/** Members that are kept by name; larger rooms only count. */
const maxMembers = 500;

/** @typedef {import("./store.js").Room} Room */

/** Presence: who is in the rooms, and who types there. Tells `members` and `typing` with the room. */
export class Presence {
  #chat;
  #clock;
  #tell;

  /**
   * @param {import("../tchatter.js").Chat} chat
   * @param {import("./clock.js").Clock} clock
   * @param {(name: "members" | "typing", room: Room) => void} tell
   */
  constructor(chat, clock, tell) {
    this.#chat = chat;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** @param {Room} room */
  async load(room) {
    const reply = await this.#chat.members(room.name, room.policy ? true : undefined).catch(() => null);
    // What the room's own answer said is better than nothing, but an instance may not know of the others' people.
    room.isCounted = true;
    if (reply) this.#loaded(room, reply);
    this.#tell("members", room);
  }

  #loaded(room, reply) {
    const me = this.#chat.user;
    const users = reply.users.filter(isUser).filter(({ id, name }) => id === me?.id || !isSameName(name, me?.name));
    room.roles = reply.roles;
    room.members = new Map(users.map((user) => [user.id, user]));
    room.isListed = reply.users.length >= (reply.count ?? 0);
    room.count = room.isListed ? room.members.size : reply.count;
  }

  /** @param {Room} room */
  changed(room, { user, state, count }) {
    if (!isUser(user)) room.isListed = false;
    else if (state === "joined") this.#came(room, user);
    else if (state === "left") this.#left(room, user);
    if (room.isListed) room.count = room.members.size;
    else if (Number.isFinite(count)) room.count = count;
    room.isCounted = true;
    this.#tell("members", room);
  }

  /** Names are unique: who has one now is the one who had it, with another session. */
  #came(room, user) {
    for (const { id, name } of room.members.values()) if (id !== user.id && isSameName(name, user.name)) room.members.delete(id);
    if (room.members.size < maxMembers) room.members.set(user.id, user);
    else room.isListed = false;
  }

  #left(room, user) {
    room.members.delete(user.id);
    this.stopTyping(room, user.id);
  }

  /** @param {Room} room */
  typing(room, user) {
    if (!isUser(user) || user.id === this.#chat.user?.id) return;
    this.#clock.cancel(room.typing.get(user.id)?.timer);
    const timer = this.#clock.after(typingTimeout, () => this.stopTyping(room, user.id));
    room.typing.set(user.id, { user, timer });
    this.#tell("typing", room);
  }

  /** @param {Room} room */
  stopTyping(room, id) {
    const typing = room.typing.get(id);
    if (!typing) return;
    this.#clock.cancel(typing.timer);
    room.typing.delete(id);
    this.#tell("typing", room);
  }
}

const isSameName = (one, other) => one.toLowerCase() === other?.toLowerCase();
