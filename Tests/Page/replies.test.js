import assert from "node:assert/strict";
import test from "node:test";
import { Originals, isName } from "../../Public/client/originals.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { wordsOf } from "../../Public/views/quotes.js";
import { FakeClock, FakeServer, ada, bob, settled } from "./fakes.js";

/** Ada's page, in the lobby. */
async function setUp({ storage = new MemoryStorage(), server = new FakeServer() } = {}) {
  const clock = new FakeClock();
  const chat = server.connect({ storage, clock });
  const store = new Store(chat, storage, clock);
  const room = store.open("lobby");
  await clock.pass(10);
  return { chat, store, room, server, clock, storage };
}

const nameOf = ({ seq, from, id }) => ({ seq, from: from.id, id });
const sends = (server) => server.transports.flatMap(({ sent }) => sent.filter(({ type }) => type === "send"));

test("an answer and its data go out with the message, by the other one's position, its seq, or itself", async () => {
  const { chat, server } = await setUp();
  const message = server.say("lobby", "hello");
  const data = { build: 812, passed: true };
  await chat.send("lobby", "one", { reply: message.position, data });
  await chat.send("lobby", "two", { reply: message.seq });
  await chat.send("lobby", "three", { reply: message, id: "three" });
  await chat.send("lobby", "four", "four");
  await chat.send("lobby", "five");
  const stored = server.of("lobby").slice(1);
  assert.deepEqual(stored.map(({ reply }) => reply), [nameOf(message), nameOf(message), nameOf(message), undefined, undefined]);
  assert.deepEqual([stored[0].data, stored[1].data, stored[2].id, stored[3].id], [data, undefined, "three", "four"]);
  assert.ok(!("reply" in JSON.parse(JSON.stringify(sends(server).at(-1)))));
});

test("an answer that was not sent is kept over a reload, shows what it answers at once, and goes out with it", async () => {
  const first = await setUp();
  const message = first.server.say("lobby", "hello");
  first.server.accepts = false;
  first.server.last.break();
  first.chat.post("lobby", "answer", { reply: nameAndPlace(message), data: { a: 1 } });
  const [pending] = first.store.pending(first.room);
  assert.deepEqual([pending.message.reply.id, pending.message.data], [message.id, { a: 1 }]);
  first.chat.close();
  const before = sends(first.server).length;
  first.server.accepts = true;
  const second = await setUp({ storage: first.storage, server: first.server });
  await second.clock.pass(5_000);
  const { reply, data, text } = second.server.of("lobby").at(-1);
  assert.deepEqual([text, reply, data], ["answer", nameOf(message), { a: 1 }]);
  assert.equal(sends(second.server).length, before + 1);
});

const nameAndPlace = (message) => ({ position: message.position, ...nameOf(message) });

test("an answer that was not acknowledged is sent again with the same id, answer and data", async () => {
  const { chat, server, clock, room, store } = await setUp();
  const message = server.say("lobby", "hello");
  server.isMute = true;
  server.last.joined.clear();
  chat.post("lobby", "answer", { reply: nameAndPlace(message), data: { a: 1 } });
  await settled();
  // Not stored after all.
  server.of("lobby").pop();
  server.last.break();
  server.isMute = false;
  await clock.pass(5_000);
  assert.deepEqual(sends(server).map(({ id, reply, data }) => [id, reply, data]), [0, 1].map(() => [sends(server)[0].id, message.position, { a: 1 }]));
  assert.deepEqual(room.timeline.newest?.reply, nameOf(message));
  assert.deepEqual(store.pending(room), []);
});

test("until its event comes an answer that was stored shows what it answers", async () => {
  const { chat, server, room, store } = await setUp();
  const message = server.say("lobby", "hello");
  server.last.joined.clear();
  for (const reply of [nameAndPlace(message), message, message.position]) chat.post("lobby", "answer", { reply, data: { a: 1 } });
  await settled();
  const [pending, ...others] = store.pending(room);
  assert.deepEqual([pending.state, pending.message.reply.id, pending.message.data], ["acknowledged", message.id, { a: 1 }]);
  assert.deepEqual(others.map(({ state, message: { reply } }) => [state, reply]), [["acknowledged", nameAndPlace(message)], ["acknowledged", undefined]]);
});

