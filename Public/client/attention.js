/**
 * What of the rooms asks for attention: what is counted, in which order they are listed, what is notified.
 *
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("./room-settings.js").RoomSetting} RoomSetting
 */

/** How many messages a room's badge counts: of a muted one only the mentions. @param {Room} room @param {RoomSetting} setting */
export const badgeOf = (room, { isMuted }) => (isMuted ? room.mentions : room.unread);

/** Whether a message is notified to somebody who looks elsewhere. @param {RoomSetting} setting */
export function isNotified({ isMuted, notify }, { isMention, isCatchUp }) {
  if (notify === "none") return false;
  // What was missed comes in bulk.
  return isMention || (notify === "all" && !isMuted && !isCatchUp);
}

/**
 * As they are listed: favourites first, by name, where they stay; then what is unread; within that by the last talk.
 * @param {Room[]} rooms
 * @param {(room: Room) => RoomSetting} settingOf
 * @returns {Room[]}
 */
export function inOrder(rooms, settingOf) {
  const places = new Map(rooms.map((room) => [room, placeOf(room, settingOf(room))]));
  return [...rooms].sort((a, b) => compare(places.get(a), places.get(b)) || a.name.localeCompare(b.name));
}

/** Smaller comes first. */
function placeOf(room, setting) {
  if (setting.isFavourite) return [0, 0];
  return [badgeOf(room, setting) ? 1 : 2, -lastTalkIn(room)];
}

/** A room that was just opened stands where it would if somebody spoke there. */
const lastTalkIn = (room) => Math.max(room.timeline.newest?.time ?? 0, room.openedAt);

const compare = ([group, rank], [otherGroup, otherRank]) => group - otherGroup || rank - otherRank;
