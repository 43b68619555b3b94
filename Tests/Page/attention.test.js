import assert from "node:assert/strict";
import test from "node:test";
import { badgeOf, inOrder, isNotified } from "../../Public/client/attention.js";
import { nextRoom } from "../../Public/client/next-room.js";
import { makeRoom } from "../../Public/client/room.js";
import { RoomSettings } from "../../Public/client/room-settings.js";
import { MemoryStorage } from "../../Public/client/storage.js";

const usual = new RoomSettings(new MemoryStorage()).of("any");

/** A room in which the last word was said at a time. */
function room(name, time = 0, fields = {}) {
  const made = makeRoom(name, null, fields.openedAt);
  if (time) made.timeline.append({ type: "message", room: name, seq: 1, position: "p", id: "m", from: { id: "b", name: "Bob" }, text: "x", time });
  return Object.assign(made, fields);
}

test("rooms are listed by what is unread, then by the last talk; favourites stay on top", () => {
  const rooms = [room("old", 1), room("new", 3), room("unread-old", 2, { unread: 1 }), room("unread-new", 4, { unread: 5 }), room("zoo", 1), room("apes", 2), room("silent"), room("opened", 0, { openedAt: 9 })];
  const settings = new RoomSettings(new MemoryStorage());
  for (const name of ["zoo", "apes"]) settings.change(name, { isFavourite: true });
  const names = () => inOrder(rooms, ({ name }) => settings.of(name)).map(({ name }) => name);
  assert.deepEqual(names(), ["apes", "zoo", "unread-new", "unread-old", "opened", "new", "old", "silent"]);
  settings.change("unread-new", { isMuted: true });
  assert.deepEqual(names(), ["apes", "zoo", "unread-old", "opened", "unread-new", "new", "old", "silent"]);
});

test("a muted room counts its mentions alone", () => {
  const table = [[{ unread: 3, mentions: 0 }, false, 3], [{ unread: 3, mentions: 0 }, true, 0], [{ unread: 3, mentions: 1 }, true, 1], [{ unread: 0, mentions: 0 }, false, 0]];
  for (const [fields, isMuted, badge] of table) assert.equal(badgeOf(room("any", 0, fields), { ...usual, isMuted }), badge);
});

test("what is notified is what was asked for", () => {
  const table = [
    // notify, muted, mention, catch-up: notified
    ["mentions", false, true, false, true],
    ["mentions", false, false, false, false],
    ["mentions", true, true, false, true],
    ["all", false, false, false, true],
    ["all", false, false, true, false],
    ["all", true, false, false, false],
    ["all", true, true, true, true],
    ["none", false, true, false, false],
  ];
  for (const [notify, isMuted, isMention, isCatchUp, expected] of table) {
    assert.equal(isNotified({ ...usual, notify, isMuted }, { isMention, isCatchUp }), expected, `${notify} ${isMuted} ${isMention} ${isCatchUp}`);
  }
});

test("the next room is found around the end of the list, and from outside of it", () => {
  const rooms = ["a", "b", "c", "d"].map((name) => room(name, 0, { unread: name === "a" || name === "c" ? 1 : 0 }));
  const [a, b, c, d] = rooms;
  assert.equal(nextRoom(rooms, a, 1), b);
  assert.equal(nextRoom(rooms, a, -1), d);
  assert.equal(nextRoom(rooms, d, 1), a);
  assert.equal(nextRoom(rooms, null, 1), a);
  assert.equal(nextRoom(rooms, null, -1), d);
  const isUnread = ({ unread }) => unread > 0;
  assert.equal(nextRoom(rooms, a, 1, isUnread), c);
  assert.equal(nextRoom(rooms, b, -1, isUnread), a);
  assert.equal(nextRoom(rooms, c, 1, isUnread), a);
  assert.equal(nextRoom([b, d], b, 1, isUnread), undefined);
  assert.equal(nextRoom([], null, 1), undefined);
});

test("settings are kept over reloads and in all tabs, and what is usual takes no place", () => {
  const storage = new MemoryStorage();
  const [one, other] = [new RoomSettings(storage), new RoomSettings(storage)];
  one.change("lobby", { isMuted: true });
  other.change("design", { notify: "none" });
  one.refresh();
  for (const settings of [one, other, new RoomSettings(storage)]) {
    assert.deepEqual([settings.of("lobby").isMuted, settings.of("design").notify, settings.of("design").isMuted], [true, "none", false]);
  }
  one.change("lobby", { isMuted: false });
  one.change("design", { notify: "mentions" });
  assert.equal(storage.getItem(RoomSettings.key), "[]");
});

test("settings have a bound, and what is foreign among them does no harm", () => {
  const storage = new MemoryStorage();
  const settings = new RoomSettings(storage);
  for (let index = 0; index < 600; index += 1) settings.change(`room-${index}`, { isFavourite: true });
  assert.equal(JSON.parse(storage.getItem(RoomSettings.key)).length, 500);
  assert.equal(new RoomSettings(storage).of("room-599").isFavourite, true);
  for (const foreign of ["", "nonsense", "null", "7", '{"lobby":1}', "[1]", '[["lobby"]]', '[["lobby",null]]', '[["lobby",{"notify":"loudly","isMuted":"yes"}]]', '[["__proto__",{"isMuted":true}]]']) {
    storage.setItem(RoomSettings.key, foreign);
    assert.deepEqual(new RoomSettings(storage).of("lobby"), usual, foreign);
  }
});
