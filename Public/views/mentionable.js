import { absentees } from "../client/text.js";

/** So many of a room's latest messages tell who speaks there. */
const maxRecent = 100;

/** @typedef {import("../client/store.js").Room} Room */

/**
 * Who can be mentioned: those who are here, and those who spoke lately.
 * @param {Room} room
 * @param {string} me
 * @param {boolean} withMe
 */
export function mentionable(room, me, withMe) {
  const authors = room.timeline.entries.slice(-maxRecent).flatMap(({ message }) => (message ? [message.from.name] : []));
  const names = new Set([...namesIn(room), ...authors]);
  if (me) names[withMe ? "add" : "delete"](me);
  return [...names];
}

/**
 * Who is mentioned where they are not, and hears nothing of it.
 * @param {Room} room
 * @param {Iterable<Room>} all in which their names may be known
 * @param {string} text
 */
export function absentFrom(room, all, text) {
  if (!room.isListed) return [];
  const known = [...all].flatMap((other) => (other.with ? [...namesIn(other), other.with.name] : namesIn(other)));
  return absentees(text, namesIn(room), [...new Set([...known, ...mentionable(room, "", false)])]);
}

const namesIn = (room) => [...room.members.values()].map(({ name }) => name);
