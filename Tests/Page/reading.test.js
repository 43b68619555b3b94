import assert from "node:assert/strict";
import test from "node:test";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Reading } from "../../Public/client/reading.js";
import { Store } from "../../Public/client/store.js";
import { FakeClock, FakePage, FakeServer, ada, bob } from "./fakes.js";

/** What keeps the marks, and tells the other devices of what moves them. */
class MarkingServer extends FakeServer {
  marks = new Map();
  asked = [];
  knows = true;
  handle(object, transport) {
    if (!["read", "marks"].includes(object.type)) return super.handle(object, transport);
    if (!this.knows) return transport.receive({ type: "error", id: object.id, code: "bad_request", message: "An unknown type of request." });
    if (object.type === "marks") return transport.receive({ type: "marks", id: object.id, rooms: [...this.marks.values()] });
    const { room, position, back } = object;
    this.asked.push(`${room} ${position.split(".")[2]}${back ? " back" : ""}`);
    const mark = this.move(room, Number(position.split(".")[2]), back, transport);
    transport.receive({ type: "read", id: object.id, ...mark });
  }
  /** Another device has read so far. */
  move(room, seq, back, origin = null) {
    const mark = { room, position: `e.0.${seq}.x`, time: 1_700_000_000_000 + seq, ...(back && { back }) };
    this.marks.set(room, mark);
    for (const transport of this.transports) if (transport !== origin && !transport.isClosed) transport.receive({ type: "read", ...mark });
    return mark;
  }
}

/** A device of Ada's with the room "lobby" and another one, in which Bob has said so much before. */
async function device(server, { storage = new MemoryStorage(), watching = "lobby", clock = new FakeClock(), transport = "auto" } = {}) {
  const chat = server.connect({ storage, clock, transport });
  const store = new Store(chat, storage, clock);
  const divided = [];
  const reading = new Reading({ storage, clock, chat: () => chat, store: () => store, divide: (mark) => divided.push(mark?.position ?? null), changed: () => {} });
  for (const name of ["lobby", "tea"]) store.open(name);
  const show = (name) => (store.select(store.find(name)), store.read(store.find(name)));
  if (watching) show(watching);
  await clock.pass(10);
  // As the page does, once a room is live.
  reading.watch();
  await clock.pass(10);
  return { chat, store, reading, clock, storage, divided, show, room: (name) => store.find(name) };
}

const scene = (count = 3) => {
  const server = new MarkingServer();
  for (const room of ["lobby", "tea"]) for (let number = 1; number <= count; number += 1) server.say(room, `${number} @Ada`, bob);
  return server;
};

test("what is read here is told, once in three seconds, and what was there when a room was opened first is not", async () => {
  const server = scene();
  const { clock } = await device(server);
  await clock.pass(10_000);
  assert.deepEqual(server.asked, []);
  for (let number = 4; number <= 8; number += 1) server.say("lobby", "more", bob);
  await clock.pass(2_900);
  for (let number = 9; number <= 12; number += 1) server.say("lobby", "more", bob);
  await clock.pass(10_000);
  assert.deepEqual(server.asked, ["lobby 8", "lobby 12"]);
});

test("those who look at a large room do not all tell at once that they have read there, but each within a time of their own", async () => {
  const server = scene();
  const { clock, store, room } = await device(server);
  room("lobby").count = 10_000;
  clock.chance = 0.25;
  await clock.pass(10_000);
  server.say("lobby", "4", bob);
  assert.deepEqual([room("lobby").unread, room("lobby").read.position], [0, "e.0.4.x"], "here it is read at once");
  // Much may be seen at once: it is told a moment later.
  await clock.pass(5_099);
  server.say("lobby", "5", bob);
  assert.deepEqual(server.asked, []);
  await clock.pass(1);
  assert.deepEqual(server.asked, ["lobby 5"], "the newest there is by then");
  // Not sooner for the next one, nor for another room.
  clock.chance = 0.5;
  server.say("lobby", "6", bob);
  server.say("tea", "4", bob);
  store.read(room("tea"));
  await clock.pass(3_001);
  assert.deepEqual(server.asked, ["lobby 5", "tea 4"]);
  await clock.pass(9_998);
  assert.equal(server.asked.length, 2);
  await clock.pass(1);
  assert.deepEqual(server.asked, ["lobby 5", "tea 4", "lobby 6"]);
});

