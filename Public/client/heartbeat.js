import { Alarm } from "./alarm.js";

/** Silence after which the other side is asked, and how long it may go on being silent. Milliseconds. */
const paces = { active: { silence: 4_500, timeout: 4_000 }, inactive: { silence: 25_000, timeout: 20_000 } };
/** How often what is heard sets the alarm anew. Milliseconds. */
const settingInterval = 1_000;

/**
 * Notices when the other side of a connection has gone without a word: asks after a silence, and judges by when it was
 * asked, not by how many timers have come since. The alarm is set from what is heard, as browsers slow down timers that
 * timers began.
 */
export class Heartbeat {
  #clock;
  #alarm;
  #ask;
  #lost;
  #pace = paces.active;
  #isAsking = false;
  #heardAt;
  #setAt;
  /** By when something must be heard, if it was asked. @type {number | null} */
  #deadline = null;

  /**
   * @param {import("./clock.js").Clock} clock
   * @param {() => void} ask
   * @param {() => void} lost nothing was heard in time
   */
  constructor(clock, ask, lost) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock);
    this.#ask = ask;
    this.#lost = lost;
    this.#heardAt = this.#setAt = clock.now();
  }

  /** Whether the page is in use: a loss is noticed sooner. */
  set isActive(isActive) {
    this.#pace = isActive ? paces.active : paces.inactive;
    this.#set();
  }

  /** From now on it asks by itself. */
  begin() {
    this.#isAsking = true;
    this.#heardAt = this.#clock.now();
    this.#set();
  }

  end() {
    this.#isAsking = false;
    this.#deadline = null;
    this.#alarm.cancel();
  }

  /** Something came, whatever it is: a long replay may stand in the answer's way. */
  heard() {
    const wasAsked = this.#deadline !== null;
    this.#heardAt = this.#clock.now();
    this.#deadline = null;
    if (wasAsked || this.#heardAt - this.#setAt >= settingInterval) this.#set();
  }

  /** Asks now, for somebody who waits. */
  probe() {
    this.#askWithin(paces.active.timeout);
  }

  look() {
    this.#alarm.look();
  }

  /** What was asked before is answered sooner or later; what changes is how long one waits for it. */
  #askWithin(timeout) {
    const wasAsked = this.#deadline !== null;
    this.#deadline = Math.min(this.#deadline ?? Infinity, this.#clock.now() + timeout);
    this.#set();
    if (!wasAsked) this.#ask();
  }

  #set() {
    this.#setAt = this.#clock.now();
    const due = this.#deadline ?? (this.#isAsking ? this.#heardAt + this.#pace.silence : null);
    if (due === null) return this.#alarm.cancel();
    this.#alarm.set(Math.max(0, due - this.#setAt), () => this.#due());
  }

  #due() {
    const now = this.#clock.now();
    if (this.#deadline !== null) return now >= this.#deadline ? this.#lost() : this.#set();
    return now - this.#heardAt >= this.#pace.silence ? this.#askWithin(this.#pace.timeout) : this.#set();
  }
}
