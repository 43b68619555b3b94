import assert from "node:assert/strict";
import test from "node:test";
import { PollTransport } from "../../Public/client/poll-transport.js";
import { connect } from "../../Public/tchatter.js";
import { FakeClock, FakeServer, ada, settled } from "./fakes.js";

/** A server that knows tokens, and an application that brings them. */
class TokenServer extends FakeServer {
  /** Sessions that live. */
  sessions = new Set();
  /** @type {(token: string) => boolean} */
  takes = () => true;
  hellos = [];
  renewals = [];

  handle(object, transport) {
    const { type, id } = object;
    if (type === "renew") {
      this.renewals.push(object.token);
      if (!this.isMute) transport.receive({ type: "renewed", id, expires: 1 });
      return;
    }
    if (type !== "hello") return super.handle(object, transport);
    this.hellos.push(object.token ?? object.session);
    const isTaken = object.token ? this.takes(object.token) : this.sessions.has(object.session);
    if (!isTaken) {
      transport.receive({ type: "error", id, code: "unauthorized", message: "The token's exp is over." });
      return transport.break(4501);
    }
    const session = object.token ? `s${this.sessions.size + 1}` : undefined;
    if (session) this.sessions.add(session);
    transport.receive({ type: "welcome", id, user: ada, session, expires: 1_700_000_300_000, server: {}, limits: {} });
  }
}

async function setUp(token, options = {}) {
  const clock = new FakeClock();
  const server = new TokenServer();
  const ends = [];
  const asked = [];
  const provide = async () => (asked.push(clock.now()), (await token?.(asked.length)) ?? `t${asked.length}`);
  const chat = connect({
    url: "http://x/", clock, makeTransport: server.make, askHealth: async () => "serving", page: {}, token: provide, ...options,
  });
  chat.on("ended", (end) => ends.push(end));
  chat.join("lobby");
  await settled();
  await settled();
  return { chat, clock, server, ends, asked };
}

test("a token is asked for once, and from then on the session counts", async () => {
  const { chat, clock, server, asked } = await setUp();
  assert.equal(chat.phase, "up");
  assert.deepEqual(server.hellos, ["t1"]);
  server.last.break();
  await clock.pass(1_000);
  server.last.receive({ type: "reconnect", window: 0 });
  await clock.pass(1_000);
  assert.equal(chat.phase, "up");
  assert.deepEqual(server.hellos, ["t1", "s1", "s1"]);
  assert.equal(asked.length, 1);
});

test("when the session expires soon it is renewed, once, on the connection that counts", async () => {
  const { server, asked } = await setUp();
  for (let time = 0; time < 3; time += 1) server.last.receive({ type: "expiring", within: 60_000 });
  await settled();
  assert.deepEqual(server.renewals, ["t2"]);
  assert.equal(asked.length, 2);
  server.last.receive({ type: "expiring", within: 60_000 });
  await settled();
  assert.deepEqual(server.renewals, ["t2", "t3"]);
});

test("a connection that is lost while a token is brought doubles nothing", async () => {
  let bring;
  const { clock, server, asked } = await setUp((number) => (number === 2 ? new Promise((resolve) => (bring = resolve)) : undefined));
  server.last.receive({ type: "expiring", within: 60_000 });
  server.last.break();
  await clock.pass(1_000);
  server.last.receive({ type: "expiring", within: 50_000 });
  await settled();
  bring("late");
  await settled();
  assert.deepEqual(server.renewals, ["late"]);
  assert.equal(asked.length, 2);
});

test("at the end of its time it comes back with a new token, after a pause", async () => {
  const { chat, clock, server, asked } = await setUp();
  server.sessions.clear();
  server.last.break(4010);
  await settled();
  assert.equal(chat.phase, "waiting");
  assert.equal(asked.length, 1, "not before the pause");
  await clock.pass(1_000);
  assert.equal(chat.phase, "up");
  assert.deepEqual(server.hellos, ["t1", "t2"]);
});

