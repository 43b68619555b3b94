import { delay } from "./clock.js";

/**
 * Looks for what was said in direct rooms since they were closed. There may be as many as the server tells of at once: one is
 * asked for after the other.
 */
export class ClosedDirectNews {
  #closed;
  #chat;
  #clock;
  /** @type {Promise<unknown>} */
  #looked = Promise.resolve();

  /** @param {import("./closed-directs.js").ClosedDirects} closed @param {import("../tchatter.js").Chat} chat @param {import("./clock.js").Clock} clock */
  constructor(closed, chat, clock) {
    [this.#closed, this.#chat, this.#clock] = [closed, chat, clock];
  }

  /** Whether there is something, or the room was reopened meanwhile. @param {string} room @returns {Promise<boolean>} */
  async in(room) {
    for (;;) {
      const closed = this.#closed.positionOf(room);
      if (closed === undefined) return true;
      const look = this.#looked.then(() => this.#newestIn(room));
      this.#looked = look;
      const { newest, retryAfter } = await look;
      if (!retryAfter) return this.#closed.positionOf(room) === undefined || (newest !== undefined && newest !== closed);
      // The others are looked at meanwhile: it may be this one alone that is out of reach.
      await delay(this.#clock, retryAfter);
    }
  }

  /** The position of the newest message or change; nothing where there is none, or it can't be had: after a loss the server tells of the room again. */
  async #newestIn(room) {
    for (;;) {
      try {
        return { newest: (await this.#chat.history(room, undefined, 1)).messages.at(-1)?.position };
      } catch ({ code, retryAfter }) {
        if (!retryAfter || code !== "rate_limited") return { retryAfter };
        // That is about all that one asks.
        await delay(this.#clock, retryAfter);
      }
    }
  }
}
