import { isDirect } from "../client/room.js";
import { isolated } from "../client/text.js";

/** What a room is called, and what is said of it. @typedef {import("../client/store.js").Room} Room */

/** @param {Room} room */
export const nameOf = (room) => room.with?.name ?? (isDirect(room) ? room.asked.slice(1) : room.name);

/** @param {Room} room */
export const titleOf = (room) => (isDirect(room) ? nameOf(room) : `#${room.name}`);

/** Who is there. @param {Room} room @param {boolean} [isLive] */
export function statusOf(room, isLive) {
  if (room.problem) return `Waiting to open it. ${room.problem}`;
  if (!room.isKnown) return isLive === false ? "Connecting…" : "";
  if (!room.isCounted) return "";
  if (room.with) return room.count > 1 ? "Online" : "Offline";
  return room.count > 1 ? `${people(room.count)} here` : "Just you";
}

/** Who types. @param {Room} room */
export function typingIn(room) {
  const names = [...room.typing.values()].map(({ user }) => isolated(user.name));
  if (!names.length) return "";
  if (names.length > 3) return "Several people are typing…";
  return `${names.join(names.length > 2 ? ", " : " and ")} ${names.length > 1 ? "are" : "is"} typing…`;
}

/** Why a room can't be opened. @param {Room} room @param {{code: string, message: string}} error @param {string} me */
export function refusalOf(room, { code, message }, me) {
  const name = isolated(nameOf(room));
  if (!isDirect(room)) return `Can't open ${isolated(titleOf(room))}. ${message}`;
  if (nameOf(room).toLowerCase() === me.toLowerCase()) return "You can't message yourself.";
  return code === "not_found" ? `There's no one called ${name}.` : `Can't message ${name}. ${message}`;
}

/** How many people are somewhere. */
export const people = (count) => (count === 1 ? "1 person" : count ? `${count} people` : "nobody");

export const newMessages = (count) => (count === 1 ? "1 new message" : `${count} new messages`);
