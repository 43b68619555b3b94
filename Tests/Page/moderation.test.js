import assert from "node:assert/strict";
import test from "node:test";
import { watchExpiry } from "../../Public/client/expiry.js";
import { followLeaders } from "../../Public/client/leaders.js";
import { Pinned } from "../../Public/client/pinned.js";
import { Reported } from "../../Public/client/reported.js";
import { Reports } from "../../Public/client/reports.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { headline, retentionName, retentions } from "../../Public/views/governing-words.js";
import { refusalOf } from "../../Public/views/room-refusal.js";
import { FakeClock, FakeServer, ada, bob, settled } from "./fakes.js";

const cid = { id: "c", name: "Cid", kind: "user" };
const pinOf = ({ seq, position, id, from }) => ({ seq, position, id, from: from.id });

/** Ada's page, which is in the lobby. `answer` replies to what the small server does not know, or is to do otherwise. */
async function setUp({ server = new FakeServer(), answer = (object) => /** @type {any} */ (undefined) } = {}) {
  const [storage, clock] = [new MemoryStorage(), new FakeClock()];
  const { handle } = server;
  const asked = [];
  server.handle = (object, transport) => {
    asked.push(object);
    const reply = answer(object);
    return reply ? transport.receive({ id: object.id, ...reply }) : handle.call(server, object, transport);
  };
  const chat = server.connect({ storage, clock });
  const store = new Store(chat, storage, clock);
  const room = store.open("lobby");
  store.select(room);
  await clock.pass(10);
  const change = (fields) => {
    const seq = server.of("lobby").length + 1;
    const event = { room: "lobby", seq, position: `e.0.${seq}.x`, id: `g${seq}`, from: bob, time: 1_700_000_000_000 + seq, ...fields };
    server.of("lobby").push(event);
    server.last.receive(event);
    return event;
  };
  const edit = (message, text) => change({ type: "edit", of: message.seq, target: { from: message.from.id, id: message.id }, text });
  return { server, clock, chat, store, room, change, edit, asked: (type) => asked.filter((object) => object.type === type) };
}

test("who leads is learnt on the way, from the list of members where there is a policy, and from what changes it", async () => {
  const roles = [{ id: "b", name: "Bob", role: "owner" }, { id: "d", role: "member" }, { id: "e", role: "muted" }];
  const { store, chat, room, change, asked } = await setUp({ answer: ({ type, roles: wanted }) => type === "members" && { type, users: [ada, bob], count: 2, roles: wanted && roles } });
  followLeaders(store, chat);
  const drawn = [];
  store.on("timeline", ({ name }) => drawn.push(name));
  assert.equal(asked("members").at(-1).roles, undefined);
  change({ type: "policy", set: { mode: "open" }, owner: bob });
  assert.deepEqual([...room.leaders], [["b", "owner"]]);
  await store.loadMembers(room);
  await settled();
  assert.equal(asked("members").at(-1).roles, true);
  assert.deepEqual([...room.leaders], [["b", "owner"]]);
  change({ type: "policy", user: cid, role: "moderator" });
  assert.deepEqual([...room.leaders], [["b", "owner"], ["c", "moderator"]]);
  const before = drawn.length;
  change({ type: "policy", user: { id: "b" }, role: "none" });
  assert.deepEqual([...room.leaders], [["c", "moderator"]]);
  assert.ok(drawn.length > before);
  change({ type: "policy", set: { slow: 5 } });
  assert.equal(asked("members").length, 2);
});

test("what was told before anybody heard it is taken", async () => {
  const { store, chat, room } = await setUp();
  room.roles = [{ id: "b", role: "moderator" }, null, { role: "owner" }];
  followLeaders(store, chat);
  assert.deepEqual([...room.leaders], [["b", "moderator"]]);
});

test("what is pinned follows its edits, goes with its deletion, and is nothing where nothing is pinned", async () => {
  const { server, room, change, edit, chat, clock } = await setUp();
  const pinned = new Pinned(() => chat, clock);
  const find = () => pinned.find(room, () => {});
  assert.equal(find(), null);
  const message = server.say("lobby", "Meet at 5");
  change({ type: "policy", set: { pin: pinOf(message) } });
  assert.deepEqual([find()?.author, find()?.text], ["Bob", "Meet at 5"]);
  edit(message, "Meet at 6");
  assert.equal(find()?.text, "Meet at 6");
  change({ type: "delete", of: message.seq, target: { from: "b", id: message.id } });
  assert.equal(find(), null);
  const other = server.say("lobby", "Meet at 7");
  change({ type: "policy", set: { pin: pinOf(other) } });
  assert.equal(find()?.text, "Meet at 7");
  change({ type: "policy", set: { pin: "" } });
  assert.equal(find(), null);
});

