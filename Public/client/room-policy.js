/** What may be done in a room, as one is told by `joined` and by the changes that come after it: see `room-roles.js`. */

/** What it is after a change. @param {any} policy @param {any} change @param {string} [me] one's own id @returns {import("./room-roles.js").RoomPolicy} */
export function governed(policy, { set, user, role, until, owner }, me) {
  const mine = user?.id === me ? { role, until } : owner?.id === me ? { role: "owner", until: undefined } : {};
  return { mode: "open", ...policy, ...set, ...mine };
}

/** Why one may read and not write, by the key of the words for it, and until when; `null` if one may. @param {import("./room-roles.js").RoomPolicy | null} policy */
export function silenced(policy) {
  if (policy?.role === "muted") return { until: policy.until, cause: "mutedHere" };
  const leads = policy?.role === "owner" || policy?.role === "moderator";
  return policy?.mode === "announce" && !leads ? { cause: "leadersWrite" } : null;
}
