/** Local times and days, as people read them. */
const clockTime = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** @param {number} time */
export const timeOfDay = (time) => clockTime.format(time);

/** @param {number} time */
export const wholeTime = (time) => whole.format(time);

/** @param {number} time in the local time zone: a number that is equal for times of one day */
export function dayNumber(time) {
  const date = new Date(time);
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
}

/** When the day began that is so many days from that of a time. */
function midnight(time, days) {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** When the day ends in which a time lies, and "Today" is another one. @param {number} time */
export const nextMidnight = (time) => midnight(time, 1);

/**
 * Tells when it may be another day: at midnight, and each hour, since clocks are set and devices sleep.
 * @param {import("../client/clock.js").Clock} clock
 * @param {() => void} changed
 */
export function watchDays(clock, changed) {
  const now = clock.date();
  clock.after(Math.min(nextMidnight(now) - now, 3_600_000), () => {
    changed();
    watchDays(clock, changed);
  });
}

/**
 * @param {number} time
 * @param {number} [now]
 */
export function dayName(time, now = Date.now()) {
  if (dayNumber(time) === dayNumber(now)) return "Today";
  // Not a day's length ago: days have 23 or 25 hours twice a year.
  if (dayNumber(time) === dayNumber(midnight(now, -1))) return "Yesterday";
  return new Date(time).getFullYear() === new Date(now).getFullYear() ? day.format(time) : dayOfYear.format(time);
}

/** A moment to come. @param {number} time @param {number} [now] */
export function moment(time, now) {
  const name = dayName(time, now);
  return `${name === "Today" ? "" : `${name}, `}${timeOfDay(time)}`;
}