for (const [kept, expected] of /** @type {[boolean, string | undefined][]} */ ([[true, "Meet at 6"], [false, undefined]])) {
  test(`what is pinned and lies, edited, before what was read is ${kept ? "asked for" : "nothing once it is not kept any more"}`, async () => {
    const server = new FakeServer();
    const message = server.say("lobby", "Meet at 5");
    for (let number = 0; number < 600; number += 1) {
      if (number === 300) server.of("lobby").push({ type: "edit", room: "lobby", seq: 302, position: "e.0.302.x", id: "edit", from: bob, time: 1, of: 1, target: { from: "b", id: message.id }, text: "Meet at 6" });
      else server.say("lobby", `line ${number}`);
    }
    if (!kept) server.forgotten = 1;
    const { room, chat, clock, asked } = await setUp({ server });
    const pinned = new Pinned(() => chat, clock);
    room.policy = { mode: "open", pin: pinOf(message) };
    const learned = [];
    for (let time = 0; time < 6; time += 1) {
      pinned.find(room, () => learned.push(1));
      await clock.pass(100);
    }
    assert.equal(pinned.find(room, () => {})?.text, expected);
    assert.ok(learned.length > 0);
    const count = asked("history").length;
    assert.ok(count <= 5, String(count));
    pinned.find(room, () => {});
    await clock.pass(100);
    assert.equal(asked("history").length, count);
  });
}

/** A room where Bob's message was pinned and then edited, and so much was said since. */
async function pinnedFarBack(lines, options = {}) {
  const server = new FakeServer();
  const message = server.say("lobby", "Meet at 5");
  server.of("lobby").push({ type: "edit", room: "lobby", seq: 2, position: "e.0.2.x", id: "edit", from: bob, time: 1, of: 1, target: { from: "b", id: message.id }, text: "Meet at 6" });
  for (let number = 0; number < lines; number += 1) server.say("lobby", `line ${number}`);
  const all = await setUp({ server, ...options });
  all.room.policy = { mode: "open", pin: pinOf(message) };
  const pinned = new Pinned(() => all.chat, all.clock);
  const learned = [];
  return { ...all, learned, find: () => pinned.find(all.room, () => learned.push(1)) };
}

test("what is pinned too far back to know its latest edit is shown without a text, and nothing is looked through for it", async () => {
  const { find, clock, asked } = await pinnedFarBack(900);
  find();
  await clock.pass(100);
  find();
  await clock.pass(100);
  assert.deepEqual(find(), { author: "Bob", text: undefined, isDeleted: false });
  assert.equal(asked("history").length, 1);
});

test("what is pinned is looked for as long as it is shown, after a while where many are", async () => {
  const { find, clock, asked, room, learned } = await pinnedFarBack(500);
  room.count = 1_000;
  for (let time = 0; time < 5; time += 1) find();
  await clock.pass(4_999);
  assert.deepEqual([asked("history").length, find()], [0, undefined]);
  await clock.pass(1);
  assert.deepEqual([asked("history").length, learned.length], [0, 1]);
  find();
  await clock.pass(1);
  assert.equal(find()?.text, undefined);
  await clock.pass(1_000);
  assert.equal(asked("history").length, 2);
  for (let time = 0; time < 3; time += 1) (find(), await clock.pass(1));
  assert.deepEqual([find()?.text, asked("history").length <= 4], ["Meet at 6", true]);
});

test("what could not be looked through is asked for again after a while, and not with each message", async () => {
  let isRefused = true;
  const { find, clock, asked } = await pinnedFarBack(300, { answer: ({ type, after }) => type === "history" && after && isRefused && { type: "error", code: "rate_limited", message: "No." } });
  for (let time = 0; time < 10; time += 1) (find(), await clock.pass(100));
  assert.deepEqual([asked("history").length, find()?.text], [2, undefined]);
  isRefused = false;
  await clock.pass(5_000);
  for (let time = 0; time < 3; time += 1) (find(), await clock.pass(100));
  assert.equal(find()?.text, "Meet at 6");
});

const report = (position, user, fields = {}) => ({ position, seq: 7, time: 1, user, ...fields });

