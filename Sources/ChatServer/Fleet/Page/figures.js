// How figures are written, in as few characters as tell them.

/** Bytes: `812 B`, `4.2 MB`. */
export function bytes(count) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  for (; count >= 999.5 && unit < units.length - 1; unit++) count /= 1000;
  return `${unit > 0 && count < 10 ? count.toFixed(1) : Math.round(count)} ${units[unit]}`;
}

/** A count, with its thousands apart. */
export const count = (number) => number.toLocaleString("en");

/** A span of seconds by its largest two units: `42 s`, `3 h 20 min`. */
export function span(seconds) {
  const units = [["d", 86_400], ["h", 3_600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [[name, size], smaller] = [units[first], units[first + 1]];
  const rest = smaller ? Math.floor((seconds % size) / smaller[1]) : 0;
  return `${Math.floor(seconds / size)} ${name}${rest ? ` ${rest} ${smaller[0]}` : ""}`;
}

/** What the store does, and how much of its memory is taken. */
export function store({ kind, state, roundTrip, used, limit }) {
  const parts = [state === "delivering" ? kind : `${kind} ${state}`];
  if (roundTrip !== undefined) parts.push(`${(roundTrip / 1000).toFixed(1)} ms`);
  if (limit) parts.push(`${bytes(used)} of ${bytes(limit)}`);
  return parts.join(", ");
}

/** How far an instance is on its way out, or what it suffers from. */
export const phase = ({ status, phase }) => (phase === "serving" ? (status === "ok" ? "serving" : status) : `draining: ${phase}`);

/** After so many seconds an instance, which tells every other one, is silent. */
const SILENT = 7;
export const isSilent = ({ age = 0 }) => age >= SILENT * 1000;
export const heard = ({ age }) => (age === undefined ? "this one" : isSilent({ age }) ? `silent for ${span(age / 1000)}` : `${Math.round(age / 1000)} s ago`);
