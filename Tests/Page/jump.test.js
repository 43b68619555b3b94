import assert from "node:assert/strict";
import test from "node:test";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { Jump } from "../../Public/views/jump.js";
import { FakeClock, FakeServer } from "./fakes.js";

const gone = "That message is no longer available.";

/** Ada's page in a room of so many messages, and what it was shown and told. */
async function setUp(count = 1_000) {
  const [server, clock, storage] = [new FakeServer(), new FakeClock(), new MemoryStorage()];
  for (let index = 1; index <= count; index += 1) server.say("lobby", `line ${index}`);
  const chat = server.connect({ storage, clock });
  const store = new Store(chat, storage, clock);
  const room = store.open("lobby");
  store.select(room);
  const [revealed, told] = [[], []];
  const classes = new Set();
  const row = { classList: Object.assign(classes, { remove: (name) => void classes.delete(name) }) };
  const reveal = (key) => (revealed.push(room.timeline.entries.find((entry) => entry.key === key)?.message?.text), /** @type {any} */ (row));
  const jump = new Jump({ store: () => store, chat: () => chat, clock, reveal, tell: (words) => told.push(words) });
  globalThis.location = /** @type {any} */ ({ hash: "" });
  const pages = () => server.transports.flatMap(({ sent }) => sent.filter(({ type, limit }) => type === "history" && limit === 200)).length;
  const asked = () => server.transports.flatMap(({ sent }) => sent.filter(({ type }) => type === "history")).length;
  return { server, clock, chat, store, room, jump, revealed, told, row, pages, asked };
}

const nameOf = ({ seq, from, id }) => ({ seq, from: from.id, id });

test("what was gone to is marked for a while", async () => {
  const { clock, room, jump, row } = await setUp();
  await clock.pass(10);
  await jump.toPlace(room, "e.0.981.x");
  assert.deepEqual([...row.classList], ["found"]);
  await clock.pass(2_500);
  assert.deepEqual([...row.classList], []);
});

test("what has been read is gone to at once", async () => {
  const { server, clock, room, jump, revealed, told, asked } = await setUp();
  await clock.pass(10);
  await jump.toOriginal(room, nameOf(server.of("lobby")[980]));
  assert.deepEqual([revealed, told, asked()], [["line 981"], [""], 0]);
});

test("what lies far back is gone to through the pages before it, and how far one is is told", async () => {
  const { server, clock, room, jump, revealed, told, pages } = await setUp();
  await clock.pass(10);
  const going = jump.toOriginal(room, nameOf(server.of("lobby")[299]));
  await clock.pass(10);
  await going;
  assert.deepEqual([revealed, pages()], [["line 300"], 4]);
  assert.deepEqual(told, ["Going there… 0%", "Going there… 31%", "Going there… 61%", "Going there… 92%", ""]);
});

test("a link is followed as soon as the room can be read, to its first message and to its newest", async () => {
  for (const seq of [1, 500, 1_000]) {
    const { clock, room, jump, revealed } = await setUp();
    const going = jump.toPlace(room, `e.0.${seq}.x`);
    await clock.pass(10);
    await going;
    assert.deepEqual(revealed, [`line ${seq}`]);
  }
});

test("a link to what was the newest message leads there, whenever another one comes", async () => {
  for (const turn of [1, 2]) {
    const { server, clock, room, jump, revealed } = await setUp();
    await clock.pass(10);
    // They are stored, and told of later.
    server.last.joined.clear();
    const newest = server.say("lobby", "newest");
    const { history } = server;
    let count = 0;
    server.history = (object, reply) => {
      count += 1;
      if (count === turn) for (const message of [newest, server.say("lobby", "another")]) server.last.receive(message);
      history.call(server, object, reply);
    };
    const going = jump.toPlace(room, newest.position);
    await clock.pass(10);
    await going;
    assert.deepEqual([turn, revealed], [turn, ["newest"]]);
  }
});

