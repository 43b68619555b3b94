import { isolated } from "../client/text.js";
import { moment } from "./time.js";

/** What people read who govern a room, or look at how it is governed. */

/** By the mode: what it is called, and what it means. */
export const modeWords = {
  open: ["Open", "Everybody reads and writes."],
  announce: ["Announcements", "Everybody reads and reacts. Only owners and moderators write."],
  closed: ["Closed", "Only people with a role are let in. The room isn't listed."],
};

/** Pauses between two messages that are offered: seconds. */
export const pauses = [0, 5, 10, 30, 60, 300, 900, 3_600];

/** @param {number} seconds */
export function pauseWords(seconds) {
  if (!seconds) return "Off";
  if (seconds % 3_600 === 0) return counted(seconds / 3_600, "hour");
  return seconds % 60 === 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");
}

const counted = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"}`;

/** For how long somebody is muted or banned: milliseconds, 0 for until it is lifted. */
export const muteSpans = /** @type {const} */ ([[600_000, "10 minutes"], [3_600_000, "1 hour"], [86_400_000, "1 day"], [0, "Until lifted"]]);
export const banSpans = /** @type {const} */ ([[3_600_000, "1 hour"], [86_400_000, "1 day"], [604_800_000, "1 week"], [0, "Until lifted"]]);

const roles = { owner: "Owner", moderator: "Moderator", member: "Member", muted: "Muted", banned: "Banned" };

/** @param {{role: string | null, until?: number}} standing @param {number} now */
export function roleWords({ role, until }, now) {
  return role ? `${roles[role]}${until ? ` until ${moment(until, now)}` : ""}` : "";
}

/** What somebody is called whose name may not be known. */
export const calledSo = (name) => (name ? isolated(name) : "somebody whose name isn't known");

/** What a server says to whatever the room's policy forbids, which may be more than one thing. */
const notAllowed = "This room is not open to you, or not for this.";

/**
 * Why something was not changed.
 * @param {{code?: string, message?: string}} error
 * @param {boolean} [isAboutOwner] whether an owner was to become something else
 */
export function refusalWords({ code, message }, isAboutOwner = false) {
  if (code === "forbidden" && message === notAllowed) {
    return isAboutOwner ? "You can't do this. A room always keeps its last owner, and moderators can't change owners." : "You can't do this: your role in this room doesn't allow it.";
  }
  if (code === "lost" || code === "timeout") return "The connection was interrupted. See whether it was done, then try again.";
  return message || "Couldn't change it. Try again.";
}
