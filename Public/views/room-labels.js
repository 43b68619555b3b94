import { isDirect } from "../client/room.js";
import { list, t, told } from "./words.js";

/** What a room is called, and what is said of it. @typedef {import("../client/store.js").Room} Room */

/** @param {Room} room */
export const nameOf = (room) => room.with?.name ?? (isDirect(room) ? room.asked.slice(1) : room.name);

/** @param {Room} room */
export const titleOf = (room) => (isDirect(room) ? nameOf(room) : `#${room.name}`);

/** Who is there. @param {Room} room @param {boolean} [isLive] */
export function statusOf(room, isLive) {
  if (room.problem) return t("waitingToOpen", { problem: told(room.problem) });
  if (!room.isKnown) return isLive === false ? t("connecting") : "";
  if (!room.isCounted) return "";
  if (room.with) return t(room.count > 1 ? "online" : "offline");
  return room.count > 1 ? t("peopleHere", { count: room.count }) : t("justYou");
}

/** Who types. @param {Room} room */
export function typingIn(room) {
  const names = [...room.typing.values()].map(({ user }) => user.name);
  if (!names.length) return "";
  if (names.length > 3) return t("severalTyping");
  return t("typing", { count: names.length, names: list(names) });
}