test("whoever puts the page away tells at once what they have read, and nothing twice", async (context) => {
  const page = new FakePage();
  globalThis.document = page.document;
  context.after(() => delete globalThis.document);
  const server = scene();
  const { clock, room } = await device(server);
  room("lobby").count = 10_000;
  server.say("lobby", "4", bob);
  await clock.pass(1_000);
  page.show(false);
  await clock.pass(0);
  assert.deepEqual(server.asked, ["lobby 4"]);
  await clock.pass(60_000);
  assert.deepEqual(server.asked, ["lobby 4"]);
});

test("what is read on another device is not new here any more, mentions neither", async () => {
  const server = scene();
  const { room, clock } = await device(server);
  server.say("tea", "4 @Ada", bob);
  server.say("tea", "5", bob);
  assert.deepEqual([room("tea").unread, room("tea").mentions], [2, 1]);
  server.move("tea", 4);
  assert.deepEqual([room("tea").unread, room("tea").mentions], [1, 0]);
  server.move("tea", 2);
  assert.deepEqual([room("tea").unread, room("tea").mentions], [1, 0], "never back by itself");
  server.move("tea", 5);
  await clock.pass(10_000);
  assert.deepEqual([room("tea").unread, server.asked], [0, []]);
});

test("a new device shows what was not read on any", async () => {
  const server = scene(9);
  server.move("tea", 4);
  server.move("lobby", 7);
  const { room, clock, divided } = await device(server);
  assert.deepEqual([room("tea").unread, room("tea").mentions], [5, 5]);
  // In the room that is looked at, it is seen where the new messages begin, and they are read with that.
  assert.deepEqual([room("lobby").unread, divided], [0, ["e.0.7.x"]]);
  await clock.pass(10_000);
  assert.deepEqual(server.asked, ["lobby 9"]);
});

test("what was read elsewhere while one was away is not new after a reload, nor after a reconnection", async () => {
  const server = scene();
  const first = await device(server);
  first.chat.close();
  server.say("tea", "4", bob);
  server.say("tea", "5", bob);
  server.move("tea", 5);
  const second = await device(server, { storage: first.storage });
  assert.equal(second.room("tea").unread, 0);
  server.last.break();
  server.say("tea", "6", bob);
  server.say("tea", "7", bob);
  server.move("tea", 6);
  await second.clock.pass(5_000);
  assert.equal(second.room("tea").unread, 1);
});

test("marked as unread, a message is so on all devices, until its room is opened again", async () => {
  const server = scene();
  const [here, there] = [await device(server), await device(server, { watching: "tea" })];
  here.show("tea");
  await here.reading.markUnread(server.of("tea")[1]);
  for (const { room } of [here, there]) assert.deepEqual([room("tea").unread, room("tea").mentions], [2, 2]);
  assert.deepEqual([here.divided, there.divided], [["e.0.1.x"], ["e.0.1.x"]]);
  // Whoever happens to look at it does not read it with that; what comes counts as well.
  there.store.read(there.room("tea"));
  server.say("tea", "4", bob);
  for (const { clock } of [here, there]) await clock.pass(10_000);
  assert.deepEqual([here.room("tea").unread, there.room("tea").unread], [3, 3]);
  assert.deepEqual(server.asked, ["tea 2 back"]);
  there.show("tea");
  await there.clock.pass(10_000);
  assert.deepEqual([here.room("tea").unread, there.room("tea").unread], [0, 0]);
  assert.deepEqual(server.asked, ["tea 2 back", "tea 4"]);
});

test("marked as unread before a reload, a room that is opened after it stays read, whenever the server tells of the mark", async () => {
  const server = scene();
  const first = await device(server);
  server.move("tea", 2, true);
  first.chat.close();
  const held = [];
  const { handle } = server;
  server.handle = (object, transport) => (object.type === "marks" ? held.push([object, transport]) : handle.call(server, object, transport));
  const { room, show, clock } = await device(server, { storage: first.storage });
  assert.equal(room("tea").unread, 2);
  show("tea");
  assert.equal(room("tea").unread, 0);
  for (const [object, transport] of held) handle.call(server, object, transport);
  await clock.pass(10_000);
  assert.deepEqual([room("tea").unread, server.marks.get("tea").position], [0, "e.0.3.x"], "and the other devices are told");
  // Marked so once more it is unread again.
  server.move("tea", 2, true);
  assert.equal(room("tea").unread, 2);
});

test("marked as unread, a room stays so over a reload, though the page begins with it", async () => {
  const server = scene();
  const first = await device(server, { watching: "tea" });
  await first.reading.markUnread(server.of("tea")[1]);
  first.chat.close();
  const { room, clock, store } = await device(server, { storage: first.storage, watching: "tea" });
  store.read(room("tea"));
  await clock.pass(10_000);
  assert.deepEqual([room("tea").unread, server.marks.get("tea").back], [2, true]);
});

