/** How often the fleet is asked while all is well and somebody looks, and while it is not. Milliseconds. */
const interval = { well: 60_000, unwell: 5_000 };
/** Between two questions, whoever has them asked. */
const leastInterval = 3_000;

/**
 * Whether the fleet can do its work: the connections to it stay while its store is away, and tell nothing of it. It is asked
 * now and then, and when something gives cause to.
 */
export class FleetHealth {
  isWell = true;
  #options;
  #clock;
  #askedAt = -Infinity;
  #timer;

  /**
   * @param {object} options
   * @param {import("./clock.js").Clock} options.clock
   * @param {() => Promise<any>} options.ask what the JSON of `/health` says; nothing for no answer
   * @param {() => boolean} options.isWanted whether somebody looks, at a connection that is up
   * @param {() => void} options.changed
   */
  constructor(options) {
    this.#options = options;
    this.#clock = options.clock;
  }

  start() {
    this.stop();
    this.isWell = true;
    this.#schedule();
  }

  stop() {
    this.#clock.cancel(this.#timer);
  }

  /** Something gives cause to ask. */
  async check() {
    const now = this.#clock.now();
    if (!this.#options.isWanted() || now - this.#askedAt < leastInterval) return;
    this.#askedAt = now;
    const isWell = isWellBy(await this.#options.ask().catch(() => null));
    if (isWell === null || isWell === this.isWell) return;
    this.isWell = isWell;
    this.#schedule();
    this.#options.changed();
  }

  #schedule() {
    this.#clock.cancel(this.#timer);
    const bound = interval[this.isWell ? "well" : "unwell"];
    // Spread, so that all who look do not ask at once.
    this.#timer = this.#clock.after(bound * (0.75 + this.#clock.random() / 2), () => {
      this.check();
      this.#schedule();
    });
  }
}

/** What an answer means; `null` for one that is not the fleet's own, and tells nothing. @returns {boolean | null} */
function isWellBy(answer) {
  // The balancer's, when it has no instance to ask.
  if (answer?.code === "unavailable") return false;
  if (typeof answer?.redis !== "string") return null;
  return answer.redis === "delivering";
}
