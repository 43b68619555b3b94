import { unreadMark } from "./read-marks.js";
import { Timeline } from "./timeline.js";

/**
 * A room as it is shown.
 * @typedef {object} Room
 * @property {string} name canonical; until the server has told it, as it was asked for
 * @property {string} asked
 * @property {import("./protocol.js").User | null} with the other one, in a room of two
 * @property {Timeline} timeline
 * @property {Map<string, import("./protocol.js").User>} members
 * @property {number} count
 * @property {boolean} isCounted whether `count` can be told
 * @property {boolean} isListed whether `members` are all who are there
 * @property {Map<string, {user: import("./protocol.js").User, timer: any}>} typing
 * @property {number} unread
 * @property {number} mentions
 * @property {import("./read-marks.js").ReadMark} read up to where it was read
 * @property {import("./read-marks.js").ReadMark | null} mark the same as of the page before, while its messages are coming
 * @property {boolean} [isHeld] whether it stays unread until it is opened again
 * @property {string} [back] the message that it was so from when the page began
 * @property {boolean} isKnown whether it has been joined once
 * @property {number} openedAt when somebody opened it; 0 if it was open before the page was
 * @property {any} [restoring] the timer of what the store forgot, and is given again
 * @property {string} problem why it can't be joined for now
 * @property {boolean} [isOneTooMany] whether it waits since no more can be followed at once
 * @property {import("./room-roles.js").RoomPolicy | null} policy what may be done there, if somebody has said
 * @property {Map<string, string>} leaders the roles of owners and moderators by their ids: see `leaders.js`
 * @property {any[]} [roles] what the list of members told of them
 * @property {boolean} isFresh whether it was never read here before: what was said until now does not count as new
 */

/** @returns {Room} */
export const makeRoom = (asked, other, openedAt = 0) => ({
  name: asked, asked, with: other, timeline: new Timeline(), members: new Map(), count: 0, isCounted: false, isListed: false,
  typing: new Map(), unread: 0, mentions: 0, read: unreadMark, mark: null, isKnown: false, isFresh: false, openedAt, problem: "", policy: null, leaders: new Map(),
});

/** @param {Room} room whether it is one of two people, or will be when it is known */
export const isDirect = (room) => room.asked.startsWith("@");

/** Whether the room is the direct one with `other`, whose answer may still be on its way. */
export const isWith = (room, other) =>
  room.with?.id === other.id || (!room.isKnown && room.asked.toLowerCase() === `@${other.name}`.toLowerCase());

/** Which room is meant by a name, or by who has it; and which one goes by it, with somebody who was called so before. */
export function meant(store, asked, other) {
  const before = store.find(asked);
  const isFormer = Boolean(other && before?.with && before.with.id !== other.id);
  const known = isFormer ? undefined : before;
  return { known: known ?? (other && [...store.rooms.values()].find((room) => isWith(room, other))), former: isFormer ? before : undefined };
}

/** All rooms, one of them by another name. @param {Map<string, Room>} rooms @param {Room} room @returns {Map<string, Room>} */
export function renamed(rooms, room, name) {
  room.name = name;
  return new Map([...rooms].map(([key, value]) => /** @type {const} */ ([value === room ? name : key, value])));
}

/** The room goes by its own name from now on. @param {Room} room @param {any} chat */
export function settle(room, chat) {
  chat.leave(room.name);
  room.asked = room.name;
  chat.join(room.name);
}