test("the very first message of a room can be marked as unread, over a reload too", async () => {
  const server = scene();
  const first = await device(server, { watching: "tea" });
  await first.reading.markUnread(server.of("tea")[0]);
  assert.equal(first.room("tea").unread, 3);
  first.chat.close();
  const second = await device(server, { storage: first.storage });
  assert.equal(second.room("tea").unread, 3);
});

test("what can't be told stays so here, and is told later where that may help", async () => {
  const server = scene();
  const { clock, room, reading } = await device(server);
  const { handle } = server;
  server.handle = (object, transport) =>
    object.type === "read" ? transport.receive({ type: "error", id: object.id, code: "unavailable", message: "Away." }) : handle.call(server, object, transport);
  server.say("lobby", "4", bob);
  await clock.pass(3_100);
  await assert.rejects(reading.markUnread(server.of("tea")[1]));
  assert.equal(room("tea").unread, 2);
  server.handle = handle;
  await clock.pass(6_100);
  assert.deepEqual(server.asked, ["lobby 4"]);
});

test("where it can't be had how far one has read, it is asked once for each connection, and nothing is told", async () => {
  const server = scene();
  server.knows = false;
  const { clock, room } = await device(server);
  server.say("lobby", "4", bob);
  server.say("tea", "4", bob);
  await clock.pass(60_000);
  assert.deepEqual([room("lobby").unread, room("tea").unread, server.asked], [0, 1, []]);
  assert.equal(server.last.sent.filter(({ type }) => type === "marks").length, 1);
});

test("when a connection has come up again the marks are asked for in a while, once, and not all at once", async () => {
  const server = scene();
  const { clock } = await device(server);
  const asked = () => server.transports.flatMap(({ sent }) => sent).filter(({ type }) => type === "marks").length;
  assert.equal(asked(), 1, "at once by a page that was just opened");
  clock.chance = 0.8;
  server.last.break();
  await clock.pass(1_000);
  server.last.break();
  await clock.pass(3_500);
  assert.equal(asked(), 1);
  await clock.pass(1_500);
  assert.equal(asked(), 2);
  await clock.pass(10_000);
  assert.equal(asked(), 2);
});

test("while polling the marks are asked for every minute, though one answer did not come", async () => {
  const server = scene();
  const { clock } = await device(server, { transport: "poll" });
  const { handle } = server;
  let count = 0;
  server.handle = (object, transport) => {
    if (object.type !== "marks") return handle.call(server, object, transport);
    count += 1;
    if (count === 1) return transport.receive({ type: "error", id: object.id, code: "unavailable", message: "Away." });
    return handle.call(server, object, transport);
  };
  await clock.pass(60_000);
  assert.equal(count, 1);
  await clock.pass(120_000);
  assert.equal(count, 3);
});

test("what was deleted, and one's own, is nothing that is to be read", async () => {
  const server = scene();
  const { reading, room } = await device(server);
  server.say("tea", "", bob);
  server.say("tea", "mine", ada);
  await reading.markUnread(server.of("tea")[2]);
  assert.equal(room("tea").unread, 1);
});

test("who writes in a room that was marked as unread has read it", async () => {
  const server = scene();
  const { reading, room, chat, clock } = await device(server, { watching: "tea" });
  await reading.markUnread(server.of("tea")[1]);
  chat.post("tea", "mine");
  await clock.pass(10_000);
  assert.deepEqual([room("tea").unread, server.asked], [0, ["tea 2 back", "tea 4"]]);
});

test("whether a mention was read is told of rooms that are open, and of others by what was read elsewhere", async () => {
  const server = scene();
  server.move("elsewhere", 5);
  server.move("back", 5, true);
  const { reading, clock } = await device(server);
  server.say("tea", "4 @Ada", bob);
  const mention = (room, seq) => ({ room, position: `e.0.${seq}.x`, time: 1_700_000_000_000 + seq });
  const isRead = (room, seq) => reading.isRead(mention(room, seq));
  await clock.pass(10);
  assert.deepEqual([isRead("tea", 3), isRead("tea", 4)], [true, false]);
  assert.deepEqual([isRead("elsewhere", 5), isRead("elsewhere", 6)], [true, false]);
  assert.deepEqual([isRead("back", 4), isRead("back", 5), isRead("nowhere", 1)], [true, false, false]);
});
