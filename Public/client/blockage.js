/** What counts against WebSockets, and how much of it means that they are blocked: two refusals, or three short lives. */
const weights = { refusal: 3, shortLife: 2 };
const limit = 6;
/** A connection that was cut within this time was good for nothing. Milliseconds. */
const shortLife = 5_000;

/**
 * Whether WebSockets are blocked on the way, so that the chat has to long-poll. An attempt that never came up counts, and
 * a connection that was cut at once; but only when HTTP is answered by an instance itself, as an outage tells nothing
 * about WebSockets.
 */
export class Blockage {
  #evidence = 0;
  /** What the last WebSocket came to, until it is known whether an instance can be reached at all. */
  #suspicion = 0;

  get isSuspected() {
    return this.#suspicion > 0;
  }
  get isCertain() {
    return this.#evidence >= limit;
  }

  /** A WebSocket never came up. */
  refused() {
    this.#suspicion = weights.refusal;
  }

  /** One that was up was lost without a word. @param {number} held for how many milliseconds it had been up */
  lost(held) {
    if (held >= shortLife) return this.passed();
    this.#suspicion = weights.shortLife;
  }

  /** One served well, or the server was heard to say why it ends it. */
  passed() {
    this.#evidence = this.#suspicion = 0;
  }

  /** @param {boolean} isServing what HTTP said since: whether an instance answers for itself that it serves */
  heard(isServing) {
    if (isServing) this.#evidence += this.#suspicion;
    this.#suspicion = 0;
  }

  /** After a while WebSockets are tried again: one more failure is enough. */
  forgive() {
    this.#evidence = limit - weights.shortLife;
    this.#suspicion = 0;
  }
}
