/**
 * How long to wait before the next attempt: a random part of a growing span ("full jitter"), so that the clients of an
 * instance that fell spread themselves by chance. The span begins anew only after a connection has held for a while;
 * otherwise a server that accepts and drops would be hammered at the first span's rate.
 */
export class Backoff {
  static first = 1_000;
  static longest = 20_000;
  static stable = 10_000;

  #clock;
  #attempts = 0;
  /** @type {number | null} when the present connection came up */
  #connectedAt = null;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** Attempts since a connection last held. */
  get attempts() {
    return this.#attempts;
  }

  connected() {
    this.#connectedAt = this.#clock.now();
  }

  /**
   * The connection, or the attempt at one, failed.
   * @returns {number} milliseconds to wait before the next
   */
  failed() {
    if (this.#connectedAt !== null && this.#clock.now() - this.#connectedAt >= Backoff.stable) this.#attempts = 0;
    this.#connectedAt = null;
    const span = Math.min(Backoff.longest, Backoff.first * 2 ** Math.min(this.#attempts, 10));
    this.#attempts += 1;
    return this.#clock.random() * span;
  }
}
