/**
 * Own messages and changes on their way, as a room shows them before they are stored: answers only with a name.
 *
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("../tchatter.js").Chat} Chat
 */

/** Messages, as they are shown below the stored ones. @param {Room} room @param {Chat} chat */
export function pendingIn(room, { user, outbox }) {
  if (!user) return [];
  const messages = (outbox?.of(room.name) ?? []).filter(({ change }) => !change);
  const waiting = messages.map(({ id, text, reply, data, time, state, reason }) => ({
    key: `${user.id}/${id}`, kind: "message", state, problem: reason,
    message: { type: "message", room: room.name, seq: 0, position: "", id, from: user, text, time, reply: reply?.id && reply, data },
  }));
  return [...room.timeline.rewound.values(), ...room.timeline.acknowledged.values(), ...waiting];
}

/**
 * What waits to be done to messages is shown as done, unless it was refused; then only what was typed is kept.
 * @param {Room} room
 * @param {Chat} chat
 * @returns {import("./outbox.js").Outgoing | undefined} one that was refused, and is given up
 */
export function showPendingChanges(room, { user, outbox }) {
  if (!outbox || !user) return undefined;
  const pending = outbox.of(room.name).filter(({ change }) => change);
  const refused = pending.find(({ change, state }) => state === "failed" && change?.type !== "edit");
  // Letting go of it tells of the room's outbox once more.
  if (refused) outbox.discard(refused.id);
  else room.timeline.setPending(pending.map(({ id, text, change, reason }) => ({ ...change, id, text, from: user, problem: reason })));
  return refused;
}

/** It was stored, and its event is still to come. @param {Room} room @param {import("./outbox.js").Outgoing} item @param {any} reply @param {import("./protocol.js").User} user */
export function acknowledge(room, item, { position, seq, time, duplicate }, user) {
  if (item.change) {
    const { type, of, target, reaction, on } = item.change;
    room.timeline.acknowledgeChange({ type, of, target, reaction, on, text: item.text, room: room.name, seq, position, id: item.id, from: user, time });
  } else if (!room.timeline.has(position) && !duplicate) {
    const { id, text, reply, data } = item;
    room.timeline.acknowledge({ type: "message", room: room.name, seq, position, id, from: user, text, time, reply: reply?.id && reply, data });
  }
}
