import assert from "node:assert/strict";
import test from "node:test";
import { Timeline } from "../../Public/client/timeline.js";
import { isEmojiOnly } from "../../Public/client/emoji.js";
import { ada, bob } from "./fakes.js";

const position = (seq) => `e.0.${seq}.x`;
const message = (seq, text = `text ${seq}`, from = bob) =>
  ({ type: "message", room: "lobby", seq, position: position(seq), id: `m${seq}`, from, text, time: seq });
const change = (seq, type, of, fields = {}, from = bob) =>
  ({ type, room: "lobby", seq, position: position(seq), id: `c${seq}`, from, time: seq, of, target: { from: bob.id, id: `m${of}` }, ...fields });
const shown = (timeline, seq) => timeline.entries.find((entry) => entry.message?.id === `m${seq}`)?.shown;
const reactions = (timeline, seq) => shown(timeline, seq)?.reactions.map(({ reaction, users }) => `${reaction} ${users.map(({ id }) => id)}`);

test("an edit by the author changes the text, the latest one wins", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  assert.equal(shown(timeline, 1), undefined);
  timeline.change(change(2, "edit", 1, { text: "better" }));
  timeline.change(change(3, "edit", 1, { text: "not mine" }, ada));
  assert.deepEqual(shown(timeline, 1), { text: "better", isEdited: true, isDeleted: false, reactions: [] });
  timeline.change(change(4, "edit", 1, { text: "best" }));
  // Of an edit that was superseded the text is gone.
  timeline.change(change(5, "edit", 1, { text: "" }));
  assert.equal(shown(timeline, 1)?.text, "best");
  assert.equal(timeline.entries[0].revision, 4);
});

test("a deleted message keeps nothing, whatever comes later", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  timeline.change(change(2, "reaction", 1, { reaction: "👍", on: true }, ada));
  timeline.change(change(4, "delete", 1));
  timeline.change(change(5, "edit", 1, { text: "again" }));
  assert.deepEqual(shown(timeline, 1), { text: "", isEdited: false, isDeleted: true, reactions: [] });
  timeline.append(message(6, ""));
  assert.equal(shown(timeline, 6)?.isDeleted, true);
});

test("a moderator deletes what somebody else wrote", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  timeline.change(change(2, "delete", 1, {}, ada));
  assert.equal(shown(timeline, 1)?.isDeleted, true);
});

test("reactions are counted once for each person, and can be taken back", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  for (const [seq, from, reaction, on] of [[2, ada, "👍", true], [3, ada, "👍", true], [4, bob, "🎉", true], [5, bob, "👍", true]]) {
    timeline.change(change(seq, "reaction", 1, { reaction, on }, from));
  }
  assert.deepEqual(reactions(timeline, 1), ["👍 a,b", "🎉 b"]);
  timeline.change(change(6, "reaction", 1, { reaction: "👍", on: false }, ada));
  timeline.change(change(7, "reaction", 1, { reaction: "🎉", on: false }, bob));
  assert.deepEqual(reactions(timeline, 1), ["👍 b"]);
});

test("changes are kept for messages that are read back later, and take their place among those of the page", () => {
  const timeline = new Timeline();
  timeline.change(change(5, "edit", 1, { text: "third" }));
  timeline.change(change(6, "reaction", 2, { reaction: "👍", on: false }, ada));
  assert.equal(timeline.earliest, position(5));
  timeline.prepend([change(3, "edit", 1, { text: "second" }), change(4, "reaction", 2, { reaction: "👍", on: true }, ada)], true);
  assert.equal(timeline.earliest, position(3));
  timeline.prepend([message(1), message(2)], false);
  assert.equal(shown(timeline, 1)?.text, "third");
  assert.deepEqual(reactions(timeline, 2), []);
});

test("a change that is delivered twice is one", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  for (const _ of [1, 2]) timeline.change(change(2, "reaction", 1, { reaction: "👍", on: true }, ada));
  assert.equal(timeline.entries.length, 2);
});

