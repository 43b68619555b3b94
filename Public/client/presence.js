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
    const reply = await this.#chat.members(room.name).catch(() => null);
    if (!reply) return;
    room.members = new Map(reply.users.filter(isUser).map((user) => [user.id, user]));
    room.count = reply.count ?? room.members.size;
    this.#tell("members", room);
  }

  /** @param {Room} room */
  changed(room, { user, state, count }) {
    if (Number.isFinite(count)) room.count = count;
    if (isUser(user) && state === "joined" && room.members.size < maxMembers) room.members.set(user.id, user);
    if (isUser(user) && state === "left") {
      room.members.delete(user.id);
      this.stopTyping(room, user.id);
    }
    this.#tell("members", room);
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
