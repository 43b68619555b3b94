import assert from "node:assert/strict";
import test from "node:test";
import { makeRoom } from "../../Public/client/room.js";
import { absenceOf } from "../../Public/views/absence.js";
import { people } from "../../Public/views/finder.js";
import { statusOf, typingIn } from "../../Public/views/room-labels.js";
import { refusalOf } from "../../Public/views/room-refusal.js";
import { bob } from "./fakes.js";

const room = (asked, fields = {}) => Object.assign(makeRoom(asked, null), { isKnown: true, isCounted: true }, fields);

test("who is there is told in plain words, and nothing before it is known", () => {
  const table = [
    [room("lobby", { count: 1 }), "Just you"],
    [room("lobby", { count: 2 }), "2 people here"],
    [room("@Bob", { count: 1, with: bob }), "Offline"],
    [room("@Bob", { count: 2, with: bob }), "Online"],
    [room("lobby", { count: 1, isCounted: false }), ""],
  ];
  for (const [each, words] of table) assert.equal(statusOf(each, true), words);
  assert.equal(statusOf(room("lobby", { isKnown: false }), false), "Connecting…");
});

test("who is mentioned and not there is told by name, or by number where they are many", () => {
  assert.equal(absenceOf(["Bob"], room("lobby")), "Bob isn't in this room.");
  assert.equal(absenceOf(["Bob", "Eve"], room("lobby")), "Bob and Eve aren't in this room.");
  assert.equal(absenceOf(["Bob", "Eve", "علي"], room("lobby")), "\u2068Bob, Eve, and \u2068علي\u2069\u2069 aren't in this room.");
  assert.equal(absenceOf(["a", "b", "c", "d"], room("lobby")), "4 of the people you mentioned aren't in this room.");
  assert.equal(absenceOf(["Eve"], room("@Bob", { with: bob })), "Eve isn't in this conversation.");
});

test("why a room can't be opened is told with what was asked for", () => {
  const told = (asked, code) => refusalOf(room(asked, { isKnown: false }), { code, message: "No more than 100 rooms at once." }, "Ada");
  assert.equal(told("@Zed", "not_found"), "There's no one called Zed.");
  assert.equal(told("@ada", "bad_request"), "You can't message yourself.");
  assert.equal(told("design", "forbidden"), "Can't open #design. No more than 100 rooms at once.");
  assert.equal(told("@Bob", "forbidden"), "Can't message Bob. No more than 100 rooms at once.");
});

test("who was in a room until now is told what has happened, and not that it can't be opened", () => {
  const told = refusalOf(room("design"), { code: "forbidden", message: "You no longer have access to this room." }, "Ada");
  assert.equal(told, "#design: You no longer have access to this room.");
});

test("nobody, one and more are counted as people do", () => {
  assert.deepEqual([0, 1, 2].map(people), ["no one", "1 person", "2 people"]);
  const typing = (...names) => room("lobby", { typing: new Map(names.map((name) => [name, { user: { name } }])) });
  assert.equal(typingIn(typing()), "");
  assert.equal(typingIn(typing("Ada")), "Ada is typing…");
  assert.equal(typingIn(typing("Ada", "Bob")), "Ada and Bob are typing…");
  assert.equal(typingIn(typing("a", "b", "c", "d")), "Several people are typing…");
});
