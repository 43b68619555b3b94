import assert from "node:assert/strict";
import test from "node:test";
import { Timeline, mostEntries } from "../../Public/client/timeline.js";
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

test("it begins where the room did only if nothing was said before that is not kept any more", () => {
  const timeline = new Timeline();
  assert.equal(timeline.isWhole, false);
  timeline.prepend([], false);
  assert.equal(timeline.isWhole, true);
  timeline.append(message(3));
  assert.equal(timeline.isWhole, false);
  timeline.prepend([message(1), message(2)], false);
  assert.equal(timeline.isWhole, true);
});

test("a room of which nothing is kept any more does not begin anew", () => {
  const timeline = new Timeline();
  timeline.prepend([], false);
  assert.equal(timeline.isWhole, true, "nothing was ever said");
  timeline.append(message(1));
  timeline.drop(1);
  timeline.prepend([], false);
  assert.equal(timeline.isWhole, false);
  const other = new Timeline();
  other.said = 7;
  other.prepend([], false);
  assert.equal(other.isWhole, false);
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

for (const [use, kept] of /** @type {const} */ ([["shown", 15_000], ["read", 30_000], ["other", 750]])) {
  test(`the oldest go when there are too many in a room (${use}), and can be read back`, () => {
    const timeline = new Timeline();
    timeline.hasEarlier = false;
    const most = mostEntries[use];
    for (let seq = 1; seq <= most; seq += 1) timeline.append(message(seq));
    timeline.trim(use);
    assert.equal(timeline.entries.length, most);
    timeline.append(message(most + 1));
    timeline.trim(use);
    assert.equal(timeline.entries.length, kept);
    assert.equal(timeline.base + timeline.entries.length, most + 1);
    assert.equal(timeline.hasEarlier, true);
    timeline.prepend([message(1)], false);
    assert.equal(texts(timeline)[0], "1");
  });
}
