import { list, t } from "../languages/en-dialogs.js";
import { pauseWords, retentionName } from "./governing-words.js";
import { moment } from "./time.js";

/** Who governs from outside. */
const operators = "operator";
const modes = {
  open: "openedRoom",
  closed: "closedToOthers",
  announce: "announcedRoom",
};
const callers = { none: "callsOff", moderators: "leadersMayCall", members: "membersMayCall" };
const roles = { owner: "madeOwner", moderator: "madeModerator", member: "madeMember", muted: "mutedPerson", banned: "bannedPerson", none: "roleEnded" };

/** A change of what may be done in a room, as a sentence. @param {import("../client/room-roles.js").PolicyChange} change @param {number} [now] */
export function policyWords(change, now = Date.now()) {
  const { from, set, owner } = change;
  const deeds = [owner && t("ownsRoom"), modes[set?.mode] && t(modes[set.mode]), slowness(set?.slow), topic(set?.topic), retention(set?.retain), callers[set?.everybody] && t(callers[set.everybody]), pinning(set?.pin), treatment(change, now)];
  const told = deeds.filter(Boolean);
  const who = from.id === operators ? t("operator") : from.name;
  return t("policyLine", { who, deeds: told.length ? list(told) : t("policyOther") });
}

function slowness(seconds) {
  if (seconds === undefined) return "";
  return seconds ? t("slowed", { pause: pauseWords(seconds) }) : t("slowEnded");
}

const topic = (text) => (text === undefined ? "" : text ? t("topicSet", { topic: text }) : t("topicGone"));

function retention(seconds) {
  if (seconds === undefined) return "";
  return seconds ? t("retained", { span: retentionName(seconds) }) : t("retentionEnded");
}

const pinning = (pin) => (pin === undefined ? "" : t(pin ? "pinnedOne" : "unpinnedOne"));

function treatment({ user, role = "", until, invited }, now) {
  if (invited) return t("invited");
  if (!user) return "";
  const name = user.name || t("someone");
  if (until && (role === "muted" || role === "banned")) return t(`${role}Until`, { name, time: moment(until, now) });
  return roles[role] ? t(roles[role], { name }) : "";
}
