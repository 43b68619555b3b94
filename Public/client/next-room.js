/** @typedef {import("./room.js").Room} Room */

/**
 * The next one of a list, from one of its rooms on and around its end.
 * @param {Room[]} rooms
 * @param {Room | null} from
 * @param {1 | -1} by
 * @param {(room: Room) => boolean} [isWanted]
 * @returns {Room | undefined}
 */
export function nextRoom(rooms, from, by, isWanted = () => true) {
  const at = from ? rooms.indexOf(from) : -1;
  const around = by > 0 ? [...rooms.slice(at + 1), ...rooms.slice(0, Math.max(0, at))] : [...rooms.slice(0, Math.max(0, at)).reverse(), ...rooms.slice(at + 1).reverse()];
  return around.find(isWanted);
}
