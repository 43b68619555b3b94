import assert from "node:assert/strict";
import test from "node:test";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Mentions } from "../../Public/client/mentions.js";
import { Store } from "../../Public/client/store.js";
import { FakeClock, FakeServer, bob } from "./fakes.js";

/** Ada's page, which is in the lobby, and Bob, who mentions her there and elsewhere; with `later`, once before he says so many other things. */
async function setUp({ later = 0 } = {}) {
  const server = new FakeServer();
  const storage = new MemoryStorage();
  const clock = new FakeClock();
  const asked = [];
  const items = [];
  const { handle } = server;
  server.handle = (object, transport) => {
    if (["mentions", "history"].includes(object.type)) asked.push(object.type);
    if (object.type !== "mentions") return handle.call(server, object, transport);
    if (server.isMute) return transport.receive({ type: "error", id: object.id, code: "unavailable", message: "Away." });
    transport.receive({ type: "mentions", id: object.id, items });
  };
  const mention = (room, text = `in the ${room}`) => {
    const message = server.say(room, text, bob);
    items.unshift({ room, position: message.position, seq: message.seq, time: message.time });
    return message;
  };
  const first = later ? mention("lobby", "the first") : null;
  for (let number = 0; number < later; number += 1) server.say("lobby", "else", bob);
  const connected = () => server.connect({ storage, clock });
  let chat = connected();
  const store = new Store(chat, storage, clock);
  store.open("lobby");
  await clock.pass(10);
  const mentions = new Mentions({ chat: () => chat, store: () => store, clock, isRead: () => false, changed: () => {} });
  const said = () => mentions.all.map((each) => mentions.said(each)?.text);
  const change = (target, what) => server.last.receive({
    room: target.room, seq: 90, position: `e.0.${90 + Math.random()}.x`, id: `c${Math.random()}`, from: bob, time: 1, of: target.seq,
    target: { from: target.from.id, id: target.id }, ...what,
  });
  const open = async () => {
    mentions.forget();
    await mentions.load();
    for (const each of mentions.all) await mentions.read(each);
  };
  const signInAnew = async () => (chat.close(), (chat = connected()), clock.pass(10));
  return { server, clock, mentions, mention, first, said, change, open, asked, signInAnew };
}

test("what was said in a room that is open is as it stands there, edits and deletion too", async () => {
  const { mention, said, change, open, asked } = await setUp();
  const message = mention("lobby");
  await open();
  assert.deepEqual(said(), ["in the lobby"]);
  change(message, { type: "edit", text: "in the hall" });
  assert.deepEqual(said(), ["in the hall"]);
  change(message, { type: "delete" });
  assert.deepEqual([said(), asked], [[], ["mentions"]], "nothing was asked for that is here");
});

test("what was said elsewhere is read back each time that the list is opened, and what is gone counts no more", async () => {
  const { mentions, mention, said, open, asked } = await setUp();
  const [first] = [mention("hall", "one"), mention("hall", "two")];
  await open();
  assert.deepEqual(said(), ["two", "one"]);
  first.text = "";
  await open();
  assert.deepEqual([said(), mentions.unread.length], [["two"], 1]);
  await open();
  assert.equal(asked.filter((type) => type === "history").length, 2 + 2 + 1, "nothing of what is gone");
});

test("of a message that lies before what is there of an open room, those edits show that come", async () => {
  const { first, said, change, open, asked } = await setUp({ later: 60 });
  await open();
  assert.deepEqual([said(), asked], [["the first"], ["mentions", "history"]]);
  change(first, { type: "edit", text: "the first, edited" });
  assert.deepEqual(said(), ["the first, edited"]);
});

test("who signs in asks at once; who comes back asks in a while, where the last answer is older than a minute", async () => {
  const { mentions, clock, asked, signInAnew } = await setUp();
  mentions.refresh();
  await clock.pass(0);
  assert.equal(asked.length, 1);
  await clock.pass(40_000);
  mentions.refresh();
  await clock.pass(15_000);
  assert.equal(asked.length, 1, "the answer is fresh");
  await clock.pass(30_000);
  mentions.refresh();
  mentions.refresh();
  await clock.pass(7_499);
  assert.equal(asked.length, 1, "not all at once");
  await clock.pass(1);
  assert.equal(asked.length, 2);
  await signInAnew();
  mentions.refresh();
  await clock.pass(0);
  assert.equal(asked.length, 3);
});

test("a mention that comes in a room that is open is counted at once, and once", async () => {
  const { mentions, server, mention } = await setUp();
  mention("lobby", "@Ada");
  mentions.heard(server.say("lobby", "@Ada", bob));
  assert.equal(mentions.unread.length, 0, "before the server has told there is nothing to count on");
  await mentions.load();
  const message = server.say("lobby", "@Ada again", bob);
  mentions.heard(message);
  mentions.heard(message);
  assert.deepEqual([mentions.unread.length, mentions.all[0].position], [2, message.position]);
});

test("a mention that the server has not noted yet when it is asked stays, and for a while only", async () => {
  const { mentions, server, clock, mention } = await setUp();
  const asked = mentions.load();
  const [first, second] = [server.say("lobby", "@Ada", bob), server.say("lobby", "@Ada again", bob)];
  mentions.heard(first);
  await asked;
  mentions.heard(second);
  const positions = () => mentions.all.map(({ position }) => position);
  assert.deepEqual(positions(), [second, first].map(({ position }) => position));
  const noted = mention("lobby", "@Ada, noted at once");
  mentions.heard(noted);
  await mentions.load();
  assert.deepEqual(positions(), [second, first, noted].map(({ position }) => position), "each once");
  await clock.pass(11_000);
  await mentions.load();
  assert.deepEqual(positions(), [noted.position]);
});

test("an answer that comes behind that to what was asked later is out of date", async () => {
  const { mentions, server, mention } = await setUp();
  const { handle } = server;
  let late = () => {};
  server.handle = (object, transport) => {
    server.handle = handle;
    late = () => transport.receive({ type: "mentions", id: object.id, items: [] });
  };
  const asked = mentions.load();
  mention("lobby", "@Ada");
  await mentions.load();
  late();
  await asked;
  assert.equal(mentions.all.length, 1);
});

test("an answer that did not come is no fresh one", async () => {
  const { mentions, server, clock, asked } = await setUp();
  server.isMute = true;
  mentions.refresh();
  await clock.pass(10);
  mentions.refresh();
  await clock.pass(15_000);
  assert.equal(asked.length, 2);
});
