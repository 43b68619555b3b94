/** @typedef {import("./outbox.js").Outgoing} Outgoing */

/**
 * The rooms in which whoever signed one in lets one read and not write. The server tells that by refusing a message alone, so a room
 * is one of them from then on until it is joined anew, as with a renewed sign-in, or nothing that was refused is left.
 */
export class ReadOnlyRooms {
  #onChange;
  /** @type {import("../tchatter.js").Chat | null} */
  #chat = null;
  /** @type {Set<string>} */
  #rooms = new Set();
  /** By room, the ids of messages that had been refused before it was joined: they tell nothing of it now. @type {Map<string, string[]>} */
  #stale = new Map();

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** @param {string} room */
  has(room) {
    return this.#rooms.has(room);
  }

  /** Goes by what this chat tells, and no longer by another one. @param {import("../tchatter.js").Chat} chat */
  hear(chat) {
    if (chat === this.#chat) return;
    this.#chat = chat;
    this.#rooms.clear();
    this.#stale.clear();
    const refused = (/** @type {string} */ room) => (chat.outbox?.of(room) ?? []).filter(isClosedTo).map(({ id }) => id);
    chat.on("joined", ({ room }) => {
      if (chat !== this.#chat) return;
      this.#rooms.delete(room);
      this.#stale.set(room, refused(room));
    });
    chat.on("outbox", (room) => {
      if (chat === this.#chat && chat.isLive(room)) this.#judge(room, refused(room));
    });
  }

  /** @param {string} room @param {string[]} refused */
  #judge(room, refused) {
    // What is tried again tells how it is now.
    const stale = (this.#stale.get(room) ?? []).filter((id) => refused.includes(id));
    this.#stale.set(room, stale);
    const isReadOnly = refused.some((id) => !stale.includes(id));
    if (isReadOnly === this.#rooms.has(room)) return;
    if (isReadOnly) this.#rooms.add(room);
    else this.#rooms.delete(room);
    this.#onChange();
  }
}

/** Whether a message was refused in a room that one is in and may not write to, by what signed one in: its policy says nothing of that. @param {Outgoing} item */
export const isClosedTo = ({ state, reason, change }) => state === "failed" && reason === "This room is not open to you, or not for this." && !change;
