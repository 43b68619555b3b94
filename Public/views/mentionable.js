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

export const namesIn = (room) => [...room.members.values()].map(({ name }) => name);
