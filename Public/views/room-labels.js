/** What a room is called, and what is said of it. @typedef {import("../client/store.js").Room} Room */

/** @param {Room} room */
export const nameOf = (room) => room.with?.name ?? (room.asked.startsWith("@") ? room.asked.slice(1) : room.name);

/** @param {Room} room */
export const titleOf = (room) => (room.asked.startsWith("@") ? nameOf(room) : `#${room.name}`);

/** Who is there. @param {Room} room @param {boolean} [isLive] */
export function statusOf(room, isLive) {
  if (!room.isKnown) return isLive === false ? "Connecting…" : "";
  if (room.with) return room.count > 1 ? "Online" : "Offline";
  return room.count > 1 ? `${people(room.count)} here` : "Just you";
}

/** Who types. @param {Room} room */
export function typingIn(room) {
  const names = [...room.typing.values()].map(({ user }) => user.name);
  if (!names.length) return "";
  if (names.length > 3) return "Several people are typing…";
  return `${names.join(names.length > 2 ? ", " : " and ")} ${names.length > 1 ? "are" : "is"} typing…`;
}

/** How many people are somewhere. */
export const people = (count) => (count === 1 ? "1 person" : `${count || "no"} people`);

export const newMessages = (count) => (count === 1 ? "1 new message" : `${count} new messages`);
