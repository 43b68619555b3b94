import assert from "node:assert/strict";
import test from "node:test";
import { Timeline, maxEntries } from "../../Public/client/timeline.js";
import { ada, bob } from "./fakes.js";

const message = (seq, from = bob, id = `m${seq}`) =>
  ({ type: "message", room: "lobby", seq, position: `e.0.${seq}.x`, id, from, text: String(seq), time: seq });
const texts = (timeline) => timeline.entries.map((entry) => entry.message?.text ?? "gap");

test("messages are kept in the order of delivery, each once", () => {
  const timeline = new Timeline();
  for (const seq of [1, 2, 2, 3, 1]) timeline.append(message(seq));
  assert.deepEqual(texts(timeline), ["1", "2", "3"]);
});

test("a page of history comes before, without what is there", () => {
  const timeline = new Timeline();
  timeline.append(message(3));
  timeline.prepend([message(1), message(2), message(3)], true);
  assert.deepEqual(texts(timeline), ["1", "2", "3"]);
  assert.equal(timeline.base, -2);
  assert.equal(timeline.earliest, "e.0.1.x");
  timeline.prepend([], false);
  assert.equal(timeline.hasEarlier, false);
});

test("an id that an author uses again on another day is another message", () => {
  const timeline = new Timeline();
  timeline.append(message(1, bob, "same"));
  timeline.append(message(2, bob, "same"));
  assert.equal(timeline.entries.length, 2);
  assert.notEqual(timeline.entries[0].key, timeline.entries[1].key);
});

test("a hole is shown once, where it is", () => {
  const timeline = new Timeline();
  timeline.gap("reset");
  timeline.append(message(1));
  timeline.gap("trimmed");
  timeline.gap("trimmed");
  timeline.append(message(9));
  assert.deepEqual(texts(timeline), ["1", "gap", "9"]);
});

test("an acknowledged message is kept apart until its event comes", () => {
  const timeline = new Timeline();
  timeline.acknowledge(message(1, ada));
  assert.equal(timeline.acknowledged.size, 1);
  timeline.append(message(1, ada));
  assert.equal(timeline.acknowledged.size, 0);
  timeline.acknowledge(message(1, ada));
  assert.equal(timeline.acknowledged.size, 0);
});

test("what the store forgot is shown apart until it comes again, under its new position", () => {
  const timeline = new Timeline();
  for (const seq of [1, 2, 3]) timeline.append(message(seq));
  timeline.rewind("e.0.1.x");
  assert.deepEqual(texts(timeline), ["1"]);
  assert.equal(timeline.rewound.size, 2);
  assert.equal(timeline.append({ ...message(2), position: "e.1.2.y" }), false);
  assert.equal(timeline.rewound.size, 1);
  assert.deepEqual(timeline.entries.map(({ key }) => key), ["b/m1", "b/m2"]);
});

test("the oldest go when there are too many, and can be read back", () => {
  const timeline = new Timeline();
  timeline.hasEarlier = false;
  for (let seq = 1; seq <= maxEntries + 1; seq += 1) timeline.append(message(seq));
  timeline.trim();
  assert.equal(timeline.entries.length, 15_000);
  assert.equal(timeline.base + timeline.entries.length, maxEntries + 1);
  assert.equal(timeline.hasEarlier, true);
  timeline.prepend([message(1)], false);
  assert.equal(texts(timeline)[0], "1");
});

test("where somebody reads further up the oldest stay longer, and not for ever", () => {
  const timeline = new Timeline();
  for (let seq = 1; seq <= 2 * maxEntries; seq += 1) timeline.append(message(seq));
  timeline.trim(true);
  assert.equal(timeline.entries.length, 2 * maxEntries);
  timeline.append(message(2 * maxEntries + 1));
  timeline.trim(true);
  assert.deepEqual([timeline.entries.length, texts(timeline)[0]], [35_000, "5002"]);
});
