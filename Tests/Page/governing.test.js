import assert from "node:assert/strict";
import test from "node:test";
import { deedsAbout, mayFound, peopleOf, roleAt, rolesAfter, rolesIn, rolesShown } from "../../Public/client/room-roles.js";
import { makeRoom } from "../../Public/client/room.js";
import { pauseWords, refusalWords, roleWords, spanName, spans } from "../../Public/views/governing-words.js";
import { changesOf, settingsOf } from "../../Public/views/room-settings-form.js";
import { ada, bob, setUpChat, settled } from "./fakes.js";

const now = 1_700_000_000_000;
const policyChange = (what, position = "p1") => ({ type: "policy", room: "tea", seq: 1, position, id: "g", time: now, from: ada, ...what });

for (const [situation, expected] of [
  [{ mine: undefined, theirs: null }, []],
  [{ mine: "member", theirs: null }, []],
  [{ mine: "muted", theirs: "owner" }, []],
  [{ mine: "moderator", theirs: "owner" }, []],
  [{ mine: "moderator", theirs: "moderator" }, []],
  [{ mine: "moderator", theirs: null }, ["member", "mute", "ban"]],
  [{ mine: "moderator", theirs: "member" }, ["mute", "ban"]],
  [{ mine: "moderator", theirs: "member", mode: "closed" }, ["mute", "ban", "remove"]],
  [{ mine: "moderator", theirs: "muted" }, ["lift", "mute", "ban"]],
  [{ mine: "moderator", theirs: "banned" }, ["lift"]],
  [{ mine: "owner", theirs: null }, ["owner", "moderator", "member", "mute", "ban"]],
  [{ mine: "owner", theirs: "moderator" }, ["owner", "member", "mute", "ban"]],
  [{ mine: "owner", theirs: "owner" }, ["moderator", "member", "mute", "ban"]],
  [{ mine: "owner", theirs: "banned", mode: "closed" }, ["lift"]],
  [{ mine: "owner", theirs: "owner", isMe: true }, ["stepDown"]],
  [{ mine: "member", theirs: "member", isMe: true }, []],
]) {
  test(`what is offered follows from both roles: ${JSON.stringify(situation)}`, () => {
    assert.deepEqual(deedsAbout({ isMe: false, mode: "open", ...situation }), expected);
  });
}

test("the roles that a server tells are taken as far as they are some", () => {
  assert.equal(rolesIn({ users: [] }).size, 0);
  const roles = rolesIn({ roles: [{ id: "a", name: "Ada", role: "owner" }, { id: "b", role: "cook" }, null, { role: "member" }, { id: "c", role: "muted", until: now + 1 }] });
  assert.deepEqual([...roles].map(([id, { role }]) => [id, role]), [["a", "owner"], ["c", "muted"]]);
});

test("changes of the policy change the roles; a name stays known", () => {
  let roles = rolesAfter(new Map(), policyChange({ owner: { id: "a", name: "Ada" }, set: { mode: "open" } }));
  roles = rolesAfter(roles, policyChange({ user: { id: "b", name: "Bob" }, role: "muted", until: now + 5 }));
  roles = rolesAfter(roles, policyChange({ user: { id: "b" }, role: "member" }));
  assert.deepEqual([roles.get("a")?.role, roles.get("b")], ["owner", { id: "b", name: "Bob", role: "member", until: undefined }]);
  roles = rolesAfter(roles, policyChange({ user: { id: "b" }, role: "none" }));
  assert.deepEqual([...roles.keys()], ["a"]);
  assert.deepEqual(rolesAfter(roles, policyChange({ user: { id: "b" }, role: "cook" })), roles);
});

test("before the roles are told, those are known that the room shows", () => {
  const room = makeRoom("tea", null);
  room.timeline.change(/** @type {any} */ (policyChange({ owner: ada })));
  room.timeline.change(/** @type {any} */ (policyChange({ user: bob, role: "moderator" }, "p2")));
  assert.deepEqual([...rolesShown(room)].map(([id, { role }]) => [id, role]), [["a", "owner"], ["b", "moderator"]]);
});

test("what ends by itself has ended at its moment", () => {
  const until = now + 1_000;
  assert.equal(roleAt(undefined, now), null);
  assert.equal(roleAt({ id: "b", role: "muted", until }, now), "muted");
  assert.equal(roleAt({ id: "b", role: "muted", until }, until), "member");
  assert.equal(roleAt({ id: "b", role: "banned", until }, until), null);
  assert.equal(roleAt({ id: "b", role: "banned" }, until), "banned");
});

