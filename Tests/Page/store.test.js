import assert from "node:assert/strict";
import test from "node:test";
import { ClosedDirects } from "../../Public/client/closed-directs.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { Store } from "../../Public/client/store.js";
import { statusOf } from "../../Public/views/room-labels.js";
import { addressOf } from "../../Public/views/sidebar.js";
import { FakeClock, FakeServer, ada, bob, settled } from "./fakes.js";
// Fetched while the page runs, and here already when a test wants it.
import "../../Public/client/closed-direct-news.js";

/** Ada's page, in the lobby. What she asks to change is answered by `change`; nothing is no answer. */
async function setUp({ storage = new MemoryStorage(), server = new FakeServer(), change } = {}) {
  const clock = new FakeClock();
  const { handle } = server;
  server.handle = (object, transport) => {
    if (!change || !["edit", "delete", "react"].includes(object.type)) return handle.call(server, object, transport);
    const answer = change(object);
    if (answer) transport.receive({ id: object.id, ...answer });
  };
  const chat = server.connect({ storage, clock });
  const store = new Store(chat, storage, clock);
  const room = store.open("lobby");
  await clock.pass(10);
  return { chat, store, room, server, clock, storage };
}

const shownFirst = (room) => room.timeline.entries[0].shown;

test("what was deleted while one was away is nothing new", async () => {
  const { store, room, server, clock } = await setUp();
  store.isWatching = false;
  server.last.break();
  server.say("lobby", "", bob);
  server.say("lobby", "still there", bob);
  await clock.pass(5_000);
  assert.equal(room.timeline.entries.length, 2);
  assert.equal(room.unread, 1);
});

test("a first page with less than was ever said may have something before it, be it empty", async () => {
  assert.equal((await setUp()).room.timeline.hasEarlier, false);
  const server = new FakeServer();
  const { join, handle } = server;
  server.join = (object, transport, reply) => join.call(server, object, transport, (told) => reply({ ...told, seq: told.seq + 7 }));
  const { room, store } = await setUp({ server });
  assert.equal(room.timeline.hasEarlier, true);
  const asked = [];
  server.handle = (object, transport) => {
    if (object.type !== "history") return handle.call(server, object, transport);
    asked.push(object.before);
    transport.receive({ type: "history", id: object.id, room: "lobby", messages: [], more: false });
  };
  assert.equal(await store.loadEarlier(room), false);
  assert.deepEqual([asked, room.timeline.hasEarlier], [[undefined], false]);
});

test("a page of what was said earlier that comes once the oldest were let go leaves no hole", async () => {
  const server = new FakeServer();
  for (let seq = 1; seq <= 2_000; seq += 1) server.say("lobby", String(seq));
  const { store, room, clock } = await setUp({ server });
  store.select(room);
  while (room.timeline.entries.length < 1_500) await store.loadEarlier(room, 500);
  const { handle } = server;
  let answer = () => {};
  server.handle = (object, transport) => {
    if (object.type !== "history") return handle.call(server, object, transport);
    answer = () => handle.call(server, object, transport);
  };
  const came = store.loadEarlier(room, 100);
  await clock.pass(0);
  // Somebody goes on in another room meanwhile, so that less is kept of this one.
  store.select(store.open("tea"));
  server.say("lobby", "2001");
  assert.ok(room.timeline.entries.length < 1_000);
  answer();
  assert.equal(await came, true, "there is more");
  server.handle = handle;
  await store.loadEarlier(room, 100);
  const seqs = room.timeline.entries.map(({ message }) => message?.seq ?? 0);
  assert.deepEqual(seqs, seqs.map((_, index) => seqs[0] + index));
  assert.equal(seqs.length, 850);
});

test("a change is shown at once, and stays when it is stored", async () => {
  const { store, room, server } = await setUp({ change: () => ({ type: "sent", room: "lobby", seq: 2, position: "e.0.2.x", time: 1 }) });
  const message = server.say("lobby", "hello", bob);
  store.change(room, message, { type: "reaction", reaction: "👍", on: true });
  assert.deepEqual(shownFirst(room)?.reactions, [{ reaction: "👍", users: [ada] }]);
  await settled();
  assert.deepEqual(shownFirst(room)?.reactions, [{ reaction: "👍", users: [ada] }]);
});

