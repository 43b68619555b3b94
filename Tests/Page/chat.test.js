import assert from "node:assert/strict";
import test from "node:test";
import { laterDelay } from "../../Public/client/close-codes.js";
import { OpenRooms } from "../../Public/client/open-rooms.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { ada, closeCodes, settled, setUpChat as setUp } from "./fakes.js";

test("hello, join, and what is said arrives", async () => {
  const { chat, server, texts } = await setUp();
  assert.equal(chat.phase, "up");
  assert.deepEqual(chat.user, ada);
  server.say("lobby", "one");
  assert.deepEqual(texts, ["one"]);
});

test("after a loss, exactly what was missed arrives, page by page", async () => {
  const { server, clock, texts } = await setUp();
  server.say("lobby", "1");
  server.last.break();
  server.pageSize = 3;
  for (const text of ["2", "3", "4", "5", "6", "7", "8"]) server.say("lobby", text);
  await clock.pass(1_000);
  server.say("lobby", "9");
  assert.deepEqual(texts, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
});

test("a loss in the middle of catching up loses nothing", async () => {
  const { server, clock, texts } = await setUp();
  server.say("lobby", "1");
  server.last.break();
  for (const text of ["2", "3", "4"]) server.say("lobby", text);
  const { join } = server;
  server.join = (object, transport, reply) => {
    server.join = join;
    const page = server.of("lobby").slice(1);
    reply({ type: "joined", room: "lobby", seq: 4, position: "e.0.4.x", recovered: true, missed: 3, count: 1 });
    transport.receive(page[0]);
    transport.break();
  };
  await clock.pass(5_000);
  assert.deepEqual(texts, ["1", "2", "3", "4"]);
});

test("on reconnect the new connection has everything before the old one is closed", async () => {
  const { chat, server, clock, texts, phases } = await setUp();
  const old = server.last;
  phases.length = 0;
  old.receive({ type: "reconnect", reason: "restart", window: 1_000 });
  await clock.pass(399);
  assert.equal(server.last, old);
  const { join } = server;
  let release;
  server.join = (...rest) => (release = () => join.apply(server, rest));
  await clock.pass(2);
  assert.notEqual(server.last, old);
  server.say("lobby", "by the old one");
  assert.equal(old.isClosed, false);
  release();
  await settled();
  assert.equal(old.closedWith, 1000);
  server.say("lobby", "by the new one");
  assert.deepEqual(texts, ["by the old one", "by the new one"]);
  assert.deepEqual(phases, ["up"]);
  assert.equal(chat.phase, "up");
});

test("asked by the new connection to move on while it still resumes, it does so afterwards", async () => {
  const { server, clock, texts, phases } = await setUp();
  const old = server.last;
  phases.length = 0;
  const { join } = server;
  let release;
  server.join = (...rest) => (release = () => join.apply(server, rest));
  old.receive({ type: "reconnect", reason: "restart", window: 0 });
  await clock.pass(1);
  const second = server.last;
  second.receive({ type: "reconnect", reason: "restart", window: 100 });
  release();
  server.join = join;
  await clock.pass(200);
  const third = server.last;
  assert.notEqual(third, second);
  assert.equal(second.closedWith, 1000);
  server.say("lobby", "by the third");
  assert.deepEqual(texts, ["by the third"]);
  assert.deepEqual([...new Set(phases)], ["up"]);
});

test("led back to an instance that wants to be left, it moves ever more rarely", async () => {
  const { chat, server, clock } = await setUp();
  const moved = [];
  const began = clock.now();
  for (let last = server.last; moved.length < 4; last = server.last) {
    last.receive({ type: "reconnect", reason: "restart", window: 500 });
    while (server.last === last) await clock.pass(10);
    moved.push(clock.now() - began);
  }
  // Half of four fifths of 500 ms, and each time twice as long.
  assert.deepEqual(moved, [200, 600, 1_400, 3_000]);
  assert.equal(chat.phase, "up");
});

test("led elsewhere, it moves again within the window", async () => {
  const { server, clock } = await setUp();
  for (const instance of ["second", "third", "fourth"]) {
    const { last } = server;
    server.instance = instance;
    last.receive({ type: "reconnect", reason: "restart", window: 500 });
    await clock.pass(200);
    assert.notEqual(server.last, last);
  }
});

test("an old connection that dies while its successor resumes costs nothing", async () => {
  const { chat, server, clock, texts } = await setUp();
  const old = server.last;
  old.receive({ type: "reconnect", reason: "restart", window: 0 });
  old.break();
  await clock.pass(2_000);
  server.say("lobby", "still here");
  assert.equal(chat.phase, "up");
  assert.deepEqual(texts, ["still here"]);
});

test("a message that was not acknowledged is sent again and stored once", async () => {
  const { chat, server, clock, texts } = await setUp();
  server.isMute = true;
  chat.post("lobby", "hello");
  await settled();
  server.last.break();
  server.isMute = false;
  await clock.pass(2_000);
  assert.equal(server.of("lobby").length, 1);
  assert.deepEqual(texts, ["hello"]);
  assert.deepEqual(chat.outbox.of("lobby"), []);
});

test("what is larger than a frame may be is refused here, and never ends a connection", async () => {
  const { chat, server } = await setUp();
  const sent = server.last.sent.length;
  const id = "1".repeat(32);
  const rest = new TextEncoder().encode(JSON.stringify({ type: "send", room: "lobby", text: "", id })).length;
  await assert.rejects(chat.send("lobby", "é".repeat(32_768), id), { code: "too_large" });
  await assert.rejects(chat.send("lobby", "x".repeat(65_537 - rest), id), { code: "too_large" });
  assert.equal(server.last.sent.length, sent);
  await chat.send("lobby", "x".repeat(65_536 - rest), id);
  const item = chat.post("lobby", "x".repeat(70_000));
  await settled();
  assert.equal(item.state, "failed");
  chat.post("lobby", "after it");
  await settled();
  assert.equal(server.of("lobby").at(-1).text, "after it");
});

test("a message written without a connection is sent when there is one", async () => {
  const { chat, server, clock } = await setUp();
  server.accepts = false;
  server.last.break();
  chat.post("lobby", "later");
  await clock.pass(5_000);
  assert.equal(server.of("lobby").length, 0);
  server.accepts = true;
  await clock.pass(20_000);
  assert.deepEqual(server.of("lobby").map(({ text }) => text), ["later"]);
});

test("a hole that can't be filled is told", async () => {
  const { server, clock, gaps, texts } = await setUp();
  server.say("lobby", "1");
  server.last.break();
  server.rooms.set("lobby", []);
  server.say("lobby", "of another history");
  const { join } = server;
  server.join = (object, transport, reply) =>
    join.call(server, object, transport, (fields) => reply({ ...fields, recovered: false }));
  await clock.pass(1_000);
  assert.deepEqual(gaps, ["reset"]);
  server.say("lobby", "2");
  assert.equal(texts.at(-1), "2");
});

test("a silent other side is noticed within ten seconds while somebody looks", async () => {
  const { chat, server, clock } = await setUp();
  const silent = server.last;
  server.isMute = true;
  await clock.pass(10_000);
  assert.equal(silent.isClosed, true);
  server.isMute = false;
  await clock.pass(10_000);
  assert.equal(chat.phase, "up");
});

test("two WebSockets that never come up, while HTTP answers, lead to long-polling, and back after minutes", async () => {
  const { chat, server, clock, kinds, texts } = await setUp();
  const { make } = server;
  server.make = (kind) => {
    server.accepts = kind === "poll";
    return make(kind);
  };
  server.last.break();
  await clock.pass(10_000);
  assert.equal(chat.transport, "poll");
  assert.deepEqual(kinds, ["socket", "socket", "socket", "poll"]);
  server.say("lobby", "by poll");
  // WebSocket is tried beside it, fails, and nothing happens.
  await clock.pass(200_000);
  assert.equal(kinds.at(-1), "socket");
  assert.equal(chat.transport, "poll");
  server.make = (kind) => ((server.accepts = true), make(kind));
  await clock.pass(200_000);
  assert.equal(chat.transport, "socket");
  server.say("lobby", "by socket");
  assert.deepEqual(texts, ["by poll", "by socket"]);
});

test("without an answer over HTTP a WebSocket is tried only now and then, and nothing else", async () => {
  const { server, clock, kinds } = await setUp({ askHealth: async () => "none" });
  server.accepts = false;
  server.last.break();
  await clock.pass(120_000);
  assert.ok(kinds.length >= 3 && kinds.length <= 6 && kinds.every((kind) => kind === "socket"), kinds.join());
});

test("a close that must not be answered by coming back ends the chat", async () => {
  const { chat, server, clock, kinds } = await setUp();
  const ends = [];
  chat.on("ended", ({ code }) => ends.push(code));
  server.last.break(4501);
  await clock.pass(60_000);
  assert.deepEqual(ends, [4501]);
  assert.equal(kinds.length, 1);
});

test("a hello that is refused ends the chat with the server's close code, or without one as unauthorized", async () => {
  for (const [refusal, code, expected] of [["bad_request", 4505, 4505], ["unauthorized", 4501, 4501], ["name_taken", 4509, 4509], ["name_taken", null, 4501]]) {
    const { chat, server, clock, kinds } = await setUp();
    server.handle = ({ type, id }, transport) => {
      if (type !== "hello") return;
      transport.receive({ type: "error", id, code: refusal, message: "No." });
      if (code) clock.after(1, () => transport.break(code));
    };
    const ends = [];
    chat.on("ended", (end) => ends.push([end.code, end.reason]));
    server.last.break();
    await clock.pass(60_000);
    assert.deepEqual(ends, [[expected, "No."]]);
    assert.equal(kinds.length, 2);
    assert.equal(server.last.isClosed, true);
  }
});

for (const [code, reconnect] of Object.entries(closeCodes)) {
  test(`after ${code} the chat comes back ${reconnect}`, async () => {
    const { chat, server, clock } = await setUp();
    server.last.break(Number(code));
    const phases = [];
    for (const milliseconds of [999, laterDelay - 1_000, 1_000, 60_000]) {
      await clock.pass(milliseconds);
      phases.push(chat.phase);
    }
    const expected = {
      now: ["up", "up", "up", "up"],
      later: ["waiting", "waiting", "up", "up"],
      never: ["ended", "ended", "ended", "ended"],
    };
    assert.deepEqual(phases, expected[reconnect]);
  });
}

test("who is told to wait comes back after that, and not all at once", async () => {
  const { chat, server, clock } = await setUp();
  clock.chance = 0.9;
  server.last.break(4029);
  await clock.pass(laterDelay + 899);
  assert.equal(chat.phase, "waiting");
  await clock.pass(1);
  assert.equal(chat.phase, "up");
});

test("a probe while waiting tries at once", async () => {
  const { chat, server, clock } = await setUp();
  clock.chance = 1;
  server.last.break();
  await settled();
  assert.equal(chat.phase, "waiting");
  chat.probe();
  await settled();
  assert.equal(chat.phase, "up");
});

test("a room that is refused is told, and not asked for again", async () => {
  const { chat, server } = await setUp();
  const refused = [];
  chat.on("refused", ({ asked, error }) => refused.push([asked, error.code]));
  server.join = ({ id }, transport) => transport.receive({ type: "error", id, code: "not_found", message: "" });
  await chat.join("@nobody");
  await settled();
  assert.deepEqual(refused, [["@nobody", "not_found"]]);
  assert.deepEqual(chat.rooms, ["lobby"]);
});

test("a room that one is removed from is told, and not asked for again", async () => {
  const { chat, server } = await setUp();
  const refused = [];
  chat.on("refused", ({ asked, error }) => refused.push([asked, error.code]));
  server.last.receive({ type: "left", room: "lobby" });
  server.last.receive({ type: "left", room: "lobby", reason: "removed" });
  await settled();
  assert.deepEqual(refused, [["lobby", "forbidden"]]);
  assert.deepEqual(chat.rooms, []);
});

test("why a poll was refused a room is told as of a join", async () => {
  const { chat, server } = await setUp();
  const refused = [];
  chat.on("refused", ({ asked, error }) => refused.push([asked, error.code, error.message]));
  server.last.receive({ type: "left", room: "lobby", reason: "removed", code: "not_found", message: "Gone." });
  await settled();
  assert.deepEqual(refused, [["lobby", "not_found", "Gone."]]);
});

for (const message of ["Too many rooms at once, from your network address.", "No more than 100 rooms at once."]) {
  test(`a room stays one of one's own when the server says "${message}", and is asked for later`, async () => {
    const { chat, server, clock } = await setUp();
    const storage = new MemoryStorage();
    const store = new Store(chat, storage, clock);
    const { join } = server;
    server.join = ({ id }, transport) => transport.receive({ type: "error", id, code: "forbidden", message, retryAfter: 60_000 });
    store.open("tea");
    await settled();
    assert.equal(store.find("tea")?.problem, message);
    assert.deepEqual(new OpenRooms(storage).names, ["lobby", "tea"]);
    server.join = join;
    await clock.pass(59_000);
    assert.equal(chat.isLive("tea"), false);
    await clock.pass(1_000);
    assert.deepEqual([chat.isLive("tea"), store.find("tea")?.problem], [true, ""]);
  });
}

test("history is read back from a position", async () => {
  const { chat, server } = await setUp();
  for (let index = 0; index < 5; index += 1) server.say("lobby", String(index));
  const reply = await chat.history("lobby", "e.0.3.x", 2);
  assert.deepEqual(reply.messages.map(({ text }) => text), ["0", "1"]);
});

test("a direct room that is asked for under both its names is followed once", async () => {
  const { chat, server, texts } = await setUp();
  const merged = [];
  chat.on("merged", ({ room }) => merged.push(room));
  const { join } = server;
  server.join = (object, ...rest) => join.call(server, { ...object, room: "@a.b" }, ...rest);
  server.say("@a.b", "before");
  await chat.join("@a.b");
  await chat.join("@Bob");
  await settled();
  server.say("@a.b", "after");
  assert.deepEqual(merged, ["@a.b"]);
  assert.deepEqual(texts, ["before", "after"]);
});

test("a conversation in which nothing was written yet is come back to by the other one's name, which alone finds it", async () => {
  const { chat, clock, server } = await setUp();
  const { join } = server;
  const asked = [];
  server.join = (object, transport, reply) => {
    asked.push(object.room);
    if (object.room === "@a.b" && !server.of("@a.b").length) return reply({ type: "error", code: "not_found", message: "No such direct room." });
    join.call(server, object.room === "@Bob" ? { ...object, room: "@a.b" } : object, transport, reply);
  };
  await chat.join("@Bob");
  await settled();
  server.last.break();
  await clock.pass(5_000);
  assert.deepEqual([chat.isLive("@a.b"), asked.at(-1)], [true, "@Bob"]);
  server.say("@a.b", "written");
  server.last.break();
  await clock.pass(5_000);
  assert.deepEqual([chat.isLive("@a.b"), asked.at(-1)], [true, "@a.b"]);
});
