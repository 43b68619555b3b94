/** What may be done in a room, as one is told by `joined` and by the changes that come after it: see `room-roles.js`. */

/** What it is after a change. @param {any} policy @param {any} change @param {string} [me] one's own id @returns {import("./room-roles.js").RoomPolicy} */
export function governed(policy, { set, user, role, until, owner }, me) {
  const mine = user?.id === me ? { role, until } : owner?.id === me ? { role: "owner", until: undefined } : {};
  return { mode: "open", ...policy, ...set, ...mine };
}
