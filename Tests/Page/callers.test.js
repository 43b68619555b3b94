import assert from "node:assert/strict";
import test from "node:test";
import { inlinesOf, parse } from "../../Public/client/blocks.js";
import { callIn, callersIn, mayCall } from "../../Public/client/callers.js";
import { makeRoom } from "../../Public/client/room.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { callIsVain } from "../../Public/views/absence.js";
import { policyWords } from "../../Public/views/policy-words.js";
import { FakeClock, FakeServer, ada, bob } from "./fakes.js";

test("who may call everybody is what was said for the room, else what goes with its mode", () => {
  const table = [
    [null, "none"], [{ mode: "open" }, "none"], [{ mode: "closed" }, "members"], [{ mode: "announce" }, "moderators"],
    [{ mode: "open", everybody: "members" }, "members"], [{ mode: "closed", everybody: "none" }, "none"], [{ mode: "later" }, "none"],
  ];
  for (const [policy, callers] of table) assert.equal(callersIn(policy), callers);
  const may = (everybody) => ["owner", "moderator", "member", undefined].filter((role) => mayCall({ mode: "open", everybody, role }));
  assert.deepEqual([may("none"), may("moderators"), may("members")], [[], ["owner", "moderator"], ["owner", "moderator", "member"]]);
});

for (const [text, call] of [["@all!", "@all"], ["hello @Here", "@Here"], ["@everyone", "@everyone"], ["@allow @hereby @all-in", ""], ["`@all`", ""], ["a@all", ""], ["all", ""]]) {
  test(`by which word everybody is called: ${text}`, () => assert.equal(callIn(text), call));
}

test("whoever may not call everybody is told that nobody hears of it", () => {
  const room = (policy, fields) => Object.assign(makeRoom("tea", null), { policy }, fields);
  const said = (policy, text = "@all tea", fields = {}) => callIsVain(room(policy, fields), text).replace(/[\u2066-\u2069]/g, "");
  assert.equal(said(null), "@all doesn't notify anyone in this room.");
  assert.equal(said({ mode: "announce" }, "@here"), "@here doesn't notify anyone: only owners and moderators can do that in this room.");
  assert.equal(said({ mode: "open", everybody: "members" }), "@all doesn't notify anyone: only people with a role can do that in this room.");
  assert.deepEqual([said({ mode: "closed", role: "member" }), said(null, "tea"), said(null, "@all", { with: bob })], ["", "", ""]);
});

test("a change of who may is told in words", () => {
  const words = (everybody) => policyWords(/** @type {any} */ ({ from: ada, set: { everybody } })).replace(/[\u2066-\u2069]/g, "");
  assert.equal(words("moderators"), "Ada let owners and moderators notify everyone with @here and @all.");
  assert.equal(words("none"), "Ada turned @here and @all off.");
  assert.equal(words("later"), "Ada changed the room's settings.");
});

test("the word is one's own mention where the message calls everybody, and nothing where it does not", () => {
  const mentions = (everybody) => [...inlinesOf(parse("@all and @Bob", { names: ["Bob"], me: "Ada", everybody }))].filter(({ type }) => type === "mention");
  assert.deepEqual(mentions("all").map(({ text, isMe }) => [text, isMe]), [["@all", true], ["@Bob", false]]);
  assert.deepEqual(mentions(undefined).map(({ text }) => text), ["@Bob"]);
});

/** A room in which others are, and what was told of it; one looks elsewhere. */
async function setUp() {
  const server = new FakeServer();
  const [storage, clock] = [new MemoryStorage(), new FakeClock()];
  const store = new Store(server.connect({ storage, clock }), storage, clock);
  const arrived = [];
  store.on("arrived", ({ isMention, isCatchUp }) => arrived.push([isMention, isCatchUp]));
  store.open("lobby");
  await clock.pass(10);
  store.isWatching = false;
  const say = (text, everybody, from = bob) => server.say("lobby", text, from, undefined, { everybody });
  return { server, store, clock, arrived, say, room: store.find("lobby") };
}

test("who is there is addressed by both words, by each message that is told to call everybody", async () => {
  const { arrived, say, room } = await setUp();
  say("@here", "here");
  say("@all", "all");
  say("@all", undefined);
  say("@all", "later");
  say("@all", "all", ada);
  assert.deepEqual([arrived, room.unread, room.mentions], [[[true, false], [true, false], [false, false], [false, false]], 4, 2]);
});

test("who was away is addressed by @all, and was not there for @here", async () => {
  const { server, clock, arrived, say } = await setUp();
  server.last.break();
  say("@here", "here");
  say("@all", "all");
  await clock.pass(30_000);
  assert.deepEqual(arrived, [[false, true], [true, true]]);
});