test("what answers a message that is gone is kept, and goes out without it when it is tried again", async () => {
  const { chat, server } = await setUp();
  const item = chat.post("lobby", "answer", { reply: "e.0.9.x" });
  await settled();
  assert.deepEqual([item.state, item.reason], ["failed", "Gone. It would be sent as a message of its own."]);
  chat.outbox?.retry(item.id);
  await settled();
  assert.deepEqual(server.of("lobby").map(({ text, id, reply }) => [text, id, reply]), [["answer", item.id, undefined]]);
});

test("nothing is said of an answer where none was refused, and one that was refused otherwise stays one", async () => {
  const { chat, server } = await setUp();
  const message = server.say("lobby", "hello");
  const items = [];
  for (const [code, reply] of [["not_found", undefined], ["forbidden", message.position]]) {
    server.refusal = { code, message: "No." };
    items.push(chat.post("lobby", code, { reply }));
    await settled();
  }
  assert.deepEqual(items.map(({ reason, reply }) => [reason, reply]), [["No.", undefined], ["No.", message.position]]);
});

test("of what is answered its place and name are kept, and shown where there is a name", async () => {
  const { chat, server, room, store, storage } = await setUp();
  const message = server.say("lobby", "a secret");
  server.accepts = false;
  server.last.break();
  for (const reply of [message, nameAndPlace(message), message.position, message.seq, undefined]) chat.post("lobby", "answer", { reply });
  const shown = [nameAndPlace(message), nameAndPlace(message), undefined, undefined, undefined];
  assert.deepEqual(store.pending(room).map(({ message: { reply } }) => reply), shown);
  const kept = Array.from({ length: storage.length }, (_, index) => storage.getItem(storage.key(index) ?? "")).join();
  assert.ok(kept.includes(message.position) && !kept.includes("secret"));
});

test("an answer to oneself is a mention, and not one to somebody else or one that can't be read", async () => {
  const { store, room, server } = await setUp();
  store.isWatching = false;
  const mine = server.say("lobby", "mine", ada);
  const answers = [[mine, true], [server.say("lobby", "his", bob), false]];
  for (const [message, isMention] of answers) {
    const before = room.mentions;
    server.say("lobby", "answer", bob, undefined, { reply: nameOf(message) });
    assert.equal(room.mentions - before, isMention ? 1 : 0);
  }
  const [unread, mentions] = [room.unread, room.mentions];
  for (const reply of [null, 7, "x", [], {}, { from: null }, { from: ada }]) server.say("lobby", "?", bob, undefined, { reply });
  assert.deepEqual([room.unread - unread, room.mentions], [7, mentions]);
});

test("what names no message is not taken for an answer", () => {
  assert.ok(isName({ seq: 1, from: "b", id: "x" }));
  for (const reply of [null, undefined, 7, "x", [], {}, { seq: "1", from: "b", id: "x" }, { seq: 1, from: bob, id: "x" }, { seq: 1, from: "b" }]) assert.ok(!isName(reply));
});

/** Finds what is answered, as often as asked; counts what the server was asked for. */
async function withOriginals(options) {
  const page = await setUp(options);
  const originals = new Originals(() => page.chat, page.clock);
  const histories = () => page.server.transports.flatMap(({ sent }) => sent.filter(({ type }) => type === "history")).length;
  let learned = 0;
  return { ...page, histories, find: (name) => originals.find(page.room, name, () => (learned += 1)), learned: () => learned };
}

/** A change that comes, of Bob's message. */
function change(server, type, message, fields = {}) {
  const seq = server.of("lobby").length + 1;
  const event = { type, room: "lobby", seq, position: `e.0.${seq}.x`, id: `c${seq}`, from: bob, time: 1, of: message.seq, target: { from: message.from.id, id: message.id }, ...fields };
  server.of("lobby").push(event);
  server.last.receive(event);
}

test("what is answered is told as it is now: edited, deleted", async () => {
  const { server, find, histories } = await withOriginals();
  const message = server.say("lobby", "hello");
  const words = () => wordsOf(find(nameOf(message)));
  assert.equal(words(), "hello");
  change(server, "edit", message, { text: "good morning" });
  assert.equal(words(), "good morning");
  change(server, "delete", message);
  assert.equal(words(), "This message was deleted.");
  assert.equal(histories(), 0);
});

/** A room with so many messages that the first ones are not read at once. */
function longRoom(count = 200) {
  const server = new FakeServer();
  for (let index = 0; index < count; index += 1) server.say("lobby", `line ${index}`);
  return server;
}

