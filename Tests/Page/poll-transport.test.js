import assert from "node:assert/strict";
import test from "node:test";
import { PollTransport } from "../../Public/client/poll-transport.js";
import { FakeClock, ada, bob, settled } from "./fakes.js";

/** A transport whose calls the test answers. */
function setUp() {
  const clock = new FakeClock();
  const calls = [];
  const fetching = (url, { body, signal }) =>
    new Promise((resolve, reject) => {
      const call = { url, ...JSON.parse(body), isAborted: false };
      call.answer = async (objects, status = 200, headers = {}) => {
        resolve(new Response(typeof objects === "string" ? objects : JSON.stringify(objects), { status, headers }));
        // A real answer's text comes by the event loop, not by promises alone.
        for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
        await settled();
      };
      call.fail = async () => (reject(new Error("network")), settled());
      signal?.addEventListener("abort", () => ((call.isAborted = true), reject(new Error("aborted"))));
      calls.push(call);
    });
  const transport = new PollTransport("http://x/poll", clock, fetching);
  const told = [];
  const ends = [];
  const objects = [];
  const received = (object) => (told.push(object.type), objects.push(object));
  transport.open({ opened: () => told.push("opened"), received, closed: (code) => ends.push(code) });
  return { clock, calls, transport, told, ends, objects };
}

const message = (seq) => ({ type: "message", room: "lobby", seq, position: `p${seq}`, id: `m${seq}`, from: bob, text: "x", time: 1 });
const joined = { type: "joined", id: "2", room: "lobby", seq: 1, position: "p1", recovered: false, missed: 1, count: 1 };

/** Signed in and joined: the waiting call is the last one. */
async function setUpJoined() {
  const all = setUp();
  all.transport.send({ type: "hello", id: "1", session: "token" });
  await all.calls[0].answer([{ type: "welcome", id: "1", user: ada }]);
  all.transport.send({ type: "join", id: "2", room: "lobby" });
  await all.calls[1].answer([joined, message(1)]);
  return all;
}

test("requests go out in calls that do not wait, and open the transport when they are answered", async () => {
  const { calls, transport, told } = setUp();
  transport.send({ type: "hello", id: "1", session: "token" });
  assert.deepEqual([calls[0].wait, calls[0].rooms, calls[0].session], [0, {}, "token"]);
  await calls[0].answer([{ type: "welcome", id: "1", user: ada }]);
  assert.deepEqual(told, ["opened", "welcome"]);
  assert.equal(calls.length, 1);
});

test("who says hello by name alone gets a session first, and is told it", async () => {
  const { calls, transport, clock } = setUp();
  const told = [];
  transport.open({ opened: () => {}, received: (object) => told.push(object), closed: () => {} });
  transport.send({ type: "hello", id: "1", name: "Ada" });
  assert.deepEqual([calls[0].url, calls[0].name], ["http://x/session", "Ada"]);
  await calls[0].fail();
  await clock.pass(500);
  await calls[1].answer({ session: "made", user: ada });
  assert.deepEqual([calls[2].url, calls[2].session, calls[2].requests.length], ["http://x/poll", "made", 1]);
  await calls[2].answer([{ type: "welcome", id: "1", user: ada }]);
  assert.equal(told[0].session, "made");
});

test("a name that is refused is the answer to the hello", async () => {
  const { calls, transport } = setUp();
  const told = [];
  transport.open({ opened: () => {}, received: (object) => told.push(object), closed: () => {} });
  transport.send({ type: "hello", id: "1", name: "Ada" });
  await calls[0].answer({ type: "error", code: "name_taken", message: "Taken." }, 409);
  assert.deepEqual(told, [{ type: "error", code: "name_taken", message: "Taken.", id: "1" }]);
  transport.close(1000, "");
});

test("a room that is refused for now is asked for again when the server says", async () => {
  const { calls, told, clock } = await setUpJoined();
  await calls[2].answer([{ type: "error", room: "lobby", code: "rate_limited", message: "Too much.", retryAfter: 700 }]);
  assert.equal(calls.length, 3);
  await clock.pass(699);
  assert.equal(calls.length, 3);
  await clock.pass(1);
  assert.deepEqual(calls[3].rooms, { lobby: "p1" });
  assert.ok(!told.includes("error"), "it is no request's");
});

