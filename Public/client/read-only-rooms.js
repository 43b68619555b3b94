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
  /** Messages, by id, that had been refused before their room was joined: they tell nothing of it now. @type {Set<string>} */
  #stale = new Set();

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
    const items = (/** @type {string} */ room) => chat.outbox?.of(room) ?? [];
    chat.on("joined", ({ room }) => {
      if (chat !== this.#chat) return;
      this.#rooms.delete(room);
      for (const item of items(room)) if (isClosedTo(item)) this.#stale.add(item.id);
    });
    chat.on("outbox", (room) => {
      if (chat === this.#chat && chat.isLive(room)) this.#judge(room, items(room));
    });
  }

  /** @param {string} room @param {Outgoing[]} items */
  #judge(room, items) {
    // What is tried again tells how it is now.
    for (const item of items) if (!isClosedTo(item)) this.#stale.delete(item.id);
    const isReadOnly = items.some((item) => isClosedTo(item) && !this.#stale.has(item.id));
    if (isReadOnly === this.#rooms.has(room)) return;
    if (isReadOnly) this.#rooms.add(room);
    else this.#rooms.delete(room);
    this.#onChange();
  }
}

/** Whether a message was refused in a room that one is in and may not write to, by what signed one in: its policy says nothing of that. @param {Outgoing} item */
export const isClosedTo = ({ state, reason, change }) => state === "failed" && reason === "This room is not open to you, or not for this." && !change;