test("a reaction that is refused is taken back and told", async () => {
  const { store, room, server } = await setUp({ change: () => ({ type: "error", code: "not_found", message: "Gone." }) });
  const told = [];
  store.on("changeRefused", ({ reason }) => told.push(reason));
  store.change(room, server.say("lobby", "hello", bob), { type: "reaction", reaction: "👍", on: true });
  await settled();
  assert.equal(shownFirst(room), undefined);
  assert.deepEqual(told, ["Gone."]);
});

test("an edit that is refused keeps what was typed, over a reload too, and can be discarded", async () => {
  const change = () => ({ type: "error", code: "forbidden", message: "No." });
  const first = await setUp({ change });
  const message = first.server.say("lobby", "hello", ada, "mine");
  first.store.change(first.room, message, { type: "edit", text: "hello!" });
  await settled();
  assert.deepEqual([shownFirst(first.room)?.text, shownFirst(first.room)?.problem?.reason], ["hello!", "No."]);
  first.chat.close();
  const second = await setUp({ change, storage: first.storage, server: first.server });
  assert.deepEqual([shownFirst(second.room)?.text, shownFirst(second.room)?.problem?.reason], ["hello!", "No."]);
  second.chat.outbox?.discard(shownFirst(second.room)?.problem?.id ?? "");
  assert.equal(shownFirst(second.room), undefined);
});

test("what waited to be changed is changed after a reload, with the same id", async () => {
  const asked = [];
  const first = await setUp({ change: (object) => void asked.push(object) });
  const message = first.server.say("lobby", "hello", ada, "mine");
  first.store.change(first.room, message, { type: "delete" });
  await settled();
  assert.equal(shownFirst(first.room)?.isDeleted, true);
  first.chat.close();
  const second = await setUp({ storage: first.storage, server: first.server });
  assert.equal(shownFirst(second.room)?.isDeleted, true);
  assert.ok(asked.length >= 2 && asked.every(({ id, seq }) => id === asked[0].id && seq === message.position));
});

const unread = ({ room }) => [room.unread, room.mentions];

/** The same browser later, or another tab of it. */
const again = (page) => setUp({ storage: page.storage, server: page.server });

test("a room that was empty when it was first open counts what came since, after a reload too", async () => {
  const first = await setUp();
  first.chat.close();
  first.server.say("lobby", "one", bob);
  first.server.say("lobby", "two, @Ada", bob);
  assert.deepEqual(unread(await again(first)), [2, 1]);
});

test("what was there before a room was first open is nothing new", async () => {
  const server = new FakeServer();
  server.say("lobby", "@Ada long ago", bob);
  assert.deepEqual(unread(await setUp({ server })), [0, 0]);
});

test("what was read is read after a reload, and what came later is not", async () => {
  const first = await setUp();
  first.server.say("lobby", "read", bob);
  first.store.read(first.room);
  first.store.isWatching = false;
  first.server.say("lobby", "not read", bob);
  assert.deepEqual(unread(first), [1, 0]);
  first.chat.close();
  assert.deepEqual(unread(await again(first)), [1, 0]);
});

test("a message dated ahead silences nothing, now or after a reload", async () => {
  const first = await setUp();
  first.server.say("lobby", "from tomorrow", bob).time += 86_400_000;
  first.store.read(first.room);
  first.server.say("lobby", "today, @Ada", bob);
  assert.deepEqual(unread(first), [1, 1]);
  first.store.read(first.room);
  first.chat.close();
  first.server.say("lobby", "later today, @Ada", bob);
  assert.deepEqual(unread(await again(first)), [1, 1]);
});

test("what is read in one tab is read in the others", async () => {
  const first = await setUp();
  first.store.isWatching = false;
  const other = await again(first);
  other.store.isWatching = false;
  first.server.say("lobby", "hello", bob);
  assert.deepEqual([first.room.unread, other.room.unread], [1, 1]);
  first.store.read(first.room);
  other.store.storageChanged("tchatter.seen.lobby");
  assert.equal(other.room.unread, 0);
});