test("the other rooms are waited for while one is held back, for however long", async () => {
  const { calls, transport, told, clock } = await setUpJoined();
  for (const [id, room] of [["3", "hall"], ["4", "tea"]]) {
    transport.send({ type: "join", id, room });
    await calls.at(-1).answer([{ ...joined, id, room }]);
  }
  const refused = (room) => ({ type: "error", room, code: "rate_limited", message: "Too many new rooms.", retryAfter: 300_000 });
  await calls.at(-1).answer([refused("lobby"), refused("tea")]);
  const count = calls.length;
  assert.deepEqual(calls.at(-1).rooms, { hall: "p1" });
  const shown = told.length;
  await calls.at(-1).answer([{ ...message(2), room: "hall" }]);
  assert.equal(told.length, shown + 1);
  assert.deepEqual(calls.at(-1).rooms, { hall: "p2" });
  // Nothing waits in vain meanwhile.
  for (let turn = 0; turn < 12; turn += 1) {
    await clock.pass(24_000);
    await calls.at(-1).answer([]);
    assert.deepEqual(calls.at(-1).rooms, { hall: "p2" });
  }
  await clock.pass(12_000);
  assert.deepEqual(calls.at(-1).rooms, { lobby: "p1", hall: "p2", tea: "p1" });
  assert.equal(calls.length, count + 14, "both of them by one call");
});

test("a room that was held back is waited for again as soon as it is joined anew, and not after it was left", async () => {
  const { calls, transport, clock } = await setUpJoined();
  await calls[2].answer([{ type: "error", room: "lobby", code: "unavailable", message: "Away.", retryAfter: 60_000 }]);
  assert.equal(calls.length, 3, "there is none to wait for");
  transport.send({ type: "join", id: "3", room: "lobby" });
  await calls[3].answer([{ ...joined, id: "3", position: "p2" }]);
  assert.deepEqual(calls[4].rooms, { lobby: "p2" });
  transport.send({ type: "leave", id: "4", room: "lobby" });
  await calls[5].answer([{ type: "left", id: "4", room: "lobby" }]);
  await clock.pass(60_000);
  assert.equal(calls.length, 6);
});

test("a room that is refused for good is left, and the others are waited for", async () => {
  const { calls, transport, objects } = await setUpJoined();
  transport.send({ type: "join", id: "3", room: "hall" });
  await calls[3].answer([{ ...joined, id: "3", room: "hall" }]);
  await calls[4].answer([{ type: "error", room: "lobby", code: "forbidden", message: "Not open." }]);
  assert.deepEqual(objects.at(-1), { type: "left", room: "lobby", reason: "removed", code: "forbidden", message: "Not open." });
  assert.deepEqual(calls[5].rooms, { hall: "p1" });
});

test("a conversation in which nothing was written yet is asked for by the other one's name, which alone finds it", async () => {
  const { calls, transport, objects } = await setUpJoined();
  transport.send({ type: "join", id: "3", room: "@bob" });
  await calls[3].answer([{ type: "joined", id: "3", room: "@a.b", with: bob, seq: 0, position: "p0", recovered: false, missed: 0, count: 1 }]);
  assert.deepEqual(calls[4].rooms, { lobby: "p1", "@Bob": "p0" });
  // Written to, held back and refused by that name, too.
  transport.send({ type: "send", id: "s", room: "@a.b", text: "hello" });
  assert.deepEqual(calls[5].requests, [{ type: "send", id: "s", room: "@Bob", text: "hello" }]);
  await calls[5].answer([{ type: "error", id: "s", code: "unavailable", message: "Away." }]);
  await calls[4].answer([{ type: "error", room: "@Bob", code: "unavailable", message: "Away.", retryAfter: 60_000 }]);
  assert.deepEqual(calls[6].rooms, { lobby: "p1" });
  transport.send({ type: "join", id: "4", room: "@a.b", after: "p0" });
  await calls[7].answer([{ type: "joined", id: "4", room: "@a.b", with: bob, seq: 0, position: "p0", recovered: true, missed: 0, count: 1 }]);
  await calls[8].answer([{ ...message(1), room: "@a.b" }]);
  assert.deepEqual(calls[9].rooms, { lobby: "p1", "@a.b": "p1" });
  assert.equal(objects.some(({ type }) => type === "left"), false);
});

test("a room too many at once is told of as left for now, and waited for no more", async () => {
  const { calls, transport, objects, clock } = await setUpJoined();
  transport.send({ type: "join", id: "3", room: "hall" });
  await calls[3].answer([{ ...joined, id: "3", room: "hall" }]);
  const refusal = { code: "forbidden", message: "Too many rooms at once, over all your connections.", retryAfter: 60_000 };
  await calls[4].answer([{ type: "error", room: "lobby", ...refusal }]);
  assert.deepEqual(objects.at(-1), { type: "left", room: "lobby", reason: "removed", ...refusal });
  await clock.pass(61_000);
  assert.deepEqual(calls.at(-1).rooms, { hall: "p1" });
});

