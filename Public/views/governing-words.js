import { intl, t, told } from "../languages/en-dialogs.js";
import { moment } from "./time.js";

/** What people read who govern a room, or look at how it is governed. */

const modeNames = { open: "open", announce: "announce", closed: "closedRoom" };

/** What a mode is called, and what it means. @returns {[string, string]} */
export const modeWords = (mode) => (mode in modeNames ? [t(modeNames[mode]), t(`${mode}Meaning`)] : modeWords("open"));

export const modes = Object.keys(modeNames);

/** What those are called who may call everybody. */
export const callers = { none: "noOne", moderators: "leaders", members: "membersAll" };

/** Pauses between two messages that are offered: seconds. */
export const pauses = [0, 5, 10, 30, 60, 300, 900, 3_600];

/** @param {number} seconds */
export function pauseWords(seconds) {
  return seconds ? spanWords(seconds, ["hour", "minute", "second"]) : t("off");
}

const lengths = { week: 604_800, day: 86_400, hour: 3_600, minute: 60, second: 1 };

/** In the first of the units that measures it whole. @param {number} seconds @param {string[]} units */
function spanWords(seconds, units = Object.keys(lengths)) {
  const unit = units.find((each) => seconds % lengths[each] === 0) ?? "second";
  return intl("NumberFormat", { style: "unit", unit, unitDisplay: "long" }, unit).format(seconds / lengths[unit]);
}

/** For how long somebody is muted or banned: milliseconds, 0 for until it is lifted. */
export const spans = { mute: [600_000, 3_600_000, 86_400_000, 0], ban: [3_600_000, 86_400_000, 604_800_000, 0] };

/** @param {number} span milliseconds */
export const spanName = (span) => (span ? spanWords(span / 1_000) : t("untilLifted"));

/** How long messages are kept, of what is offered: seconds, 0 for as long as the fleet keeps them. */
export const retentions = [0, 3_600, 86_400, 604_800, 2_592_000];

/** In days, where it is some. @param {number} seconds */
export const daysName = (seconds) => spanWords(seconds, ["day", "hour", "minute", "second"]);

/** @param {number} seconds */
export const retentionName = (seconds) => (seconds ? daysName(seconds) : t("asFleetKeeps"));

/** What a room's head says of it. First its topic: where there is little place, the end is cut. @param {import("../client/room-roles.js").RoomPolicy | null | undefined} policy */
export const headline = (policy) => [policy?.topic, policy?.retain && t("keptFor", { span: retentionName(policy.retain) })].filter(Boolean).map(String);

const roles = { owner: "roleOwner", moderator: "roleModerator", member: "roleMember", muted: "roleMuted", banned: "roleBanned" };

/** @param {{role: string | null, until?: number}} standing @param {number} now */
export function roleWords({ role, until }, now) {
  if (!role) return "";
  return until ? t("roleUntil", { role: t(roles[role]), time: moment(until, now) }) : t(roles[role]);
}

/** What somebody is called whose name may not be known. */
export const calledSo = (name) => name || t("namelessPerson");

/**
 * Why something was not changed.
 * @param {{code?: string, message?: string}} error
 * @param {boolean} [isAboutOwner] whether an owner was to become something else
 */
export function refusalWords({ code, message }, isAboutOwner = false) {
  // What a server says to whatever the room's policy forbids, which may be more than one thing.
  if (code === "forbidden" && message === "This room is not open to you, or not for this.") {
    return t(isAboutOwner ? "lastOwner" : "roleForbids");
  }
  if (code === "lost" || code === "timeout") return t("interrupted");
  return message ? told(message, code) : t("cantChangeIt");
}