test("what is seen as it comes is written down together, and not in place of what was marked as unread meanwhile", async () => {
  const { store, room, server, clock, storage } = await setUp();
  store.select(room);
  const kept = () => JSON.parse(storage.getItem("tchatter.seen.lobby") ?? "{}").position;
  await clock.pass(1_000);
  const [before, told] = [kept(), []];
  store.on("rooms", () => told.push(kept()));
  const last = ["1", "2", "3"].map((text) => server.say("lobby", text, bob)).at(-1).position;
  assert.deepEqual([room.read.position, room.unread, kept()], [last, 0, before]);
  await clock.pass(200);
  assert.deepEqual([kept(), told], [last, [last]]);
  server.say("lobby", "4", bob);
  room.read = { position: before ?? "", time: 0 };
  store.keepSeen();
  assert.equal(kept(), last);
});

test("of rooms that nobody looks at little is kept, and all that is unread is counted", async () => {
  const { store, server, room } = await setUp();
  store.open("tea");
  store.select(room);
  await settled();
  for (let count = 0; count < 3_000; count += 1) for (const name of ["lobby", "tea"]) server.say(name, "news", bob);
  const tea = /** @type {any} */ (store.find("tea"));
  assert.ok(tea.timeline.entries.length <= 1_000, String(tea.timeline.entries.length));
  assert.deepEqual([tea.unread, tea.timeline.newest.seq, room.timeline.entries.length], [3_000, 3_000, 3_000]);
});

test("what the store forgot and is not given again is told as lost, and is there as ever if it comes after all", async () => {
  const { store, room, server, clock } = await setUp();
  for (const text of ["1", "2", "3"]) server.say("lobby", text, bob);
  const states = () => store.pending(room).map(({ message, state }) => [message.text, state]);
  server.last.receive({ type: "rewind", room: "lobby", position: "e.0.1.x" });
  await clock.pass(100_000);
  server.last.receive({ ...server.of("lobby")[1], position: "e.1.2.x" });
  assert.deepEqual(states(), [["3", "rewound"]]);
  await clock.pass(20_000);
  assert.deepEqual(states(), [["3", "lost"]]);
  server.last.receive({ ...server.of("lobby")[2], position: "e.1.3.x" });
  assert.deepEqual([states(), room.timeline.entries.map(({ message, state }) => [message?.text, state])], [[], [["1", "stored"], ["2", "stored"], ["3", "stored"]]]);
});

test("the room that is shown is joined before the others, however many there are", async () => {
  const { store, server, clock } = await setUp();
  for (let index = 0; index < 200; index += 1) store.open(`r${index}`);
  await settled();
  store.select(store.find("r150"));
  server.last.break();
  await clock.pass(1_000);
  const joined = server.last.sent.filter(({ type }) => type === "join").map(({ room }) => room);
  assert.deepEqual([joined.length, joined.slice(0, 3)], [201, ["r150", "lobby", "r0"]]);
});

/** Ada's page, and the direct room with Bob as the server tells of it. */
async function withBob(options = {}) {
  const direct = { type: "direct", room: "@a.b", with: bob };
  const server = options.server ?? new FakeServer();
  server.partners.set("@a.b", bob);
  const { handle } = server;
  if (!options.server) {
    server.handle = (object, transport) => {
      if (object.type === "history" && !object.before) return transport.receive({ type: "history", id: object.id, room: object.room, messages: server.of("@a.b").slice(-object.limit), more: false });
      handle.call(server, object.room === "@Bob" ? { ...object, room: "@a.b" } : object, transport);
    };
  }
  const page = await setUp({ ...options, server });
  const tell = async () => {
    server.last.receive(direct);
    await settled();
  };
  await tell();
  return { ...page, tell, direct: () => page.store.find("@a.b") };
}

test("direct messages that were closed stay closed over a reload, until something new is said", async () => {
  const first = await withBob();
  first.server.say("@a.b", "hello", bob);
  first.store.leave(first.direct());
  assert.equal(first.direct(), undefined);
  await first.tell();
  assert.equal(first.direct(), undefined);
  first.chat.close();
  const second = await withBob({ storage: first.storage, server: first.server });
  assert.equal(second.direct(), undefined);
  second.server.say("@a.b", "are you there?", bob);
  await second.tell();
  assert.equal(second.direct()?.unread, 2);
});

