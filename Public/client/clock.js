/**
 * Time and chance, in one place, so that tests can supply theirs.
 * @typedef {object} Clock
 * @property {() => number} now milliseconds, for differences only
 * @property {() => number} date milliseconds since 1970
 * @property {(milliseconds: number, body: () => void) => any} after
 * @property {(timer: any) => void} cancel
 * @property {() => number} random from 0 to 1
 */

/** @type {Clock} */
export const systemClock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after: (milliseconds, body) => setTimeout(body, milliseconds),
  cancel: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

/**
 * A promise of a moment.
 * @param {Clock} clock
 * @param {number} milliseconds
 */
export const delay = (clock, milliseconds) =>
  new Promise((resolve) => void clock.after(milliseconds, () => resolve(undefined)));