test("what is gone is said to be, and nothing is read back for it", async () => {
  const { server, clock, room, jump, revealed, told, pages } = await setUp();
  server.forgotten = 600;
  await clock.pass(10);
  const goings = [() => jump.toOriginal(room, nameOf(server.of("lobby")[3])), () => jump.toPlace(room, "e.0.4.x"), () => jump.toPlace(room, "e.0.700.other"), () => jump.toPlace(room, "e.0.5000.x"),
    () => jump.toOriginal(room, { ...nameOf(server.of("lobby")[800]), id: "another" })];
  for (const go of goings) {
    const going = go();
    await clock.pass(10);
    await going;
  }
  assert.deepEqual([revealed, told, pages()], [[], goings.map(() => gone), 0]);
});

test("a link to what only an archive has leads there", async () => {
  for (const seq of [1, 2, 4, 600, 601]) {
    const { server, clock, room, jump, revealed } = await setUp();
    [server.forgotten, server.isArchived] = [600, true];
    const going = jump.toPlace(room, `e.0.${seq}.x`);
    await clock.pass(10);
    await going;
    assert.deepEqual(revealed, [`line ${seq}`]);
  }
});

test("what is no position leads nowhere, in clear words", async () => {
  const { clock, room, jump, told } = await setUp();
  const going = jump.toPlace(room, "nonsense");
  await clock.pass(10);
  await going;
  assert.deepEqual(told, ["This link doesn't lead to a message."]);
});

test("what was deleted is gone to, and said to be", async () => {
  const { server, clock, room, jump, revealed, told } = await setUp();
  server.of("lobby")[900].text = "";
  await clock.pass(10);
  const going = jump.toOriginal(room, nameOf(server.of("lobby")[900]));
  await clock.pass(10);
  await going;
  assert.deepEqual([revealed, told.at(-1)], [[""], "That message was deleted."]);
});

test("what lies too far back is not gone to", async () => {
  const { server, clock, room, jump, told, pages } = await setUp(15_100);
  await clock.pass(10);
  const going = jump.toOriginal(room, nameOf(server.of("lobby")[3]));
  await clock.pass(10);
  await going;
  assert.deepEqual([told, pages()], [["That message is too far back to go to."], 0]);
});

test("a loss on the way, or a server that is slow, delays it", async () => {
  const { server, clock, room, jump, revealed } = await setUp();
  await clock.pass(10);
  const { history } = server;
  let count = 0;
  server.history = (object, reply) => {
    count += 1;
    if (count === 2) return server.last.break();
    if (count === 4) return reply({ type: "error", code: "rate_limited", message: "Slower.", retryAfter: 700 });
    history.call(server, object, reply);
  };
  const going = jump.toOriginal(room, nameOf(server.of("lobby")[299]));
  await clock.pass(20_000);
  await going;
  assert.deepEqual(revealed, ["line 300"]);
});

test("what fails again and again is given up, with the server's words", async () => {
  const { server, clock, room, jump, revealed, told } = await setUp();
  await clock.pass(10);
  server.history = (_, reply) => reply({ type: "error", code: "unavailable", message: "The store is away." });
  const going = jump.toOriginal(room, nameOf(server.of("lobby")[299]));
  await clock.pass(20_000);
  await going;
  assert.deepEqual([revealed, told], [[], ["Can't go to that message. The store is away."]]);
});

test("who turns elsewhere meanwhile is left there, and the latest wish counts", async () => {
  const { server, clock, store, room, jump, revealed, told } = await setUp();
  await clock.pass(10);
  const first = jump.toOriginal(room, nameOf(server.of("lobby")[299]));
  const second = jump.toOriginal(room, nameOf(server.of("lobby")[699]));
  await clock.pass(10);
  await Promise.all([first, second]);
  assert.deepEqual(revealed, ["line 700"]);
  const third = jump.toOriginal(room, nameOf(server.of("lobby")[9]));
  store.select(store.open("design"));
  const count = told.length;
  await clock.pass(1_000);
  await third;
  assert.deepEqual([revealed.length, told.length], [1, count]);
});
