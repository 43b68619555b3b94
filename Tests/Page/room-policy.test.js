import assert from "node:assert/strict";
import test from "node:test";
import { governed } from "../../Public/client/room-policy.js";
import { silenced } from "../../Public/views/suspension.js";
import { Timeline } from "../../Public/client/timeline.js";
import { policyWords } from "../../Public/views/policy-words.js";

const now = new Date(2026, 10, 20, 9, 0).getTime();
const ann = { id: "a1", name: "Ann", kind: "user" };
const bob = { id: "b1", name: "Bob" };
const change = (what) => ({ type: "policy", room: "tea", seq: 1, position: "e.0.1.x", id: "g", time: now, from: ann, ...what });
/** Without the signs that keep a name's direction its own. */
const words = (what) => policyWords(change(what), now).replace(/[\u2066-\u2069]/g, "");

for (const [what, expected] of [
  [{ set: { mode: "closed" } }, "Ann closed this room to all but its members."],
  [{ set: { mode: "open" }, owner: ann }, "Ann owns this room and opened this room to everyone."],
  [{ set: { mode: "announce", slow: 5, topic: "News" } }, "Ann let only owners and moderators write here, turned slow mode on (5 seconds between messages), and set the topic: News."],
  [{ set: { slow: 0, topic: "" } }, "Ann turned slow mode off and removed the topic."],
  [{ set: { pin: { seq: 1, from: "b1", id: "m", position: "p" } } }, "Ann pinned a message."],
  [{ set: { pin: "" } }, "Ann unpinned the message."],
  [{ set: { retain: 604_800 } }, "Ann set messages to be kept for 7 days."],
  [{ set: { retain: 0 } }, "Ann set messages to be kept for this chat's default time."],
  [{ user: ann, role: "member", invited: true }, "Ann joined by invitation."],
  [{ user: bob, role: "moderator" }, "Ann made Bob a moderator."],
  [{ user: bob, role: "none" }, "Ann ended Bob's role or restriction."],
  [{ user: { id: "b1" }, role: "banned" }, "Ann banned someone."],
  [{ from: { id: "operator", name: "operator", kind: "bot" }, user: bob, role: "owner" }, "An operator made Bob an owner."],
  [{ set: { colour: "blue" } }, "Ann changed the room's settings."],
  [{ user: bob, role: "cook" }, "Ann changed the room's settings."],
]) {
  test(`a change of the policy is told in words: ${expected}`, () => assert.equal(words(what), expected));
}

test("a mute that ends says when", () => {
  assert.match(words({ user: bob, role: "muted", until: now + 3_600_000 }), /^Ann muted Bob until \d/);
});

test("what one may do is what the changes since one came have made of it", () => {
  let policy = null;
  for (const what of [{ set: { topic: "Tea" } }, { user: bob, role: "muted", until: 7 }, { set: { mode: "announce" } }]) policy = governed(policy, change(what), "b1");
  assert.deepEqual(policy, { mode: "announce", topic: "Tea", role: "muted", until: 7 });
  assert.deepEqual(governed(policy, change({ user: bob, role: "none" }), "b1").role, "none");
  assert.equal(governed(policy, change({ user: ann, role: "owner" }), "b1").role, "muted");
  assert.equal(governed(null, change({ owner: ann }), "a1").role, "owner");
});

for (const [policy, isSilenced] of [
  [null, false],
  [{ mode: "open" }, false],
  [{ mode: "closed", role: "member" }, false],
  [{ mode: "open", role: "muted" }, true],
  [{ mode: "announce" }, true],
  [{ mode: "announce", role: "member" }, true],
  [{ mode: "announce", role: "moderator" }, false],
  [{ mode: "announce", role: "owner" }, false],
]) {
  test(`who may write is known: ${JSON.stringify(policy)}`, () => assert.equal(silenced(policy) !== null, isSilenced));
}

test("a change of the policy has its own place, and does not hide what is around it", () => {
  const timeline = new Timeline();
  timeline.change(change({ set: { topic: "Tea" } }));
  timeline.change(change({ set: { topic: "Tea" } }));
  assert.deepEqual(timeline.entries.map((entry) => entry.change?.type), ["policy"]);
  assert.equal(timeline.latest, "e.0.1.x");
});
