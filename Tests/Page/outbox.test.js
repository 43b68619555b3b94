import assert from "node:assert/strict";
import test from "node:test";
import { Outbox } from "../../Public/client/outbox.js";
import { RequestError } from "../../Public/client/protocol.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { FakeClock, settled } from "./fakes.js";

/** An outbox whose sendings the test decides. */
function setUp(storage = new MemoryStorage(), clock = new FakeClock(), owner = "a", previousOwner = undefined) {
  const calls = [];
  const state = { isLive: true };
  const send = (item) => new Promise((resolve, reject) => calls.push({ item: { ...item }, resolve, reject }));
  const outbox = new Outbox({ storage, owner, previousOwner, send, clock, isLive: () => state.isLive });
  return { outbox, calls, state, storage, clock };
}

test("a message leaves the outbox when it is stored", async () => {
  const { outbox, calls, storage } = setUp();
  outbox.add("lobby", "hi");
  assert.equal(storage.length, 1);
  calls[0].resolve({ type: "sent" });
  await settled();
  assert.deepEqual(outbox.of("lobby"), []);
  assert.equal(storage.length, 0);
});

test("a room's messages go one after the other, rooms beside each other", async () => {
  const { outbox, calls } = setUp();
  outbox.add("lobby", "1");
  outbox.add("lobby", "2");
  outbox.add("other", "3");
  assert.deepEqual(calls.map(({ item }) => item.text), ["1", "3"]);
  calls[0].resolve({});
  await settled();
  assert.deepEqual(calls.map(({ item }) => item.text), ["1", "3", "2"]);
});

test("a lost connection keeps the message, and the next one sends it with the same id", async () => {
  const { outbox, calls, state } = setUp();
  outbox.add("lobby", "hi");
  state.isLive = false;
  calls[0].reject(new RequestError("lost", ""));
  await settled();
  assert.equal(outbox.of("lobby")[0].state, "waiting");
  state.isLive = true;
  outbox.flush("lobby");
  assert.equal(calls[1].item.id, calls[0].item.id);
});

test("too fast means wait, and then the same again", async () => {
  const { outbox, calls, clock } = setUp();
  outbox.add("lobby", "hi");
  calls[0].reject(new RequestError("rate_limited", "", 700));
  await clock.pass(699);
  assert.equal(calls.length, 1);
  await clock.pass(1);
  assert.equal(calls.length, 2);
});

test("a refusal stays visible until it is retried or discarded, and holds nothing up", async () => {
  const { outbox, calls } = setUp();
  const item = outbox.add("lobby", "bad");
  outbox.add("lobby", "good");
  calls[0].reject(new RequestError("too_large", "Too long."));
  await settled();
  assert.equal(item.state, "failed");
  assert.equal(item.reason, "Too long.");
  assert.equal(calls[1].item.text, "good");
  calls[1].resolve({});
  await settled();
  outbox.retry(item.id);
  assert.equal(calls[2].item.id, item.id);
  calls[2].reject(new RequestError("too_large", "Too long."));
  await settled();
  outbox.discard(item.id);
  assert.deepEqual(outbox.of("lobby"), []);
});

test("what was not stored survives a reload, in order and with its id", async () => {
  const first = setUp();
  first.state.isLive = false;
  const one = first.outbox.add("lobby", "one");
  first.clock.time += 5;
  first.outbox.add("lobby", "two");
  const second = setUp(first.storage, first.clock);
  assert.deepEqual(second.outbox.of("lobby").map(({ text }) => text), ["one", "two"]);
  second.outbox.flush("lobby");
  assert.equal(second.calls[0].item.id, one.id);
});

test("nothing is ever sent in another's name", () => {
  const first = setUp();
  first.state.isLive = false;
  first.outbox.add("lobby", "mine");
  assert.deepEqual(setUp(first.storage, first.clock, "b").outbox.of("lobby"), []);
});

test("what is older than the server's memory of ids is not sent again unasked, and then under a new id", () => {
  const first = setUp();
  first.state.isLive = false;
  const item = first.outbox.add("lobby", "old");
  first.clock.time += 24 * 3_600_000;
  const second = setUp(first.storage, first.clock);
  second.outbox.flush("lobby");
  assert.equal(second.calls.length, 0);
  second.outbox.retry(item.id);
  assert.equal(second.calls.length, 1);
  assert.notEqual(second.calls[0].item.id, item.id);
});

test("a full or broken storage costs nothing but the reload", () => {
  const storage = new MemoryStorage();
  storage.setItem("tchatter.outbox.a.broken", "{");
  storage.setItem = () => {
    throw new Error("full");
  };
  const { outbox, calls } = setUp(storage);
  outbox.add("lobby", "hi");
  assert.equal(calls.length, 1);
});

test("who comes back under the same name after the session has ended goes on with what was not sent", () => {
  const first = setUp();
  first.state.isLive = false;
  first.outbox.add("lobby", "not sent");
  first.outbox.add("@a.b", "between two who are others now");
  const second = setUp(first.storage, first.clock, "c", "a");
  assert.deepEqual(second.outbox.of("lobby").map(({ text }) => text), ["not sent"]);
  assert.equal(first.storage.length, 1);
});

test("what may have been stored under the old session is not sent again unasked", () => {
  const first = setUp();
  first.outbox.add("lobby", "perhaps sent");
  first.outbox.add("lobby", "not sent");
  const second = setUp(first.storage, first.clock, "c", "a");
  assert.deepEqual(second.outbox.of("lobby").map(({ text, state }) => [text, state]), [["perhaps sent", "failed"], ["not sent", "waiting"]]);
});