test("more rooms than can be followed at once are refused before they are asked for, until one is left", async () => {
  const { calls, transport, objects } = setUp();
  transport.send({ type: "hello", id: "1", session: "token" });
  await calls[0].answer([{ type: "welcome", id: "1", user: ada, limits: { rooms: 2 } }]);
  for (const [id, room] of [["2", "lobby"], ["3", "hall"], ["4", "tea"]]) transport.send({ type: "join", id, room });
  await settled();
  const refusal = { type: "error", code: "forbidden", message: "No more than 2 rooms at once.", retryAfter: 60_000 };
  assert.deepEqual(objects.at(-1), { ...refusal, id: "4" });
  await calls[1].answer([joined, message(1)]);
  await calls.find(({ requests }) => requests.some(({ id }) => id === "3")).answer([{ ...joined, id: "3", room: "hall" }]);
  assert.deepEqual(calls.at(-1).rooms, { lobby: "p1", hall: "p1" });
  // What is there already can be read on.
  transport.send({ type: "join", id: "5", room: "hall", after: "p1" });
  await calls.at(-1).answer([{ ...joined, id: "5", room: "hall", recovered: true }]);
  assert.equal(objects.at(-1).type, "joined");
  transport.send({ type: "leave", id: "6", room: "hall" });
  transport.send({ type: "join", id: "7", room: "tea" });
  transport.send({ type: "join", id: "8", room: "hall" });
  await settled();
  assert.deepEqual(objects.at(-1), { ...refusal, id: "8" });
  for (const id of ["6", "7"]) {
    const call = calls.findLast(({ requests }) => requests.some((request) => request.id === id));
    const answers = { 6: { type: "left", id: "6", room: "hall" }, 7: { ...joined, id: "7", room: "tea" } };
    await call.answer(call.requests.map((request) => answers[request.id]));
  }
  assert.deepEqual(calls.at(-1).rooms, { lobby: "p1", tea: "p1" });
});

test("a room whose second page is still to come has its place", async () => {
  const { calls, transport, objects } = setUp();
  transport.send({ type: "hello", id: "1", session: "token" });
  await calls[0].answer([{ type: "welcome", id: "1", user: ada, limits: { rooms: 1 } }]);
  transport.send({ type: "join", id: "2", room: "@Bob" });
  await settled();
  await calls[1].answer([{ ...joined, id: "2", room: "@a.b", more: true }, { ...message(1), room: "@a.b" }]);
  transport.send({ type: "join", id: "3", room: "tea" });
  await settled();
  assert.deepEqual([objects.at(-1).id, objects.at(-1).message], ["3", "No more than 1 rooms at once."]);
  transport.send({ type: "join", id: "4", room: "@a.b", after: "p1" });
  await settled();
  await calls[2].answer([{ ...joined, id: "4", room: "@a.b" }]);
  assert.deepEqual(calls.at(-1).rooms, { "@a.b": "p1" });
  transport.send({ type: "leave", id: "5", room: "@a.b" });
  transport.send({ type: "join", id: "6", room: "tea" });
  await settled();
  assert.notEqual(objects.at(-1).id, "6", "the place is free again");
});

test("a joined room is waited for from its newest position", async () => {
  const { calls, told } = await setUpJoined();
  assert.deepEqual([calls[2].rooms, calls[2].wait], [{ lobby: "p1" }, 25_000]);
  await calls[2].answer([message(2), message(3)]);
  assert.deepEqual(calls[3].rooms, { lobby: "p3" });
  assert.equal(told.filter((type) => type === "message").length, 3);
});

test("an answer that was lost is asked for again from the same position", async () => {
  const { calls, clock } = await setUpJoined();
  await calls[2].fail();
  await clock.pass(1_000);
  assert.deepEqual(calls[3].rooms, { lobby: "p1" });
});

test("a page of many is not waited on: the next join goes first", async () => {
  const { calls, transport } = setUp();
  transport.send({ type: "join", id: "2", room: "lobby" });
  await calls[0].answer([{ ...joined, more: true }, message(1)]);
  assert.equal(calls.length, 1);
});

test("a request beside the waiting call does not disturb it, another room renews it", async () => {
  const { calls, transport } = await setUpJoined();
  transport.send({ type: "send", id: "3", room: "lobby", text: "x" });
  await calls[3].answer([{ type: "sent", id: "3", room: "lobby", position: "p2", seq: 2, time: 1 }]);
  assert.equal(calls[2].isAborted, false);
  transport.send({ type: "join", id: "4", room: "other" });
  await calls[4].answer([{ ...joined, id: "4", room: "other", position: "q0", missed: 0 }]);
  assert.equal(calls[2].isAborted, true);
  assert.deepEqual(calls[5].rooms, { lobby: "p1", other: "q0" });
});

