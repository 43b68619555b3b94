import assert from "node:assert/strict";
import test from "node:test";
import { followPage } from "../../Public/client/page-events.js";
import { FakePage, settled, setUpChat } from "./fakes.js";

async function setUp(options = {}) {
  const page = new FakePage();
  return { page, ...(await setUpChat({ page, ...options })) };
}

for (const [away, back] of [["pagehide", "pageshow"], ["freeze", "resume"]]) {
  test(`on ${away} the connection is closed as done, on ${back} another one is there at once`, async () => {
    const { chat, page, server, clock, texts, phases } = await setUp();
    const first = server.last;
    phases.length = 0;
    page.tell(away, { persisted: true });
    assert.equal(first.closedWith, 1000);
    assert.equal(chat.isLive("lobby"), false);
    // Put away, nothing is tried, and nobody is told.
    await clock.pass(3_600_000);
    assert.equal(server.last, first);
    server.say("lobby", "meanwhile");
    page.tell(back, { persisted: true });
    await settled();
    assert.notEqual(server.last, first);
    assert.deepEqual([chat.phase, texts, phases], ["up", ["meanwhile"], ["connecting", "up"]]);
  });
}

test("one return that is told several times makes one connection", async () => {
  const { page, server } = await setUp();
  page.tell("pagehide", { persisted: true });
  page.show(false);
  page.tell("freeze");
  const { length } = server.transports;
  page.tell("resume");
  page.show(true);
  page.tell("pageshow", { persisted: true });
  page.tell("focus");
  await settled();
  assert.equal(server.transports.length, length + 1);
});

test("put away while it waits to connect, it does so when it is back, and without waiting", async () => {
  const { chat, page, server, clock } = await setUp();
  clock.chance = 1;
  server.last.break();
  await settled();
  page.tell("pagehide", { persisted: true });
  await clock.pass(60_000);
  assert.equal(server.transports.length, 1);
  page.tell("pageshow", { persisted: true });
  await settled();
  assert.equal(chat.phase, "up");
});

test("a page that is shown for the first time keeps its connection", async () => {
  const { page, server } = await setUp();
  page.tell("pageshow", { persisted: false });
  assert.equal(server.last.isClosed, false);
});

test("back in sight, a silent connection is asked, and given up after seconds by the clock", async () => {
  const { chat, page, server, clock } = await setUp();
  chat.isActive = false;
  page.show(false);
  server.isMute = true;
  const silent = server.last;
  // Its timers come late: the clock goes on without them.
  clock.time += 70_000;
  page.show(true);
  assert.ok(silent.find("ping"));
  clock.time += 4_000;
  page.tell("focus");
  assert.equal(silent.isClosed, true);
});

test("what happens on the page or comes from the network does what late timers have not done", async () => {
  const { page, server, clock, phases } = await setUp();
  const old = server.last;
  old.receive({ type: "reconnect", reason: "restart", window: 1_000 });
  clock.time += 1_000;
  server.say("lobby", "x");
  await settled();
  assert.notEqual(server.last, old);
  clock.chance = 1;
  server.last.break();
  await settled();
  assert.equal(phases.at(-1), "waiting");
  clock.time += 1_000;
  page.tell("blur");
  await settled();
  assert.equal(phases.at(-1), "up");
});

test("for each event of a page there is what the connection does, until it ends", () => {
  const page = new FakePage();
  const calls = [];
  const connection = Object.fromEntries(["pause", "resume", "probe", "look"].map((name) => [name, () => calls.push(name)]));
  const end = followPage(/** @type {any} */ (connection), page);
  const events = [["pagehide", "pause"], ["freeze", "pause"], ["resume", "resume"], ["online", "probe"], ["offline", "probe"], ["focus", "look"], ["blur", "look"]];
  for (const [name, expected] of events) {
    page.tell(name);
    assert.equal(calls.pop(), expected, name);
  }
  page.show(false);
  assert.equal(calls.pop(), "look");
  page.show(true);
  assert.equal(calls.pop(), "probe");
  end();
  for (const [name] of events) page.tell(name);
  assert.deepEqual(calls, []);
});

test("a chat that was closed or has ended hears no page", async () => {
  for (const finish of [(chat) => chat.close(), (_, server) => server.last.break(4501)]) {
    const { chat, page, server } = await setUp();
    finish(chat, server);
    page.tell("pagehide", { persisted: true });
    page.tell("pageshow", { persisted: true });
    await settled();
    assert.deepEqual([chat.phase, server.transports.length], ["ended", 1]);
  }
});

test("programs have no page", () => {
  followPage(/** @type {any} */ ({}), {})();
});
