import assert from "node:assert/strict";
import test from "node:test";
import { wordsOf } from "../../Public/client/close-codes.js";
import { RequestError, maxPause } from "../../Public/client/protocol.js";
import { settled, setUpChat as setUp } from "./fakes.js";

// What networks, proxies, browsers and other programs do to a connection.

/** Makes WebSockets fail from now on, in a way; long-polling works. */
function spoil(server, how) {
  const { make } = server;
  server.make = (kind) => {
    const transport = make(kind);
    if (kind === "poll") return transport;
    const { open } = transport;
    transport.open = (events) => how(transport, () => open.call(transport, events), events);
    return transport;
  };
}

test("an outage, in which a proxy answers in place of an instance, is no reason to long-poll", async () => {
  let health = "serving";
  const { chat, server, clock, kinds } = await setUp({ askHealth: async () => health });
  await clock.pass(60_000);
  health = "none";
  server.accepts = false;
  server.last.break();
  await clock.pass(5_000);
  assert.ok(kinds.length <= 3, kinds.join());
  health = "serving";
  server.accepts = true;
  await clock.pass(10_000);
  assert.equal(chat.phase, "up");
  assert.ok(kinds.every((kind) => kind === "socket"), kinds.join());
});

test("an instance that leaves or is closed is not blamed on WebSockets", async () => {
  const { server, clock, kinds } = await setUp({ askHealth: async () => "closed" });
  server.accepts = false;
  server.last.break();
  await clock.pass(60_000);
  assert.ok(kinds.length > 4 && kinds.every((kind) => kind === "socket"), kinds.join());
});

test("no WebSocket is opened while it is not known whether an instance is there", async () => {
  let answer = (_) => {};
  const { chat, server, clock, kinds } = await setUp({ askHealth: () => new Promise((resolve) => (answer = resolve)) });
  await clock.pass(60_000);
  server.accepts = false;
  server.last.break();
  await clock.pass(30_000);
  assert.deepEqual([kinds.length, chat.phase], [2, "connecting"]);
  server.accepts = true;
  answer("serving");
  await settled();
  assert.equal(chat.phase, "up");
});

test("the way back from long-polling is spread out", async () => {
  const times = [];
  for (const chance of [0, 0.5, 0.999]) {
    const { server, clock, kinds } = await setUp();
    spoil(server, (transport) => queueMicrotask(() => transport.break()));
    server.last.break();
    clock.chance = 0;
    await clock.pass(10);
    clock.chance = chance;
    // The draw is made when the poll takes over.
    server.last.break();
    await clock.pass(25_000);
    assert.equal(kinds.at(-1), "poll");
    const begun = clock.time;
    while (kinds.at(-1) === "poll") await clock.pass(1_000);
    times.push(clock.time - begun);
  }
  assert.ok(times[0] < 91_000 && times[2] > 150_000 && times[0] < times[1] && times[1] < times[2], times.join());
});

for (const [name, how] of [
  ["throws", () => {
    throw new ReferenceError("WebSocket is not defined");
  }],
  ["is refused", (transport, _, events) => queueMicrotask(() => ((transport.isClosed = true), events.closed(1006, "error")))],
]) {
  test(`where WebSocket ${name} it long-polls within seconds`, async () => {
    const { chat, server, clock, kinds, texts } = await setUp();
    spoil(server, how);
    server.last.break();
    await clock.pass(5_000);
    assert.equal(chat.transport, "poll");
    server.say("lobby", "by poll");
    assert.deepEqual(texts, ["by poll"]);
    // It goes on to be so, and WebSockets are tried again now and then.
    const tries = kinds.length;
    await clock.pass(600_000);
    assert.equal(chat.transport, "poll");
    assert.ok(kinds.length > tries && kinds.length <= tries + 7, kinds.join());
  });
}