test("requests keep their order: those made meanwhile go together with the next call", async () => {
  const { calls, transport } = setUp();
  for (const id of ["1", "2", "3"]) transport.send({ type: "ping", id });
  assert.deepEqual(calls[0].requests.map(({ id }) => id), ["1"]);
  await calls[0].answer([]);
  assert.deepEqual(calls[1].requests.map(({ id }) => id), ["2", "3"]);
});

test("three failures in a row end it, so that the reconnect takes over", async () => {
  const { calls, clock, ends } = await setUpJoined();
  await calls[2].answer({}, 502);
  await clock.pass(1_000);
  await calls[3].answer("no array");
  await clock.pass(1_000);
  assert.deepEqual(ends, []);
  await calls[4].fail();
  assert.deepEqual(ends, [1006]);
});

test("a session that has ended is final", async () => {
  const { calls, ends } = await setUpJoined();
  await calls[2].answer({ type: "error", code: "unauthorized" }, 401);
  assert.deepEqual(ends, [4501]);
});

test("closing ends the waiting call, and nothing follows", async () => {
  const { calls, clock, transport, ends } = await setUpJoined();
  transport.close(1000, "");
  await clock.pass(60_000);
  assert.equal(calls[2].isAborted, true);
  assert.equal(calls.length, 3);
  assert.deepEqual(ends, [1000]);
});

test("a call that is never answered is given up", async () => {
  const { calls, clock } = await setUpJoined();
  await clock.pass(36_000);
  assert.equal(calls[2].isAborted, true);
  assert.equal(calls.length, 4);
});

const refusal = { type: "error", code: "bad_request", message: "Not a request." };

test("one request that is refused costs the others nothing", async () => {
  const { calls, transport, objects, ends } = setUp();
  for (const id of ["1", "2", "3"]) transport.send({ type: "ping", id });
  await calls[0].answer([{ type: "pong", id: "1" }]);
  assert.deepEqual(calls[1].requests.map(({ id }) => id), ["2", "3"]);
  await calls[1].answer(refusal, 400);
  assert.deepEqual(calls[2].requests.map(({ id }) => id), ["2"]);
  await calls[2].answer(refusal, 400);
  assert.deepEqual(objects.at(-1), { ...refusal, id: "2" });
  await calls[3].answer([{ type: "pong", id: "3" }]);
  assert.deepEqual([objects.at(-1).id, ends], ["3", []]);
});

test("what is too large for something on the way is not sent again", async () => {
  const { calls, transport, objects, clock } = setUp();
  transport.send({ type: "send", id: "1", room: "lobby", text: "x" });
  await calls[0].answer("<h1>Too large</h1>", 413);
  assert.deepEqual([objects[0].code, objects[0].id], ["too_large", "1"]);
  await clock.pass(60_000);
  assert.equal(calls.length, 1);
});

test("a refusal that is not the server's own is an outage", async () => {
  const { calls, transport, objects, clock } = setUp();
  transport.send({ type: "ping", id: "1" });
  await calls[0].answer("<h1>Bad request</h1>", 400);
  assert.deepEqual(objects, []);
  await clock.pass(1_000);
  assert.deepEqual(calls[1].requests.map(({ id }) => id), ["1"]);
});

test("it waits as long as it is told to, by the object or by the field, and a little longer by chance", async () => {
  for (const [answer, headers] of [[{ type: "error", code: "rate_limited", retryAfter: 4_000 }, {}], ["slow down", { "Retry-After": "4" }]]) {
    const { calls, clock } = await setUpJoined();
    await calls[2].answer(answer, 429, headers);
    await clock.pass(4_999);
    assert.equal(calls.length, 3);
    await clock.pass(1);
    assert.equal(calls.length, 4);
  }
});

test("told to wait for long it ends, and hands on for how long", async () => {
  const { calls, objects, ends } = await setUpJoined();
  await calls[2].answer("later", 503, { "Retry-After": "30" });
  assert.deepEqual([objects.at(-1).code, objects.at(-1).retryAfter, ends], ["unavailable", 30_000, [1006]]);
});

test("a half of a character goes out as a whole one", async () => {
  const { calls, transport } = setUp();
  transport.send({ type: "send", id: "1", room: "lobby", text: "cut \ud83d" });
  assert.equal(calls[0].requests[0].text, "cut \ufffd");
});
