/**
 * What may be done in a room, as one is told by `joined` and by the changes that come after it.
 *
 * @typedef {object} RoomPolicy
 * @property {"open" | "closed" | "announce"} mode
 * @property {number} [slow] seconds between two messages
 * @property {string} [topic]
 * @property {string} [role] one's own
 * @property {number} [until] when that ends by itself: milliseconds since 1970
 *
 * @typedef {import("./protocol.js").PolicyChange} PolicyChange
 */

/** What it is after a change. @param {RoomPolicy | null} policy @param {PolicyChange} change @param {string} [me] one's own id @returns {RoomPolicy} */
export function governed(policy, { set, user, role, until, owner }, me) {
  const mine = user?.id === me ? { role, until } : owner?.id === me ? { role: "owner", until: undefined } : {};
  return { mode: "open", ...policy, ...set, ...mine };
}

/** Why one may read and not write, by the key of the words for it, and until when; `null` if one may. @param {RoomPolicy | null} policy */
export function silenced(policy) {
  if (policy?.role === "muted") return { until: policy.until, cause: "mutedHere" };
  const leads = policy?.role === "owner" || policy?.role === "moderator";
  return policy?.mode === "announce" && !leads ? { cause: "leadersWrite" } : null;
}