test("of many conversations that were closed one is asked for after the other, again where the server is busy, and each that has news is opened", async () => {
  const storage = new MemoryStorage();
  const closed = new ClosedDirects(storage);
  const names = Array.from({ length: 200 }, (_, index) => `@a.x${index}`);
  for (const name of names) closed.close(name, "p1");
  const { store, server, clock } = await setUp({ storage });
  const { handle } = server;
  const newest = server.say("lobby", "x");
  let [waiting, most, isBusy] = [0, 0, true];
  server.handle = (object, transport) => {
    if (object.type !== "history") return handle.call(server, object, transport);
    most = Math.max(most, (waiting += 1));
    queueMicrotask(() => {
      waiting -= 1;
      const position = ["@a.x0", "@a.x150"].includes(object.room) ? "p2" : "p1";
      if (isBusy) transport.receive({ type: "error", id: object.id, code: "rate_limited", message: "Later.", retryAfter: 1_000 });
      else transport.receive({ type: "history", id: object.id, room: object.room, messages: [{ ...newest, position }], more: false });
    });
  };
  for (const [index, room] of names.entries()) server.last.receive({ type: "direct", room, with: { id: `x${index}`, name: `X${index}`, kind: "user" } });
  await clock.pass(999);
  isBusy = false;
  await clock.pass(1_000);
  for (let turns = 0; turns < 200; turns += 1) await settled();
  assert.deepEqual([most, [...store.rooms.keys()]], [1, ["lobby", "@a.x0", "@a.x150"]]);
});

test("a closed conversation that is out of reach for a while does not hide what is said in another one", async () => {
  const storage = new MemoryStorage();
  const closed = new ClosedDirects(storage);
  const names = ["@a.x0", "@a.x1"];
  for (const name of names) closed.close(name, "p1");
  const { store, server, clock } = await setUp({ storage });
  const { handle } = server;
  const newest = server.say("lobby", "x");
  let isAway = true;
  server.handle = (object, transport) => {
    if (object.type !== "history") return handle.call(server, object, transport);
    if (isAway && object.room === names[0]) return transport.receive({ type: "error", id: object.id, code: "unavailable", message: "Later.", retryAfter: 1_000 });
    transport.receive({ type: "history", id: object.id, room: object.room, messages: [{ ...newest, position: "p2" }], more: false });
  };
  for (const [index, room] of names.entries()) server.last.receive({ type: "direct", room, with: { id: `x${index}`, name: `X${index}`, kind: "user" } });
  await settled();
  assert.deepEqual([...store.rooms.keys()], ["lobby", names[1]]);
  isAway = false;
  await clock.pass(1_000);
  await settled();
  assert.deepEqual([...store.rooms.keys()], ["lobby", names[1], names[0]]);
});

test("direct messages that were closed come back when one opens them", async () => {
  const first = await withBob();
  first.store.leave(first.direct());
  first.store.open("@Bob");
  await settled();
  first.chat.close();
  const second = await withBob({ storage: first.storage, server: first.server });
  assert.equal(second.direct()?.name, "@a.b");
});

test("who signs in anew under a name is another one, whom one writes to in another room", async () => {
  const { store, server, clock } = await setUp();
  const former = { ...bob, id: "before" };
  // As the server does it, which answers with the room's own name.
  const { handle } = server;
  let holder = former;
  const own = (user) => `@a.${user.id}`;
  for (const user of [former, bob]) server.partners.set(own(user), user);
  server.handle = (object, transport) => handle.call(server, object.room === "@Bob" ? { ...object, room: own(holder) } : object, transport);
  const first = store.open("@Bob");
  await clock.pass(10);
  holder = bob;
  const second = store.open("@Bob", bob);
  await clock.pass(10);
  assert.deepEqual([first, second].map((room) => [room.name, room.with?.id]), [["@a.before", "before"], ["@a.b", "b"]]);
  assert.deepEqual([store.open("@Bob", bob), store.open("@Bob", former), store.find("@a.before")], [second, first, first]);
  server.say("@a.before", "from before", former);
  server.say("@a.b", "from now", bob);
  await clock.pass(10);
  assert.deepEqual([first, second].map(({ timeline }) => timeline.entries.map(({ message }) => message?.text).join()), ["from before", "from now"]);
  // What stands in the page's address tells one from the other, and of one alone it is the name.
  assert.deepEqual([first, second].map((room) => addressOf(room, store.rooms.values())), ["@a.before", "@a.b"]);
  assert.equal(addressOf(second, [second]), "@Bob");
});

