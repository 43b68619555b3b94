import assert from "node:assert/strict";
import test from "node:test";
import { Places } from "../../Public/client/places.js";
import { ReadMarks } from "../../Public/client/read-marks.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { FakeClock, FakeServer, bob } from "./fakes.js";

/** Ada's page with rooms that she has read one after the other, where no more than two can be followed at once. */
async function setUp(names, { settings = {}, mentioned = async () => new Set() } = {}) {
  const [storage, clock, server] = [new MemoryStorage(), new FakeClock(), new FakeServer()];
  const { handle } = server;
  server.handle = (object, transport) => {
    if (object.type === "leave") transport.joined.delete(object.room);
    const isFull = object.type === "join" && !transport.joined.has(object.room) && transport.joined.size >= 2;
    const refusal = { id: object.id, type: "error", code: "forbidden", message: "No more than 2 rooms at once.", retryAfter: 60_000 };
    return isFull ? transport.receive(refusal) : handle.call(server, object, transport);
  };
  storage.setItem("tchatter.rooms", JSON.stringify(names));
  names.forEach((name, index) => new ReadMarks(storage).set(name, { position: `e.0.0.${index}`, time: index }));
  const chat = server.connect({ storage, clock });
  const store = new Store(chat, storage, clock);
  for (const [name, changes] of Object.entries(settings)) store.settings.change(name, changes);
  store.restore();
  const followed = () => [...server.last.joined].sort();
  const room = (name) => store.find(name) ?? assert.fail(name);
  const begin = async () => {
    await clock.pass(10);
    new Places(storage, clock, mentioned).watch(store, chat);
    await clock.pass(5_000);
  };
  return { chat, store, server, clock, storage, followed, room, begin };
}

test("of more rooms than can be followed, those are that were read last", async () => {
  const { followed, room, begin, store } = await setUp(["one", "two", "three", "four"]);
  await begin();
  assert.deepEqual(followed(), ["four", "three"]);
  assert.deepEqual([...store.rooms.keys()], ["one", "two", "three", "four"]);
  assert.equal(room("one").problem, "No more than 2 rooms at once.");
  assert.equal(room("four").problem, "");
});

test("what is shown takes the place of what was read longest ago, and of what gave way nothing is left out", async () => {
  const { followed, room, begin, store, server, clock } = await setUp(["one", "two", "three"]);
  await begin();
  store.isWatching = false;
  store.select(room("one"));
  await clock.pass(10);
  assert.deepEqual(followed(), ["one", "three"]);
  assert.ok(room("one").isKnown);
  server.say("two", "meanwhile", bob);
  store.select(room("two"));
  await clock.pass(10);
  assert.deepEqual(followed(), ["three", "two"]);
  assert.equal(room("two").unread, 1);
  assert.equal(room("two").timeline.newest?.text, "meanwhile");
});

test("favourites stay, and muted rooms give way first", async () => {
  const { followed, begin } = await setUp(["favourite", "one", "muted"], { settings: { favourite: { isFavourite: true }, muted: { isMuted: true } } });
  await begin();
  assert.deepEqual(followed(), ["favourite", "one"]);
});

test("a conversation in which something is said takes a place", async () => {
  const { followed, begin, server, store, clock } = await setUp(["one", "two"]);
  server.partners.set("@a.b", bob);
  await begin();
  server.last.receive({ type: "direct", room: "@a.b", with: bob });
  await clock.pass(5_000);
  assert.deepEqual(followed(), ["@a.b", "two"]);
  assert.ok(store.find("@a.b")?.isKnown);
});

test("where something was written that was not sent yet, the room keeps its place", async () => {
  const { chat, followed, room, begin, server, store, clock } = await setUp(["one", "two", "three"]);
  await begin();
  assert.deepEqual(followed(), ["three", "two"]);
  server.send = () => {};
  chat.post("two", "on its way");
  store.select(room("one"));
  await clock.pass(10);
  assert.deepEqual(followed(), ["one", "two"]);
});