test("where only WebSocket is wanted and there is none, it says why and goes on trying", async () => {
  const errors = [];
  const wrap = (transport) => {
    transport.open = () => {
      throw new ReferenceError("WebSocket is not defined");
    };
    return transport;
  };
  const { chat, clock, kinds } = await setUp({ kind: "socket", wrap });
  chat.on("state", ({ error }) => error && errors.push(error.message));
  await clock.pass(30_000);
  assert.equal(errors[0], "WebSocket is not defined");
  assert.ok(kinds.length > 2 && kinds.every((kind) => kind === "socket"));
});

test("a tunnel that is cut soon after each upgrade is not tried for ever", async () => {
  const { chat, server, clock, kinds, texts } = await setUp();
  spoil(server, (transport, open) => {
    open();
    clock.after(300, () => transport.isClosed || transport.break());
  });
  server.last.break();
  await clock.pass(15_000);
  assert.equal(chat.transport, "poll");
  assert.ok(kinds.filter((kind) => kind === "socket").length <= 4, kinds.join());
  server.say("lobby", "by poll");
  assert.deepEqual(texts, ["by poll"]);
});

test("a connection that holds for a while is taken as one, however often it is lost", async () => {
  const { server, clock, kinds } = await setUp();
  for (let number = 0; number < 10; number += 1) {
    await clock.pass(30_000);
    server.last.break();
  }
  await clock.pass(30_000);
  assert.ok(kinds.every((kind) => kind === "socket"));
});

for (const code of [1006, 1013]) {
  test(`the pause that the server asked for before it closed is kept to, closed as ${code}`, async () => {
    const { chat, server, clock } = await setUp();
    const maintained = [];
    chat.on("state", ({ error }) => error && maintained.push(error.code));
    server.last.receive({ type: "error", code: "maintenance", message: "Back at noon.", retryAfter: 10_000 });
    server.last.break(code);
    await clock.pass(10_000);
    assert.deepEqual([chat.phase, maintained], ["waiting", ["maintenance"]]);
    await clock.pass(1_000);
    assert.equal(chat.phase, "up");
  });
}

test("what the server said earlier is not why a connection is lost", async () => {
  const { chat, server, clock } = await setUp();
  server.last.receive({ type: "error", code: "maintenance", message: "Back at noon.", retryAfter: 10_000 });
  server.say("lobby", "open again");
  server.last.break();
  await clock.pass(1_000);
  assert.equal(chat.phase, "up");
});

test("half a character is sent as a whole one, and nothing waits behind it", async () => {
  const { chat, server } = await setUp();
  const item = chat.post("lobby", "cut \ud83d");
  assert.equal(item.text, "cut \ufffd");
  chat.post("lobby", "after it");
  await settled();
  assert.deepEqual(server.of("lobby").map(({ text }) => text), ["cut \ufffd", "after it"]);
});

test("a request that is refused without its id is found, and nothing waits behind it", async () => {
  const { chat, server } = await setUp();
  const { handle } = server;
  server.handle = (object, transport) => {
    if (object.text !== "bad") return handle.call(server, object, transport);
    transport.receive({ type: "error", code: "bad_request", message: "Not a request." });
  };
  const item = chat.post("lobby", "bad");
  chat.post("lobby", "good");
  await settled();
  assert.deepEqual([item.state, item.reason], ["failed", "Not a request."]);
  assert.deepEqual(server.of("lobby").map(({ text }) => text), ["good"]);
});

test("among several it is the one that stays without an answer", async () => {
  const { chat, server } = await setUp();
  const held = [];
  const { handle } = server;
  server.handle = (object, transport) => {
    if (object.text === "bad") transport.receive({ type: "error", code: "bad_request", message: "Not a request." });
    else held.push(() => handle.call(server, object, transport));
  };
  const good = chat.send("lobby", "good");
  const bad = chat.send("lobby", "bad");
  const outcome = assert.rejects(bad, { code: "bad_request" });
  await settled();
  for (const answer of held) answer();
  await outcome;
  assert.equal((await good).type, "sent");
});