test("what is on its way is shown as done, and so it is between its acknowledgement and its event", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  const pending = { ...change(0, "reaction", 1, { reaction: "👍", on: true }, ada), id: "w", position: position(1) };
  timeline.setPending([pending]);
  assert.deepEqual(reactions(timeline, 1), ["👍 a"]);
  timeline.setPending([]);
  assert.equal(shown(timeline, 1), undefined);
  const stored = { ...pending, seq: 2, position: position(2) };
  timeline.acknowledgeChange(stored);
  assert.deepEqual(reactions(timeline, 1), ["👍 a"]);
  timeline.change(stored);
  timeline.change({ ...stored, id: "v", seq: 3, position: position(3), on: false });
  assert.deepEqual(reactions(timeline, 1), []);
  timeline.acknowledgeChange(stored);
  assert.deepEqual(reactions(timeline, 1), []);
});

test("an edit that was refused says so and keeps what was typed", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  timeline.setPending([{ ...change(0, "edit", 1, { text: "typed" }), id: "w", problem: "Too long." }]);
  assert.equal(shown(timeline, 1)?.text, "typed");
  assert.deepEqual(shown(timeline, 1)?.problem, { id: "w", reason: "Too long." });
});

test("changes that the store forgot stay in effect until they come again", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  timeline.change(change(2, "edit", 1, { text: "kept" }));
  timeline.append(message(3));
  timeline.change(change(4, "reaction", 3, { reaction: "👍", on: true }, ada));
  timeline.rewind(position(1));
  assert.deepEqual(timeline.entries.map(({ kind }) => kind), ["message"]);
  assert.equal(shown(timeline, 1)?.text, "kept");
  const again = (stored) => ({ ...stored, position: stored.position.replace("e.0", "e.1") });
  timeline.change(again(change(2, "edit", 1, { text: "kept" })));
  timeline.append(again(message(3)));
  timeline.change(again(change(4, "reaction", 3, { reaction: "👍", on: true }, ada)));
  assert.equal(shown(timeline, 1)?.text, "kept");
  assert.deepEqual(reactions(timeline, 3), ["👍 a"]);
  timeline.rewind("e.1.2.x");
  assert.equal(timeline.rewound.size, 1);
});

test("a change is a place to which a room can be wound back", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  timeline.change(change(2, "edit", 1, { text: "kept" }));
  timeline.append(message(3));
  timeline.rewind(position(2));
  assert.deepEqual(timeline.entries.map(({ kind }) => kind), ["message", "change"]);
});

test("what is stored in a later version's way only takes its place", () => {
  const timeline = new Timeline();
  timeline.change({ type: "poll", room: "lobby", seq: 1, position: position(1), id: "p", from: bob, time: 1 });
  assert.equal(timeline.earliest, position(1));
  timeline.rewind("e.0.0.-");
  assert.equal(timeline.entries.length, 0);
});

test("a few emoji alone are shown large, and nothing else is", () => {
  for (const text of ["👍", "❤️", "🎉🎉 🎉", "👩‍👩‍👧", "🇩🇪", "👍🏽"]) assert.equal(isEmojiOnly(text), true, text);
  for (const text of ["", " ", "1", "12 34", "ok 👍", "#", "a", "👍".repeat(30)]) assert.equal(isEmojiOnly(text), false, text);
});

test("one heart is one reaction, written with its selector or without", () => {
  const timeline = new Timeline();
  timeline.append(message(1));
  timeline.change(change(2, "reaction", 1, { reaction: "❤", on: true }, ada));
  timeline.change(change(3, "reaction", 1, { reaction: "❤️", on: true }, bob));
  assert.deepEqual(reactions(timeline, 1), ["❤️ a,b"]);
  timeline.change(change(4, "reaction", 1, { reaction: "❤️", on: false }, ada));
  assert.deepEqual(reactions(timeline, 1), ["❤️ b"]);
});