test("where something was written that was not sent yet, a room that waits has a place until it is", async () => {
  const { chat, followed, begin, server, store, clock } = await setUp(["one", "two", "three"]);
  await begin();
  store.select(store.find("three") ?? assert.fail());
  chat.post("one", "written before it was known that it waits");
  await clock.pass(1_000);
  assert.deepEqual([followed(), server.of("one").length], [["one", "three"], 1]);
  await clock.pass(5_000);
  assert.deepEqual(followed(), ["three", "two"]);
});

test("after an interruption those are followed that were, and nothing is left out", async () => {
  const { chat, followed, room, begin, store, server, clock } = await setUp(["one", "two", "three", "four"], { settings: { two: { isFavourite: true } } });
  await begin();
  // One of those that wait was asked for before the one that took a place last.
  assert.deepEqual([followed(), chat.rooms], [["four", "two"], ["two", "three", "four", "one"]]);
  store.select(room("two"));
  server.last.break();
  server.say("four", "meanwhile", bob);
  await clock.pass(800);
  assert.deepEqual(followed(), ["four", "two"]);
  assert.equal(room("four").timeline.newest?.text, "meanwhile");
});

test("a room that was followed and is one too many now says so, and goes on where it was as soon as there is a place", async () => {
  const { chat, followed, room, begin, store, server, clock } = await setUp(["one", "two"]);
  await begin();
  server.say("one", "before", bob);
  const { handle } = server;
  let isFull = true;
  server.handle = (object, transport) => {
    if (object.type !== "join" || object.room !== "one" || !isFull) return handle.call(server, object, transport);
    transport.receive({ type: "error", id: object.id, code: "forbidden", message: "Too many rooms at once, over all your connections.", retryAfter: 60_000 });
  };
  server.last.break();
  server.say("one", "meanwhile", bob);
  await clock.pass(5_000);
  assert.deepEqual([followed(), chat.isLive("one"), room("one").problem], [["two"], false, "Too many rooms at once, over all your connections."]);
  isFull = false;
  store.select(room("one"));
  await clock.pass(2_000);
  assert.ok(followed().includes("one"));
  assert.deepEqual(room("one").timeline.entries.map(({ message }) => message?.text), ["before", "meanwhile"]);
  assert.equal(room("one").problem, "");
});

test("a room in which one is mentioned takes a place, and it is asked for while others wait", async () => {
  const mentions = new Set();
  let asked = 0;
  const mentioned = async () => ((asked += 1), mentions);
  const { followed, room, begin, server, clock } = await setUp(["one", "two", "three"], { mentioned });
  await begin();
  assert.deepEqual(followed(), ["three", "two"]);
  server.say("one", "@Ada!", bob, "m", { time: 1_700_000_100_000 });
  mentions.add("one");
  await clock.pass(75_000);
  assert.deepEqual(followed(), ["one", "three"]);
  assert.equal(room("one").mentions, 1);
  assert.ok(asked < 5);
});

test("where every room has a place nobody is asked for mentions", async () => {
  let asked = 0;
  const { begin, clock } = await setUp(["one", "two"], { mentioned: async () => ((asked += 1), new Set()) });
  await begin();
  await clock.pass(300_000);
  assert.equal(asked, 0);
});

test("a place that was taken in vain is not followed by all the others'", async () => {
  const { chat, followed, room, begin, store, server, clock } = await setUp(["one", "two", "three", "four"]);
  await begin();
  const { handle } = server;
  let refused = 0;
  server.handle = (object, transport) => {
    if (object.type !== "join" || object.room !== "one") return handle.call(server, object, transport);
    refused += 1;
    transport.receive({ type: "error", id: object.id, code: "forbidden", message: "Too many rooms at once, from your network address.", retryAfter: 60_000 });
  };
  store.select(room("one"));
  await clock.pass(20_000);
  assert.equal(refused, 1);
  assert.equal(followed().length, 2);
  assert.equal(chat.isLive("four"), true);
});
