import assert from "node:assert/strict";
import test from "node:test";
import { connect } from "../../Public/tchatter.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { FakeClock, FakeServer, ada, bob, settled } from "./fakes.js";

/** Ada's page, in the lobby. What she asks to change is answered by `change`; nothing is no answer. */
async function setUp({ storage = new MemoryStorage(), server = new FakeServer(), change } = {}) {
  const clock = new FakeClock();
  const { handle } = server;
  server.handle = (object, transport) => {
    if (!change || !["edit", "delete", "react"].includes(object.type)) return handle.call(server, object, transport);
    const answer = change(object);
    if (answer) transport.receive({ id: object.id, ...answer });
  };
  const chat = connect({ storage, clock, makeTransport: server.make, askHealth: async () => "serving" });
  const store = new Store(chat, storage, clock);
  const room = store.open("lobby");
  await clock.pass(10);
  return { chat, store, room, server, clock, storage };
}

const shownFirst = (room) => room.timeline.entries[0].shown;

test("what was deleted while one was away is nothing new", async () => {
  const { store, room, server, clock } = await setUp();
  store.isWatching = false;
  server.last.break();
  server.say("lobby", "", bob);
  server.say("lobby", "still there", bob);
  await clock.pass(5_000);
  assert.equal(room.timeline.entries.length, 2);
  assert.equal(room.unread, 1);
});

test("a change is shown at once, and stays when it is stored", async () => {
  const { store, room, server } = await setUp({ change: () => ({ type: "sent", room: "lobby", seq: 2, position: "e.0.2.x", time: 1 }) });
  const message = server.say("lobby", "hello", bob);
  store.change(room, message, { type: "reaction", reaction: "👍", on: true });
  assert.deepEqual(shownFirst(room)?.reactions, [{ reaction: "👍", users: [ada] }]);
  await settled();
  assert.deepEqual(shownFirst(room)?.reactions, [{ reaction: "👍", users: [ada] }]);
});

test("a reaction that is refused is taken back and told", async () => {
  const { store, room, server } = await setUp({ change: () => ({ type: "error", code: "not_found", message: "Gone." }) });
  const told = [];
  store.on("changeRefused", ({ reason }) => told.push(reason));
  store.change(room, server.say("lobby", "hello", bob), { type: "reaction", reaction: "👍", on: true });
  await settled();
  assert.equal(shownFirst(room), undefined);
  assert.deepEqual(told, ["Gone."]);
});

test("an edit that is refused keeps what was typed, over a reload too, and can be discarded", async () => {
  const change = () => ({ type: "error", code: "forbidden", message: "No." });
  const first = await setUp({ change });
  const message = first.server.say("lobby", "hello", ada, "mine");
  first.store.change(first.room, message, { type: "edit", text: "hello!" });
  await settled();
  assert.deepEqual([shownFirst(first.room)?.text, shownFirst(first.room)?.problem?.reason], ["hello!", "No."]);
  first.chat.close();
  const second = await setUp({ change, storage: first.storage, server: first.server });
  assert.deepEqual([shownFirst(second.room)?.text, shownFirst(second.room)?.problem?.reason], ["hello!", "No."]);
  second.chat.outbox?.discard(shownFirst(second.room)?.problem?.id ?? "");
  assert.equal(shownFirst(second.room), undefined);
});

test("what waited to be changed is changed after a reload, with the same id", async () => {
  const asked = [];
  const first = await setUp({ change: (object) => void asked.push(object) });
  const message = first.server.say("lobby", "hello", ada, "mine");
  first.store.change(first.room, message, { type: "delete" });
  await settled();
  assert.equal(shownFirst(first.room)?.isDeleted, true);
  first.chat.close();
  const second = await setUp({ storage: first.storage, server: first.server });
  assert.equal(shownFirst(second.room)?.isDeleted, true);
  assert.ok(asked.length >= 2 && asked.every(({ id, seq }) => id === asked[0].id && seq === message.position));
});
