import { byID } from "./dom.js";
import { moment } from "./time.js";
import { isolated, t } from "./words.js";

/** A timer takes no longer span than some weeks, and devices sleep: at least so often the clock is looked at. Milliseconds. */
const longestWait = 3_600_000;

/** Stands in place of the field for writing while one may only read, in this room or anywhere, and says until when. */
export class Suspension {
  #note = byID("suspended");
  #composer = byID("composer");
  #hint = byID("draft-hint");
  #clock;
  #timer;
  /** @typedef {{until?: number, reason?: string, cause?: string}} Silence `cause`: the key of the words for it */
  /** @type {Silence | null} */
  #everywhere = null;
  /** @type {Silence | null} */
  #here = null;

  /** @param {import("../client/clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {Silence | null} suspension in all rooms */
  draw(suspension) {
    this.#everywhere = suspension;
    this.#draw();
  }

  /** @param {Silence | null} silence in the room that is shown */
  drawHere(silence) {
    this.#here = silence;
    this.#draw();
  }

  #draw() {
    this.#clock.cancel(this.#timer);
    const now = this.#clock.date();
    const leftOf = (silence) => (silence ? (silence.until ?? Infinity) - now : 0);
    const silence = leftOf(this.#everywhere) > 0 ? this.#everywhere : this.#here;
    const left = leftOf(silence);
    const isOver = left <= 0;
    this.#note.hidden = isOver;
    document.body.classList.toggle("silent", !isOver);
    document.body.classList.toggle("only-reads", !isOver && silence?.cause !== "leadersWrite");
    this.#composer.hidden = this.#hint.hidden = !isOver;
    this.#note.textContent = isOver ? "" : wordsOf(/** @type {Silence} */ (silence), now);
    if (left > 0 && left < Infinity) this.#timer = this.#clock.after(Math.min(left, longestWait), () => this.#draw());
  }
}

/** @param {Silence} silence @param {number} now */
export function wordsOf({ until, reason, cause }, now) {
  const end = until === undefined ? t("readOnly") : t("readOnlyUntil", { time: moment(until, now) });
  return [end, cause ? t(cause) : isolated(reason ?? "")].filter(Boolean).join(" ");
}
