import assert from "node:assert/strict";
import test from "node:test";
import { seqSince } from "../../Public/client/day-search.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { dateOf, midnightOf } from "../../Public/views/day-dialog.js";
import { Jump } from "../../Public/views/jump.js";
import { FakeClock, FakeServer } from "./fakes.js";

const day = 86_400_000;
const start = new Date(2023, 4, 10).getTime();
const midnight = (days) => new Date(2023, 4, 10 + days).getTime();

/** A room that was talked in on some days: so many messages on each, an hour after midnight and later. @param {Record<number, number>} days */
async function setUp(days) {
  const [server, clock, storage] = [new FakeServer(), new FakeClock(), new MemoryStorage()];
  for (const [index, count] of Object.entries(days)) {
    for (let each = 0; each < count; each += 1) server.say("lobby", `${index}/${each}`, undefined, undefined, { time: midnight(Number(index)) + 3_600_000 + each });
  }
  const chat = server.connect({ storage, clock });
  const store = new Store(chat, storage, clock);
  const room = store.open("lobby");
  store.select(room);
  const [revealed, told] = [[], []];
  const reveal = (key) => void revealed.push(room.timeline.entries.find((entry) => entry.key === key)?.message?.text);
  globalThis.location = /** @type {any} */ ({ hash: "" });
  const jump = new Jump({ store: () => store, chat: () => chat, clock, reveal, tell: (words) => told.push(words) });
  await clock.pass(10);
  const asked = (most) => server.transports.flatMap(({ sent }) => sent.filter(({ type, limit }) => type === "history" && limit <= most)).length;
  const go = async (days) => {
    const going = jump.toDay(room, midnight(days));
    await clock.pass(10);
    await going;
    return [revealed.at(-1), told.at(-1)];
  };
  return { server, clock, chat, room, go, asked, told };
}

test("the first message of a day is gone to, wherever it lies", async () => {
  const { go, asked } = await setUp({ 0: 900, 3: 1_000, 4: 1, 9: 600 });
  assert.deepEqual(await go(3), ["3/0", ""]);
  assert.ok(asked(1) <= 14, `${asked(1)} entries were asked for`);
  assert.deepEqual(await go(4), ["4/0", ""]);
  assert.deepEqual(await go(0), ["0/0", ""]);
});

test("what has been read already is gone to without a question", async () => {
  const { go, asked } = await setUp({ 0: 200, 3: 20, 4: 20 });
  assert.deepEqual(await go(4), ["4/0", ""]);
  assert.equal(asked(200), 0);
});

test("of a day without messages the next ones are shown, or the latest, and that is said", async () => {
  const { go } = await setUp({ 0: 300, 3: 300 });
  const [text, words] = await go(2);
  assert.equal(text, "3/0");
  assert.match(words, /^There are no messages from that date \(May 12, 2023\)\. This is the nearest: May 13, 2023\.$/);
  assert.deepEqual((await go(20))[0], "3/299");
  assert.match((await go(-5))[1], /\(May 5, 2023\)\. This is the nearest: May 10, 2023\.$/);
});

test("where the day is not kept any more the earliest message that is kept is shown", async () => {
  const { server, go } = await setUp({ 0: 300, 3: 300 });
  server.forgotten = 200;
  assert.equal((await go(-1))[0], "0/200");
});

test("a day that only an archive has is gone to as well, wherever one is", async () => {
  const { server, go } = await setUp({ 0: 300, 3: 300, 9: 300 });
  [server.forgotten, server.isArchived] = [700, true];
  assert.deepEqual(await go(3), ["3/0", ""]);
  assert.deepEqual(await go(0), ["0/0", ""]);
  assert.match((await go(2))[1], /\(May 12, 2023\)\. This is the nearest: May 13, 2023\.$/);
});

test("a day that lies too far back is not gone to, however it is asked for", async () => {
  const { go, asked } = await setUp({ 0: 16_000, 9: 60 });
  assert.deepEqual(await go(0), [undefined, "That date is too far back to go to."]);
  assert.ok(asked(200) <= 16);
});

test("a room in which nothing was ever said says so", async () => {
  const { go } = await setUp({});
  assert.deepEqual(await go(0), [undefined, "There are no messages here yet."]);
});

test("a time is found in any history, with holes and equal times in it", async () => {
  for (const times of [[1], [1, 1, 1], [1, 2, 3, 4, 5, 6, 7], [1, 1, 5, 5, 5, 9], [5, 5], [2, 4, 6, 8, 10, 12, 14, 16]]) {
    for (const holes of [0, 3]) {
      const stored = times.map((time, index) => ({ seq: index * (holes + 1) + 1, time }));
      const history = async (_, before, limit, after) => ({
        messages: after === undefined ? stored.filter(({ seq }) => seq < before).slice(-limit) : stored.filter(({ seq }) => seq > after).slice(0, limit),
      });
      const end = stored.at(-1).seq + 1;
      for (let time = 0; time <= 17; time += 1) {
        const found = await seqSince(/** @type {any} */ ({ history }), "lobby", time, end);
        const expected = stored.find((each) => each.time >= time)?.seq ?? end;
        assert.equal(stored.find(({ seq }) => seq >= found)?.seq ?? end, expected, `${times} ${holes} ${time}`);
      }
    }
  }
});

test("a date is a day of the reader's, and what is none is nothing", () => {
  assert.equal(midnightOf("2023-05-10"), start);
  assert.equal(dateOf(new Date(start + day / 2)), "2023-05-10");
  for (const text of ["", "2023-02-30", "2023-5-1", "x", "2023-13-01"]) assert.equal(midnightOf(text), null, text);
});
