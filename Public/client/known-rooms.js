import { ReadMarks } from "./read-marks.js";

/** So many rooms at most: as many as the server tells read marks and direct rooms of. */
const maxRooms = 400;

/**
 * All rooms that somebody is or was in, as far as it can be known: those that are open first, then those that were read, lately first, be it in this
 * browser or on another device, then direct ones of which nothing was read. So a favourite that was left is among them, and a conversation that was closed.
 * @param {Pick<import("./store.js").Store, "rooms" | "directs" | "user">} store
 * @param {{room: string, time: number}[]} marks how far one has read, as the server tells it
 * @param {Storage} storage
 * @returns {string[]} their names
 */
export function knownRooms({ rooms, directs, user }, marks, storage) {
  /** When they were read last. @type {Map<string, number>} */
  const times = new Map();
  const know = (room, time) => isRoomOf(user, room) && times.set(room, Math.max(time, times.get(room) ?? 0));
  const here = new ReadMarks(storage);
  for (const room of here.rooms) know(room, here.of(room)?.time ?? 0);
  for (const { room, time } of marks) know(room, time);
  for (const room of directs.keys()) know(room, 0);
  const others = [...times].filter(([room]) => !rooms.has(room)).sort(([, one], [, other]) => other - one);
  return [...[...rooms.values()].map(({ name }) => name), ...others.map(([room]) => room)].slice(0, maxRooms);
}

/** Whether it is a room's name, and of two people if one of them is this user: somebody else may have been signed in here before. */
const isRoomOf = (user, room) =>
  /^[a-z0-9_-]{1,64}$/.test(room) || (/^@[a-z0-9]{1,15}\.[a-z0-9]{1,15}$/.test(room) && room.slice(1).split(".").includes(user?.id ?? ""));