test("tabs agree on what is open", async () => {
  const first = await withBob();
  const second = await withBob({ storage: first.storage, server: first.server });
  first.store.leave(first.direct());
  second.store.storageChanged("tchatter.closed");
  assert.equal(second.direct(), undefined);
  first.store.open("design");
  second.store.storageChanged("tchatter.rooms");
  assert.ok(second.store.find("design"));
  // Both at once: neither forgets what the other did.
  first.store.open("one");
  second.store.open("two");
  for (const { store } of [first, second]) store.storageChanged("tchatter.rooms");
  for (const { store } of [first, second]) assert.deepEqual([...store.rooms.keys()].sort(), ["design", "lobby", "one", "two"]);
  first.store.leave(first.store.find("design"));
  second.store.storageChanged("tchatter.rooms");
  assert.deepEqual([...second.store.rooms.keys()].sort(), ["lobby", "one", "two"]);
});

/** Ada's page with a list of members, which the instance miscounts. */
async function withMembers(users, count = users.length) {
  const server = new FakeServer();
  const { handle } = server;
  server.handle = (object, transport) => {
    if (object.type === "members") return transport.receive({ type: "members", id: object.id, room: object.room, users, count });
    handle.call(server, object, transport);
  };
  const page = await setUp({ server });
  page.store.select(page.room);
  await page.store.loadMembers(page.room);
  const tell = (fields) => page.server.last.receive({ type: "presence", room: "lobby", ...fields });
  return { ...page, tell };
}

const eve = { id: "e", name: "Eve", kind: "user" };

test("how many are there is as many as the list names", async () => {
  const { room, tell, server, clock } = await withMembers([ada, bob]);
  assert.equal(room.count, 2);
  tell({ user: eve, state: "joined", count: 1 });
  assert.equal(room.count, 3);
  tell({ user: bob, state: "left", count: 9 });
  assert.equal(room.count, 2);
  server.last.break();
  await clock.pass(5_000);
  assert.equal(room.count, 2);
});

test("of many only the number is told", async () => {
  const { room, tell } = await withMembers([ada, bob], 300);
  assert.equal(room.count, 300);
  tell({ count: 301 });
  assert.equal(room.count, 301);
});

test("before anybody was counted nobody is said to be alone", async () => {
  const { room } = await setUp();
  assert.equal(statusOf(room, true), "");
  const counted = await withMembers([ada]);
  assert.equal(statusOf(counted.room, true), "Just you");
});

test("who comes back under their name is there once", async () => {
  const { room, tell } = await withMembers([ada, bob, { ...ada, id: "before" }]);
  assert.deepEqual([...room.members.keys()], ["a", "b"]);
  tell({ user: { ...bob, id: "later" }, state: "joined", count: 3 });
  assert.deepEqual([[...room.members.keys()], room.count], [["a", "later"], 2]);
  tell({ user: bob, state: "left", count: 2 });
  assert.deepEqual([...room.members.keys()], ["a", "later"]);
});

test("why a room can't be opened for now is told until it is", async () => {
  const { server, store, clock } = await setUp();
  const { handle } = server;
  let isRefusing = true;
  server.handle = (object, transport) => {
    if (object.type !== "join" || !isRefusing) return handle.call(server, object, transport);
    transport.receive({ type: "error", id: object.id, code: "rate_limited", message: "No more new rooms for now.", retryAfter: 1_000 });
  };
  const room = store.open("design");
  await settled();
  assert.equal(statusOf(room, false), "Waiting to open it. No more new rooms for now.");
  isRefusing = false;
  await clock.pass(5_000);
  assert.equal(room.problem, "");
  assert.ok(room.isKnown);
});

test("tabs agree on how a room is wanted, and a page that was put away learns what it missed", async () => {
  const first = await setUp();
  const second = await again(first);
  first.store.set(first.room, { isMuted: true });
  second.store.storageChanged("tchatter.room-settings");
  assert.equal(second.store.settings.of("lobby").isMuted, true);
  first.store.open("design");
  first.store.set(first.room, { isMuted: false });
  second.store.catchUpWithTabs();
  assert.ok(second.store.find("design"));
  assert.equal(second.store.settings.of("lobby").isMuted, false);
  first.store.leave(first.store.find("design"));
  second.store.catchUpWithTabs();
  assert.equal(second.store.find("design"), undefined);
});
