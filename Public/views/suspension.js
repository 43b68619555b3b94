import { byID } from "./dom.js";
import { dayName, timeOfDay } from "./time.js";

/** A timer takes no longer span than some weeks, and devices sleep: at least so often the clock is looked at. Milliseconds. */
const longestWait = 3_600_000;

/** Stands in place of the field for writing while one may only read, and says until when. */
export class Suspension {
  #note = byID("suspended");
  #composer = byID("composer");
  #hint = byID("draft-hint");
  #clock;
  #timer;

  /** @param {import("../client/clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {{until?: number, reason?: string} | null} suspension */
  draw(suspension) {
    this.#clock.cancel(this.#timer);
    const now = this.#clock.date();
    const left = suspension ? (suspension.until ?? Infinity) - now : 0;
    const isOver = left <= 0;
    this.#note.hidden = isOver;
    this.#composer.hidden = this.#hint.hidden = !isOver;
    this.#note.textContent = isOver ? "" : wordsOf(suspension, now);
    if (left > 0 && left < Infinity) this.#timer = this.#clock.after(Math.min(left, longestWait), () => this.draw(suspension));
  }
}

/** @param {{until?: number, reason?: string}} suspension @param {number} now */
export function wordsOf({ until, reason }, now) {
  const end = until === undefined ? "for now" : `until ${dayName(until, now) === "Today" ? "" : `${dayName(until, now)}, `}${timeOfDay(until)}`;
  return `You can read here, but not write, ${end}.${reason ? ` ${reason}` : ""}`;
}
