import { isDirect } from "../client/room.js";
import { isolated, t, told } from "../languages/en-dialogs.js";
import { nameOf, titleOf } from "./room-labels.js";

/** Why a room can't be opened. @param {import("../client/store.js").Room} room @param {{code: string, message: string}} error @param {string} me @param {string} [invitation] that was to let one in */
export function refusalOf(room, { code, message }, me, invitation) {
  if (invitation && code === "forbidden") return t("voidInvitation", { room: titleOf(room) });
  const [name, problem] = [nameOf(room), told(message, code)];
  // One was there until now.
  if (room.isKnown) return `${isolated(titleOf(room))}: ${problem}`;
  if (!isDirect(room)) return t("cantOpen", { room: titleOf(room), problem });
  if (name.toLowerCase() === me.toLowerCase()) return t("cantMessageMe");
  return t(code === "not_found" ? "nobodyCalled" : "cantMessage", { name, problem });
}
