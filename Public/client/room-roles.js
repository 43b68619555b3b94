/**
 * Who may do what in a room, as far as the page has to know: what it offers, the server judges again.
 *
 * @typedef {object} RoomPolicy what may be done in a room
 * @property {"open" | "closed" | "announce"} mode
 * @property {number} [slow] seconds between two messages
 * @property {string} [topic]
 * @property {number} [retain] seconds that messages are kept; 0 or nothing for as long as the fleet keeps them
 * @property {"none" | "moderators" | "members"} [everybody] who may call everybody, where somebody has said so
 * @property {Pin | ""} [pin] the message that is pinned
 * @property {string} [role] one's own
 * @property {number} [until] when that ends by itself: milliseconds since 1970
 * @typedef {{seq: number, from: string, id: string, position: string}} Pin a message's name, and where it was
 * @typedef {object} PolicyChange what may be done in the room from here on; stored in its order, too
 * @property {"policy"} type
 * @property {string} position
 * @property {User} from
 * @property {{mode?: "open" | "closed" | "announce", slow?: number, topic?: string, retain?: number, everybody?: "none" | "moderators" | "members", pin?: Pin | ""}} [set]
 * @property {{id: string, name?: string}} [user] who gets the role
 * @property {string} [role] owner, moderator, member, muted, banned, or none
 * @property {number} [until] milliseconds since 1970
 * @property {boolean} [invited] whether they came by an invitation
 * @property {{id: string, name?: string}} [owner] who owns the room from then on
 * @typedef {"owner" | "moderator" | "member" | "muted" | "banned"} Role
 * @typedef {{id: string, name?: string, role: Role, until?: number}} Standing `until`: milliseconds since 1970
 * @typedef {Map<string, Standing>} Roles by the user's id
 */

/** The order in which people are listed. */
const ranks = ["owner", "moderator", "member", "muted", "banned"];
/** So much may have been written in a room that is still new to whoever wrote it. */
const mostInNewRoom = 20;

/** Those that a reply to `members` told. @param {any} reply @returns {Roles} */
export function rolesIn({ roles }) {
  const told = Array.isArray(roles) ? roles : [];
  return new Map(told.filter((each) => typeof each?.id === "string" && ranks.includes(each.role)).map((each) => [each.id, each]));
}

/** What they are after a change. @param {Roles} roles @param {PolicyChange} change @returns {Roles} */
export function rolesAfter(roles, { user, role, until, owner }) {
  const after = new Map(roles);
  if (owner) after.set(owner.id, { ...owner, role: "owner" });
  if (user && ranks.includes(role ?? "")) {
    after.set(user.id, { id: user.id, name: user.name ?? roles.get(user.id)?.name, role: /** @type {Role} */ (role), until });
  } else if (user && role === "none") after.delete(user.id);
  return after;
}

/** As far as what is shown of the room tells it. @param {import("./room.js").Room} room @returns {Roles} */
export const rolesShown = ({ timeline }) =>
  timeline.entries.reduce((roles, { change }) => (change?.type === "policy" ? rolesAfter(roles, /** @type {any} */ (change)) : roles), new Map());

/** What somebody is at a moment: who was muted is a member again, who was banned is nobody. @param {Standing | undefined} standing @param {number} now @returns {Role | null} */
export function roleAt(standing, now) {
  if (!standing) return null;
  if (!standing.until || standing.until > now) return standing.role;
  return standing.role === "muted" ? "member" : standing.role === "banned" ? null : standing.role;
}

/** By what a timeline knows the message that is pinned, or any other that is named so. @param {{from: string, id: string} | "" | undefined} name */
export const keyOf = (name) => (name ? `${name.from}/${name.id}` : "");

/** Whether somebody governs the room. @param {string | null | undefined} role */
export const leads = (role) => role === "owner" || role === "moderator";

/**
 * Whether whoever governs the room first owns it with that: it has no policy, and nobody else has written there.
 * @param {import("./room.js").Room} room
 * @param {string} me one's own id
 */
export function mayFound({ policy, isKnown, asked, timeline }, me) {
  if (policy || !isKnown || asked.startsWith("@") || timeline.hasEarlier) return false;
  return timeline.entries.length <= mostInNewRoom && timeline.entries.every(({ message, change }) => (message ?? change)?.from.id === me);
}

/**
 * What one may do about somebody, in the order of a menu.
 * @param {object} situation
 * @param {string | null | undefined} situation.mine one's own role
 * @param {Role | null} situation.theirs
 * @param {boolean} situation.isMe
 * @param {string} [situation.mode] the room's
 * @returns {("owner" | "moderator" | "member" | "stepDown" | "lift" | "mute" | "ban" | "remove")[]}
 */
export function deedsAbout({ mine, theirs, isMe, mode }) {
  if (!leads(mine)) return [];
  if (isMe) return ["stepDown"];
  const isOwner = mine === "owner";
  if (!isOwner && leads(theirs)) return [];
  if (theirs === "banned") return ["lift"];
  /** @type {any[]} */
  const deeds = [
    theirs === "muted" && "lift",
    isOwner && theirs !== "muted" && theirs !== "owner" && "owner",
    isOwner && theirs !== "muted" && theirs !== "moderator" && "moderator",
    theirs !== "muted" && theirs !== "member" && "member",
    "mute", "ban",
    // Elsewhere who has no role is still there.
    mode === "closed" && theirs && "remove",
  ];
  return deeds.filter(Boolean);
}

/**
 * Those who are there and those who have a role, each once: who leads first, then by name.
 * @param {Iterable<import("./protocol.js").User>} users who are there
 * @param {Roles} roles
 * @param {number} now
 * @returns {{id: string, name: string, kind: "user" | "bot", role: Role | null, until?: number, isHere: boolean}[]}
 */
export function peopleOf(users, roles, now) {
  const here = new Map([...users].map((user) => [user.id, user]));
  const ids = new Set([...here.keys(), ...roles.keys()]);
  const people = [...ids].map((id) => {
    const [user, standing] = [here.get(id), roles.get(id)];
    const role = roleAt(standing, now);
    const until = role && role === standing?.role ? standing.until : undefined;
    return { id, name: user?.name ?? standing?.name ?? "", kind: user?.kind ?? "user", role, until, isHere: Boolean(user) };
  });
  const rank = ({ role }) => (role ? ranks.indexOf(role) : 2.5);
  return people.filter(({ role, isHere }) => role || isHere).sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