test("a session that is unknown is replaced by means of a token", async () => {
  const { chat, clock, server } = await setUp();
  server.sessions.clear();
  server.last.break();
  await clock.pass(4_000);
  assert.equal(chat.phase, "up");
  assert.deepEqual(server.hellos, ["t1", "s1", "t2"]);
});

test("one stale token is not shown twice, and after three the chat ends", async () => {
  const { chat, clock, server, ends, asked } = await setUp(() => "stale");
  assert.equal(chat.phase, "up");
  server.takes = () => false;
  server.sessions.clear();
  server.last.break(4010);
  await clock.pass(120_000);
  assert.deepEqual(server.hellos, ["stale", "stale"]);
  assert.equal(chat.phase, "ended");
  assert.equal(ends.length, 1);
  assert.equal(asked.length, 4);
  await clock.pass(3_600_000);
  assert.equal(asked.length, 4);
});

test("other tokens that are refused end the chat, too", async () => {
  const { chat, clock, server, ends } = await setUp();
  server.takes = () => false;
  server.sessions.clear();
  server.last.break(4501);
  await clock.pass(120_000);
  assert.deepEqual(server.hellos, ["t1", "t2", "t3", "t4"]);
  assert.equal(chat.phase, "ended");
  assert.equal(ends[0].code, 4501);
});

test("an application that brings none for a while is asked ever more slowly, and never given up", async () => {
  let isAway = true;
  const { chat, clock, asked } = await setUp(() => {
    if (isAway) throw new Error("no backend");
  });
  await clock.pass(600_000);
  assert.ok(asked.length > 20 && asked.length < 80, String(asked.length));
  isAway = false;
  await clock.pass(40_000);
  assert.equal(chat.phase, "up");
});

test("an application that never answers is asked again", async () => {
  const { chat, clock, asked } = await setUp((number) => (number === 1 ? new Promise(() => {}) : undefined));
  assert.equal(chat.phase, "connecting");
  await clock.pass(29_000);
  assert.equal(asked.length, 1);
  await clock.pass(3_000);
  assert.equal(asked.length, 2);
  assert.equal(chat.phase, "up");
});

test("without an application's tokens the end of a session is the end", async () => {
  const { chat, clock, server, ends } = await setUp(undefined, { token: undefined, session: "s1" });
  assert.equal(chat.phase, "ended");
  assert.equal(ends.length, 1);
  await clock.pass(60_000);
  assert.deepEqual(server.hellos, ["s1"]);
});

test("over long-polling the token is shown once, in a field, and never in an address or a poll", async () => {
  const calls = [];
  const fetching = async (url, init) => {
    calls.push({ url, ...init });
    const reply = url.endsWith("/session") ? { session: "s1", user: ada } : [{ type: "welcome", id: "h", user: ada }];
    return { ok: true, status: url.endsWith("/session") ? 201 : 200, json: async () => reply, headers: new Headers() };
  };
  const received = [];
  const transport = new PollTransport("http://x/poll", new FakeClock(), fetching);
  transport.open({ opened: () => {}, received: (object) => received.push(object), closed: () => {} });
  transport.send({ type: "hello", id: "h", version: 1, token: "a.b.c" });
  await settled();
  assert.equal(received[0].session, "s1");
  assert.equal(calls[0].headers.Authorization, "Bearer a.b.c");
  for (const { url, body } of calls) assert.ok(!`${url}${body}`.includes("a.b.c"));
});

test("over long-polling a token that is refused is not tried again", async () => {
  const calls = [];
  const error = { type: "error", code: "unauthorized", message: "The token's exp is over." };
  const fetching = async (url) => (calls.push(url), { ok: false, status: 401, json: async () => error, headers: new Headers() });
  const told = [];
  const clock = new FakeClock();
  const transport = new PollTransport("http://x/poll", clock, fetching);
  transport.open({ opened: () => {}, received: (object) => told.push(object.code), closed: (code) => told.push(code) });
  transport.send({ type: "hello", id: "h", version: 1, token: "a.b.c" });
  await clock.pass(10_000);
  assert.deepEqual(told, ["unauthorized", 4501]);
  assert.equal(calls.length, 1);
});
