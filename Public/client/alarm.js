/**
 * One thing that is to be done at a moment. Browsers let the timers of hidden pages come up to a minute late, those that
 * were begun by other timers above all, while what the network brings is on time. So whoever learns of anything looks at
 * the clock, and does what is due.
 */
export class Alarm {
  /** @type {number | null} when it goes off, by the clock's `now` */
  at = null;
  #clock;
  #timer;
  #body = () => {};

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * In place of what it was set to before.
   * @param {number} milliseconds from now
   * @param {() => void} body
   */
  set(milliseconds, body) {
    this.cancel();
    this.at = this.#clock.now() + milliseconds;
    this.#body = body;
    this.#timer = this.#clock.after(milliseconds, () => this.#goOff());
  }

  cancel() {
    this.#clock.cancel(this.#timer);
    this.at = null;
  }

  /** Goes off if it is time, whether or not its timer has come. */
  look() {
    if (this.at !== null && this.#clock.now() >= this.at) this.#goOff();
  }

  #goOff() {
    this.cancel();
    this.#body();
  }
}