test("reports are asked for once while a room is live, gathered by their message, and told as they come", async () => {
  const items = [report("p7", bob, { reason: "Rude" }), report("p8", bob), null, { position: 7 }];
  const { chat, server, clock, asked } = await setUp({ answer: ({ type, room }) => type === "reports" && { type, room, items } });
  const reports = new Reports(chat, clock);
  const changed = [];
  reports.on("changed", (room) => changed.push(room));
  for (let time = 0; time < 2; time += 1) reports.look("lobby");
  await settled();
  assert.equal(asked("reports").length, 1);
  server.last.receive({ type: "report", room: "lobby", ...report("p7", cid) });
  server.last.receive({ type: "report", room: "lobby", ...report("p7", cid) });
  server.last.receive({ type: "report", room: "lobby", position: 8 });
  assert.deepEqual(reports.of("lobby").map((each) => each.map(({ position, user }) => `${position} ${user.id}`)), [["p7 c", "p7 b"], ["p8 b"]]);
  assert.deepEqual([changed.length > 2, reports.of("elsewhere")], [true, []]);
  for (const position of ["p7", "p7", "p9"]) server.last.receive({ type: "resolved", room: "lobby", position });
  assert.deepEqual(reports.of("lobby").map(([{ position }]) => position), ["p8"]);
  server.last.break();
  await settled();
  reports.look("lobby");
  assert.equal(asked("reports").length, 1);
  reports.forget("lobby");
  assert.deepEqual(reports.of("lobby"), []);
});

test("a server that knows no reports is not asked again and again", async () => {
  const { chat, clock, asked } = await setUp({ answer: ({ type }) => type === "reports" && { type: "error", code: "bad_request", message: "Unknown." } });
  const reports = new Reports(chat, clock);
  for (let time = 0; time < 3; time += 1) {
    reports.look("lobby");
    await settled();
  }
  assert.equal(asked("reports").length, 1);
});

test("what others have resolved is off the list when somebody looks again, of which it is asked no more than now and then", async () => {
  let items = [report("p7", bob), report("p8", bob)];
  const { chat, clock, asked } = await setUp({ answer: ({ type, room }) => type === "reports" && { type, room, items } });
  const reports = new Reports(chat, clock);
  reports.renew("lobby");
  reports.look("lobby");
  await clock.pass(1_000);
  items = items.slice(1);
  for (let time = 0; time < 3; time += 1) (reports.renew("lobby"), await settled());
  assert.deepEqual([reports.of("lobby").length, asked("reports").length], [2, 1]);
  await clock.pass(30_000);
  for (let time = 0; time < 3; time += 1) (reports.renew("lobby"), await settled());
  assert.deepEqual([reports.of("lobby").length, asked("reports").length], [1, 2]);
  reports.forget("lobby");
  await clock.pass(60_000);
  reports.renew("lobby");
  assert.equal(asked("reports").length, 2);
});

test("what is resolved is off the list, whoever reported it, and stays where the server says no", async () => {
  let isRefused = true;
  const { chat, clock } = await setUp({ answer: ({ type, room }) => {
    if (type === "reports") return { type, room, items: [report("p7", bob), report("p7", cid), report("p8", bob)] };
    if (type === "resolve") return isRefused ? { type: "error", code: "forbidden", message: "No." } : { type: "resolved", room };
    return undefined;
  } });
  const reports = new Reports(chat, clock);
  await reports.load("lobby");
  await assert.rejects(reports.resolve("lobby", "p7"), { code: "forbidden" });
  assert.equal(reports.of("lobby").length, 2);
  isRefused = false;
  await reports.resolve("lobby", "p7");
  assert.deepEqual(reports.of("lobby").map(([{ position }]) => position), ["p8"]);
});

test("what was reported is asked for one at a time, however often, and is gone where another message took its seq", async () => {
  const server = new FakeServer();
  for (let number = 1; number <= 300; number += 1) server.say("lobby", `line ${number}`);
  const { chat, clock, room, asked } = await setUp({ server });
  const at = ({ position, seq }) => report(position, bob, { seq });
  const wanted = server.of("lobby").slice(0, 10).map(at);
  const reported = new Reported(() => chat, clock, room);
  const learned = [];
  const look = () => reported.look(() => wanted, () => learned.push(1));
  for (let time = 0; time < 20; time += 1) look();
  wanted.push(report("before.0.20.x", bob, { seq: 20 }), at(server.of("lobby").at(-1)));
  for (let turn = 0; turn < 20; turn += 1) await settled();
  assert.deepEqual(wanted.map(({ position }) => reported.at(position)?.text), [...server.of("lobby").slice(0, 10).map(({ text }) => text), undefined, "line 300"]);
  assert.equal(reported.at("before.0.20.x"), null);
  assert.deepEqual([asked("history").length, learned.length], [11, 12]);
  look();
  assert.equal(asked("history").length, 11);
});