test("what lies before what was read is asked for once, and is told when it comes", async () => {
  const server = longRoom();
  const { find, histories, learned, clock } = await withOriginals({ server });
  const name = nameOf(server.of("lobby")[3]);
  assert.equal(wordsOf(find(name)), "…");
  find(name);
  await clock.pass(10);
  assert.deepEqual([wordsOf(find(name)), histories(), learned()], ["line 3", 1, 1]);
  change(server, "edit", server.of("lobby")[3], { text: "other" });
  assert.equal(wordsOf(find(name)), "other");
});

test("what is gone, or is another message by now, is said to be", async () => {
  const server = longRoom();
  server.forgotten = 10;
  const { find, clock } = await withOriginals({ server });
  const names = [nameOf(server.of("lobby")[3]), { ...nameOf(server.of("lobby")[20]), id: "another" }];
  for (const name of names) find(name);
  await clock.pass(10);
  for (const name of names) assert.equal(wordsOf(find(name)), "This message is no longer available.");
});

test("what was gone is asked for again once the room has been joined anew, or its store lost something", async () => {
  const server = longRoom();
  const { find, clock, histories, chat } = await withOriginals({ server });
  const [there, gone] = [nameOf(server.of("lobby")[3]), nameOf(server.of("lobby")[4])];
  const words = async () => {
    for (const name of [there, gone]) find(name);
    await clock.pass(10);
    return [there, gone].map((name) => wordsOf(find(name)));
  };
  const isGone = "This message is no longer available.";
  const [message] = server.of("lobby").splice(4, 1, { ...server.of("lobby")[4], id: "another" });
  assert.deepEqual([await words(), await words(), histories()], [["line 3", isGone], ["line 3", isGone], 2]);
  // It concerns another room.
  chat.emit("rewind", { room: "design", position: "" });
  assert.deepEqual([await words(), histories()], [["line 3", isGone], 2]);
  chat.emit("rewind", { room: "lobby", position: "e.0.200.x" });
  assert.deepEqual([await words(), histories()], [["line 3", isGone], 3]);
  server.of("lobby")[4] = message;
  server.last.break();
  await clock.pass(5_000);
  assert.deepEqual([await words(), histories()], [["line 3", "line 4"], 4]);
});

test("while the store is being put back nothing is taken for gone", async () => {
  const server = longRoom();
  const { find, clock, room } = await withOriginals({ server });
  const lost = server.of("lobby").splice(0);
  const newest = lost.at(-1);
  room.timeline.rewind("e.0.198.x");
  const name = nameOf(lost[3]);
  find(name);
  await clock.pass(10);
  assert.equal(wordsOf(find(name)), "…");
  server.of("lobby").push(...lost);
  for (const message of lost.slice(198)) server.last.receive({ ...message, position: `f.0.${message.seq}.x` });
  await clock.pass(5_000);
  find(name);
  await clock.pass(10);
  assert.deepEqual([wordsOf(find(name)), room.timeline.newest?.id, room.timeline.rewound.size], ["line 3", newest?.id, 0]);
});

test("what could not be asked is asked again later, and nothing without a connection", async () => {
  const server = longRoom();
  const { find, clock, histories } = await withOriginals({ server });
  const name = nameOf(server.of("lobby")[3]);
  const { history } = server;
  server.history = (_, reply) => reply({ type: "error", code: "unavailable", message: "" });
  find(name);
  await clock.pass(10);
  assert.equal(wordsOf(find(name)), "…");
  assert.equal(histories(), 1);
  server.history = history;
  await clock.pass(5_000);
  find(name);
  await clock.pass(10);
  assert.equal(wordsOf(find(name)), "line 3");
  server.accepts = false;
  server.last.break();
  await settled();
  find(nameOf(server.of("lobby")[4]));
  await clock.pass(1_000);
  assert.equal(histories(), 2);
});

test("a quotation is one plain line", () => {
  const words = (text) => wordsOf({ text, isDeleted: false });
  assert.equal(words("**all** of\n\n- it `now`\n> and ~~then~~"), "all of it now and then");
  assert.equal(words("```js\nconst a = 1;\n```"), "const a = 1;");
  assert.equal(words("<b>hi</b> &amp; @Ada #lobby :tada: https://example.org"), "<b>hi</b> &amp; @Ada #lobby :tada: https://example.org");
  const long = words("🎉".repeat(200));
  assert.equal(long, `${"🎉".repeat(140)}…`);
});
