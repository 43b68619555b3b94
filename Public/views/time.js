import { intl } from "./words.js";

/** Local times and days, as people read them. */
const minute = { hour: "numeric", minute: "2-digit" };
const day = { weekday: "long", day: "numeric", month: "long" };
const dayOfYear = { day: "numeric", month: "long", year: "numeric" };

/** @param {string} name of the format @param {number} time @param {Intl.DateTimeFormatOptions} options */
const format = (name, time, options) => intl("DateTimeFormat", options, name).format(time);

/** @param {number} time */
export const timeOfDay = (time) => format("minute", time, minute);

/** @param {number} time */
export const wholeTime = (time) => format("whole", time, { dateStyle: "full", timeStyle: "medium" });

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

const isOfYear = (time, now) => new Date(time).getFullYear() === new Date(now).getFullYear();

/** As it stands alone. */
const capitalized = ([first, ...rest]) => first.toUpperCase() + rest.join("");

/**
 * @param {number} time
 * @param {number} [now]
 */
export function dayName(time, now = Date.now()) {
  // Not a day's length ago: days have 23 or 25 hours twice a year.
  const ago = [0, -1].find((days) => dayNumber(time) === dayNumber(midnight(now, days)));
  if (ago !== undefined) return capitalized(intl("RelativeTimeFormat", { numeric: "auto" }).format(ago, "day"));
  return isOfYear(time, now) ? format("day", time, day) : format("year", time, dayOfYear);
}

/** A moment to come. @param {number} time @param {number} [now] */
export function moment(time, now = Date.now()) {
  if (dayNumber(time) === dayNumber(now)) return timeOfDay(time);
  return isOfYear(time, now) ? format("moment", time, { ...day, ...minute }) : format("later", time, { ...dayOfYear, ...minute });
}
