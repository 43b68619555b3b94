import { delay } from "./clock.js";
import { storedAt } from "./originals.js";

/** After a failure it is asked again. Milliseconds. */
const retryDelay = 5_000;

/** The messages that were reported in a room, as they are stored. */
export class Reported {
  #chat;
  #clock;
  #room;
  /** By their positions; `null` is what is gone. @type {Map<string, import("./protocol.js").Message | null>} */
  #found = new Map();
  #isLooking = false;

  /** @param {() => import("../tchatter.js").Chat | null} chat @param {import("./clock.js").Clock} clock @param {import("./room.js").Room} room */
  constructor(chat, clock, room) {
    this.#chat = chat;
    this.#clock = clock;
    this.#room = room;
  }

  /** @param {string} position @returns {import("./protocol.js").Message | null | undefined} `null` if it is gone; nothing while it is not known */
  at(position) {
    return this.#found.get(position);
  }

  /**
   * Asks for those that are not known, one after the other, and for those that are added meanwhile: however often it is called, one is asked for at a time.
   * @param {() => import("./reports.js").Report[]} wanted a report of each of them; none once nobody looks any more
   * @param {() => void} learned is called when more is known
   */
  async look(wanted, learned) {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const next = () => wanted().find(({ position }) => !this.#found.has(position));
    for (let report; (report = next()); ) {
      const message = await this.#find(report).catch(() => undefined);
      if (message === undefined) await delay(this.#clock, retryDelay);
      else (this.#found.set(report.position, message), learned());
    }
    this.#isLooking = false;
  }

  /** In a history that a store began anew, another message may have its seq. */
  async #find({ position, seq }) {
    const { timeline, name } = this.#room;
    const known = timeline.has(position) && timeline.findLast(({ message }) => message?.position === position)?.message;
    if (known) return known;
    const chat = this.#chat();
    const stored = chat ? await storedAt(chat, name, seq) : undefined;
    return /** @type {any} */ (stored)?.type === "message" && stored?.position === position ? stored : null;
  }
}
