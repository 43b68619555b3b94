import { inlinesOf, parse } from "./blocks.js";
import { calls } from "./inlines.js";

/** @typedef {import("./room-roles.js").RoomPolicy} RoomPolicy */

/** Who may call everybody where nobody has said so, by the room's mode. */
const usual = { open: "none", closed: "members", announce: "moderators" };
const leading = ["owner", "moderator"];

/** Who may call everybody in a room: "none", "moderators" or "members". @param {RoomPolicy | null | undefined} policy */
export const callersIn = (policy) => policy?.everybody ?? usual[policy?.mode ?? "open"] ?? usual.open;

/** Whether one may. Whoever may not write at all does not come so far. @param {RoomPolicy | null | undefined} policy */
export function mayCall(policy) {
  const callers = callersIn(policy);
  return callers !== "none" && (callers === "members" ? Boolean(policy?.role) : leading.includes(policy?.role ?? ""));
}

/** By what a text calls everybody, as it was typed; nothing where it does not. @param {string} text */
export const callIn = (text) =>
  text.includes("@") ? [...inlinesOf(parse(text, { names: calls }))].find(({ type }) => type === "mention")?.text ?? "" : "";
