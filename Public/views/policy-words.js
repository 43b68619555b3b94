import { isolated } from "../client/text.js";
import { moment } from "./time.js";

/** Who governs from outside. */
const operators = "operator";
const modes = {
  open: "opened this room to everybody",
  closed: "closed this room to all but its members",
  announce: "had only owners and moderators write here",
};
const roles = { owner: "an owner", moderator: "a moderator", member: "a member" };
const punished = { muted: "muted", banned: "banned" };

/** A change of what may be done in a room, as a sentence. @param {import("../client/protocol.js").PolicyChange} change @param {number} [now] */
export function policyWords(change, now = Date.now()) {
  const { from, set, owner } = change;
  const deeds = [owner && "owns this room", set?.mode && modes[set.mode], slowness(set?.slow), topic(set?.topic), treatment(change, now)];
  const told = deeds.filter(Boolean);
  const who = from.id === operators ? "An operator" : isolated(from.name);
  return `${who} ${told.length ? told.join(", ") : "changed what may be done here"}.`;
}

function slowness(seconds) {
  if (seconds === undefined) return "";
  return seconds ? `had everybody wait ${seconds} s between two messages` : "took the pause between messages away";
}

const topic = (text) => (text === undefined ? "" : text ? `set the topic: ${isolated(text)}` : "took the topic away");

function treatment({ user, role = "", until }, now) {
  if (!user) return "";
  const whom = isolated(user.name || "somebody");
  if (punished[role]) return `${punished[role]} ${whom}${until ? ` until ${moment(until, now)}` : ""}`;
  if (role === "none") return `ended the role or restriction of ${whom}`;
  return roles[role] ? `made ${whom} ${roles[role]}` : "";
}
