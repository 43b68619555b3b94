/**
 * How long to wait before the next attempt: a random part of a growing bound (exponential backoff with full jitter), so
 * that the clients of an instance that fell spread themselves by chance. The bound is as long as has been waited already:
 * whoever is turned away at the end of an outage is back after at most as long again, whatever luck the first waits
 * brought. What the next connection holds is taken off again: a server that accepts and drops is asked ever less often,
 * while somebody whose instances are killed one after the other is always back at once.
 */
export class Backoff {
  static base = 1_000;
  static cap = 20_000;

  #clock;
  #waited = 0;
  /** @type {number | null} when the present connection came up */
  #connectedAt = null;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  connected() {
    this.#connectedAt = this.#clock.now();
  }

  /**
   * The connection, or the attempt at one, failed.
   * @param {number} [least] what the server asked for; the random part comes on top, or all would be back at once
   * @returns {number} milliseconds to wait before the next
   */
  failed(least = 0) {
    const held = this.#connectedAt === null ? 0 : this.#clock.now() - this.#connectedAt;
    this.#waited = Math.max(0, this.#waited - held);
    this.#connectedAt = null;
    const bound = Math.min(Backoff.cap, Math.max(Backoff.base, this.#waited));
    const wait = least + this.#clock.random() * bound;
    this.#waited = Math.min(Backoff.cap, this.#waited + wait);
    return wait;
  }
}