test("a failure is not taken for what is gone: it is asked again after a while, as long as somebody looks", async () => {
  const server = new FakeServer();
  for (let number = 1; number <= 300; number += 1) server.say("lobby", `line ${number}`);
  let isRefused = true;
  const { chat, clock, room, asked } = await setUp({ server, answer: ({ type }) => type === "history" && isRefused && { type: "error", code: "rate_limited", message: "No." } });
  let wanted = server.of("lobby").slice(0, 10).map(({ position, seq }) => report(position, bob, { seq }));
  const reported = new Reported(() => chat, clock, room);
  const look = () => reported.look(() => wanted, () => {});
  for (let time = 0; time < 5; time += 1) (look(), await clock.pass(100));
  assert.deepEqual([asked("history").length, reported.at(wanted[0].position)], [1, undefined]);
  isRefused = false;
  await clock.pass(5_000);
  for (let turn = 0; turn < 20; turn += 1) await settled();
  assert.deepEqual([asked("history").length, reported.at(wanted[9].position)?.text], [11, "line 10"]);
  [wanted, isRefused] = [server.of("lobby").slice(20, 22).map(({ position, seq }) => report(position, bob, { seq })), true];
  look();
  await settled();
  wanted = [];
  await clock.pass(10_000);
  assert.equal(asked("history").length, 12);
});

test("a room is joined by an invitation, also one that is being joined; a void one is told in words of its own", async () => {
  const general = { type: "error", code: "forbidden", message: "This room is not open to you, or not for this." };
  const { store, asked, clock } = await setUp({ answer: ({ type, room, invitation }) => type === "join" && room === "tea" && invitation !== "good" && general });
  const refused = [];
  store.on("refused", (detail) => refused.push(detail));
  store.open("tea", null, "void");
  await clock.pass(10);
  assert.equal(asked("join").at(-1).invitation, "void");
  const [{ room, error, invitation }] = refused;
  assert.equal(refusalOf(room, error, "Ada", invitation), "This link doesn't let you into #tea. Ask for a new one.");
  assert.match(refusalOf(room, error, "Ada"), /^Can't open #tea\./);
  assert.match(refusalOf(room, { code: "unavailable", message: "Away." }, "Ada", invitation), /Away/);
  store.open("tea", null, "good");
  await clock.pass(10);
  assert.equal(store.find("tea")?.isKnown, true);
  assert.equal(asked("join").filter(({ room }) => room === "tea").length, 2);
});

test("an invitation to a room that was open before is shown with the first join", async () => {
  const [storage, clock, server] = [new MemoryStorage(), new FakeClock(), new FakeServer()];
  const chat = server.connect({ storage, clock });
  const store = new Store(chat, storage, clock);
  store.open("tea");
  store.open("tea", null, "good");
  await clock.pass(10);
  assert.deepEqual(server.last.sent.filter(({ type }) => type === "join").map(({ invitation }) => invitation), ["good"]);
});

test("what its room keeps no longer goes from the page, and nothing where it is kept as usual", async () => {
  const { store, room, clock, server, change } = await setUp();
  let isInUse = true;
  watchExpiry(store, clock, () => isInUse);
  server.say("lobby", "old");
  await clock.pass(600_000);
  assert.equal(room.timeline.entries.length, 1);
  change({ type: "policy", set: { retain: 3_600 } });
  await clock.pass(3_500_000);
  assert.equal(room.timeline.entries.length, 2);
  server.say("lobby", "new", bob, "n");
  await clock.pass(200_000);
  assert.deepEqual(room.timeline.entries.map(({ message }) => message?.text), ["new"]);
  assert.equal(room.timeline.hasEarlier, true);
  // Nothing is done for whoever has signed out.
  isInUse = false;
  await clock.pass(10_000_000);
  assert.equal(room.timeline.entries.length, 1);
});

test("each time that is offered has its words", () => {
  assert.deepEqual(retentions.map(retentionName), ["This chat's default", "1 hour", "1 day", "7 days", "30 days"]);
});

test("a room's head names its topic before how long it keeps messages", () => {
  assert.deepEqual([null, { mode: "open" }, { mode: "open", topic: "Tea", retain: 604_800 }].map(headline), [[], [], ["Tea", "kept for 7 days"]]);
});
