import { Originals } from "./originals.js";
import { keyOf } from "./room-roles.js";

/** Entries that are looked through at once, and how often, for edits of a message that lies before what has been read of its room. */
const pageSize = 200;
const maxPages = 5;

/** The message that is pinned in a room, as it is now. */
export class Pinned {
  #chat;
  #originals;
  /** What it was edited to, by what is pinned. @type {WeakMap<object, Map<string, string>>} */
  #edits = new WeakMap();

  /** @param {() => import("../tchatter.js").Chat | null} chat @param {import("./clock.js").Clock} clock */
  constructor(chat, clock) {
    this.#chat = chat;
    this.#originals = new Originals(chat, clock);
  }

  /**
   * @param {import("./room.js").Room} room
   * @param {() => void} learned is called when more is known
   * @returns {{author: string, text: string} | null | undefined} `null` if there is none, or it is gone; nothing while it is not known
   */
  find(room, learned) {
    const pin = room.policy?.pin;
    if (!pin) return null;
    const original = this.#originals.find(room, pin, learned);
    if (!original || original.isDeleted) return original && null;
    const { timeline } = room;
    const isEdited = timeline.changes.shown(/** @type {any} */ ({ from: { id: pin.from }, id: pin.id, text: original.text }))?.isEdited;
    // Behind what is there, all its edits are there too.
    if (timeline.named(pin) || isEdited) return original;
    return { ...original, text: this.#editOf(room, pin, learned) || original.text };
  }

  #editOf(room, pin, learned) {
    const edits = this.#edits.get(room) ?? new Map();
    this.#edits.set(room, edits);
    const key = keyOf(pin);
    if (!edits.has(key)) {
      edits.set(key, "");
      this.#read(room, pin).then((text) => text && (edits.set(key, text), learned()), () => edits.delete(key));
    }
    return edits.get(key);
  }

  async #read(room, pin) {
    const read = room.timeline.entries.map(({ message, change }) => message ?? change).find(Boolean)?.seq ?? 0;
    let text = "";
    for (let [page, after] = [0, pin.seq]; page < maxPages && after < read - 1; page += 1) {
      const { messages } = await this.#chat()?.history(room.name, undefined, pageSize, after) ?? { messages: [] };
      const edits = messages.filter(({ type, from, target }) => type === "edit" && from.id === pin.from && keyOf(target) === keyOf(pin));
      text = edits.findLast((edit) => edit.text)?.text ?? text;
      if (!messages.length) break;
      after = messages.at(-1).seq;
    }
    return text;
  }
}