test("a refusal that is passing, and names no request, is no request's", async () => {
  const { chat, server } = await setUp();
  server.isMute = true;
  const sending = chat.send("lobby", "x", "id");
  server.last.receive({ type: "error", code: "rate_limited", message: "", retryAfter: 1_000 });
  server.last.receive({ type: "sent", id: "id", room: "lobby", position: "p", seq: 1, time: 1 });
  assert.equal((await sending).type, "sent");
});

test("what a connection was closed for as too large is not sent again, after a reload neither", async () => {
  const first = await setUp();
  const { handle } = first.server;
  let count = 0;
  first.server.handle = (object, transport) => {
    if (object.type !== "send") return handle.call(first.server, object, transport);
    if (object.text.length > 1_000) queueMicrotask(() => transport.break(1009));
    count += 1;
  };
  await first.chat.join("other");
  await settled();
  first.chat.post("other", "small");
  const item = first.chat.post("lobby", "x".repeat(2_000));
  await first.clock.pass(60_000);
  assert.deepEqual([item.state, first.chat.phase, count], ["failed", "ended", 2]);
  assert.match(first.ends[0].words, /too long/);
  const second = await setUp({ storage: first.storage });
  await second.chat.join("other");
  await second.clock.pass(60_000);
  assert.deepEqual([second.server.of("lobby").length, second.server.of("other").map(({ text }) => text)], [0, ["small"]]);
});

for (const [told, kept] of [[700, 700], [maxPause + 1, maxPause], [1e15, maxPause], [Infinity, maxPause], [-5, undefined], [NaN, undefined], ["9", undefined], [null, undefined]]) {
  test(`told to wait for ${told} ms, it waits for ${kept ?? "as long as it would"}`, () => {
    assert.equal(new RequestError("unavailable", "", /** @type {any} */ (told)).retryAfter, kept);
  });
}

test("no server silences anybody for ever", async () => {
  const { chat, server, clock } = await setUp();
  server.refusal = { code: "unavailable", message: "", retryAfter: 1e15 };
  chat.post("lobby", "kept");
  await settled();
  server.refusal = undefined;
  await clock.pass(maxPause);
  assert.equal(server.of("lobby").length, 1);
  server.last.receive({ type: "error", code: "unavailable", message: "", retryAfter: 1e15 });
  server.last.break();
  await clock.pass(maxPause + 20_000);
  assert.equal(chat.phase, "up");
  const old = server.last;
  old.receive({ type: "reconnect", window: 1e15 });
  await clock.pass(maxPause);
  assert.notEqual(server.last, old);
});

for (const [end, expected] of [
  [{ code: 4501, reason: "" }, /signed out/],
  [{ code: 4501, reason: "x", error: { code: "name_taken" } }, /already has this name/],
  [{ code: 4501, reason: "x", error: { code: "unauthorized" } }, /signed out/],
  [{ code: 4505, reason: "unsupported version", error: { code: "bad_request" } }, /out of date.*reload/],
  [{ code: 1008, reason: "too many control frames" }, /Reload/],
  [{ code: 1003, reason: "" }, /Reload/],
  [{ code: 1009, reason: "" }, /too long/],
  [{ code: 4777, reason: "We're moving." }, /We're moving\. Choose a name/],
  [{ code: 4777, reason: "" }, /closed the connection\. Choose a name/],
]) {
  test(`${JSON.stringify(end)} is told in words`, () => assert.match(wordsOf(end), expected));
}

test("a name that is taken is told as the end", async () => {
  const { server, clock, ends } = await setUp();
  server.handle = ({ id }, transport) => transport.receive({ type: "error", id, code: "name_taken", message: "Taken." });
  server.last.break();
  await clock.pass(60_000);
  assert.match(ends[0].words, /already has this name/);
});
