import { leads, rolesAfter, rolesIn, rolesShown } from "./room-roles.js";

/**
 * Keeps who leads which room: what the list of its members has told on the way, and what changes it from then on. Nobody is asked for it.
 * @param {import("./store.js").Store} store
 * @param {import("../tchatter.js").Chat} chat
 */
export function followLeaders(store, chat) {
  /** @type {WeakMap<object, import("./room-roles.js").Roles>} */
  const known = new WeakMap();
  const set = (room, roles) => {
    known.set(room, roles);
    room.leaders = new Map([...roles.values()].filter(({ role }) => leads(role)).map(({ id, role }) => [id, role]));
    for (const event of ["members", "timeline"]) store.emit(event, room);
  };
  const take = (room) => {
    const roles = room.roles && rolesIn(room);
    room.roles = undefined;
    if (roles) set(room, roles);
  };
  for (const room of store.rooms.values()) take(room);
  store.on("members", take);
  chat.on("change", ({ change }) => {
    const room = change.type === "policy" && store.find(change.room);
    if (room && (change.user || change.owner)) set(room, rolesAfter(known.get(room) ?? rolesShown(room), change));
  });
}