test("people are listed once, who leads first, with those who have a role and are not here", () => {
  const roles = new Map([["b", { id: "b", name: "Bob", role: "banned", until: now + 9 }], ["c", { id: "c", name: "Cid", role: "member" }], ["a", { id: "a", role: "owner" }], ["e", { id: "e", name: "Eve", role: "banned", until: now - 1 }]]);
  const people = peopleOf([{ id: "z", name: "Zoe", kind: "user" }, ada, { id: "d", name: "Dan", kind: "bot" }], /** @type {any} */ (roles), now);
  assert.deepEqual(people.map(({ name, role, isHere }) => [name, role, isHere]), [
    ["Ada", "owner", true], ["Cid", "member", false], ["Dan", null, true], ["Zoe", null, true], ["Bob", "banned", false],
  ]);
  assert.equal(people.at(-1)?.until, now + 9);
});

test("a room is founded by whoever is alone in what was written there", () => {
  const room = makeRoom("tea", null);
  assert.equal(mayFound(room, "a"), false);
  room.isKnown = true;
  room.timeline.hasEarlier = false;
  assert.equal(mayFound(room, "a"), true);
  const say = (from, number) => room.timeline.append({ type: "message", room: "tea", seq: number, position: `p${number}`, id: `m${number}`, time: now + number, from, text: "x" });
  for (let number = 1; number <= 20; number += 1) say(ada, number);
  assert.equal(mayFound(room, "a"), true);
  assert.equal(mayFound(room, "b"), false);
  say(ada, 21);
  assert.equal(mayFound(room, "a"), false);
  assert.equal(mayFound({ ...makeRoom("@Bob", bob), isKnown: true }, "a"), false);
  assert.equal(mayFound({ ...room, timeline: makeRoom("x", null).timeline }, "a"), false);
});

test("only what was changed is sent", () => {
  const before = settingsOf(null);
  assert.deepEqual(before, { mode: "open", slow: 0, topic: "", retain: 0, everybody: "none" });
  assert.deepEqual(changesOf(before, { ...before, slow: 30 }), { slow: 30 });
  assert.deepEqual(changesOf(settingsOf({ mode: "closed", topic: "Tea", retain: 3_600 }), before), { mode: "open", topic: "", retain: 0, everybody: "none" });
});

for (const [seconds, words] of [[0, "Off"], [1, "1 second"], [45, "45 seconds"], [60, "1 minute"], [90, "90 seconds"], [300, "5 minutes"], [3_600, "1 hour"], [86_400, "24 hours"]]) {
  test(`a pause of ${seconds} s is called ${words}`, () => assert.equal(pauseWords(Number(seconds)), words));
}

test("what was refused is told so that one understands it", () => {
  const general = { code: "forbidden", message: "This room is not open to you, or not for this." };
  assert.match(refusalWords(general), /your role in this room/);
  assert.match(refusalWords(general, true), /last owner/);
  assert.equal(refusalWords({ code: "forbidden", message: "No more than 1000 people can have a role." }), "No more than 1000 people can have a role.");
  assert.match(refusalWords({ code: "lost", message: "x" }), /interrupted/);
  assert.match(refusalWords(new Error("")), /Try again/);
});

test("each span has its words, and the last one none but that it is lifted", () => {
  assert.deepEqual(spans.mute.map(spanName), ["10 minutes", "1 hour", "1 day", "Until lifted"]);
  assert.deepEqual(spans.ban.map(spanName), ["1 hour", "1 day", "1 week", "Until lifted"]);
  assert.match(roleWords({ role: "muted", until: now + 60_000 }, now), /^Muted until /);
  assert.deepEqual([roleWords({ role: "owner" }, now), roleWords({ role: null }, now)], ["Owner", ""]);
});

test("a room is governed by one request, with an id of its own, which rejects with the server's code", async () => {
  const { chat, server } = await setUpChat();
  const answers = [{ type: "sent", room: "tea", position: "p", seq: 1 }, { type: "error", code: "forbidden", message: "No." }];
  const { handle } = server;
  server.handle = (object, transport) =>
    object.type === "govern" ? transport.receive({ ...answers.shift(), id: object.id }) : object.type === "members" ? transport.receive({ type: "members", id: object.id, users: [], roles: [] }) : handle.call(server, object, transport);
  assert.equal((await chat.govern("tea", { set: { topic: "Tea" } })).seq, 1);
  await assert.rejects(chat.govern("tea", { user: "b", role: "muted", until: 7 }), { code: "forbidden" });
  const sent = server.last.sent.filter(({ type }) => type === "govern");
  assert.deepEqual(sent.map(({ id, ...rest }) => [typeof id, rest]), [
    ["string", { type: "govern", room: "tea", set: { topic: "Tea" } }], ["string", { type: "govern", room: "tea", user: "b", role: "muted", until: 7 }],
  ]);
  await chat.members("tea", true);
  await settled();
  assert.equal(server.last.find("members").roles, true);
});
