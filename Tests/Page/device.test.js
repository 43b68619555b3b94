import assert from "node:assert/strict";
import test from "node:test";
import { PollTransport } from "../../Public/client/poll-transport.js";
import { connect } from "../../Public/tchatter.js";
import { FakeClock, FakeServer, ada, settled } from "./fakes.js";

/** A server that takes a code once, and again by the same secret; the first hello's answer is lost. */
class CodeServer extends FakeServer {
  hellos = [];

  handle(object, transport) {
    const { type, id, ...said } = object;
    if (type === "device") return transport.receive({ type: "device", id, code: "7K3QD-M0V9X", within: 600_000 });
    if (type !== "hello") return super.handle(object, transport);
    this.hellos.push(said);
    if (this.hellos.length === 1) return transport.break();
    transport.receive({ type: "welcome", id, user: ada, session: said.session ? undefined : "s1", server: {}, limits: {} });
  }
}

test("a code signs in, by the same secret when the answer was lost, and from then on the session counts", async () => {
  const [clock, server] = [new FakeClock(), new CodeServer()];
  const chat = connect({ url: "http://x/", clock, makeTransport: server.make, askHealth: async () => "serving", page: {}, code: "7k3qdm0v9x", name: "Eve" });
  await settled();
  await clock.pass(2_000);
  assert.equal(chat.phase, "up");
  assert.equal(chat.user?.id, ada.id);
  server.last.break();
  await clock.pass(2_000);
  const [first, second, third] = server.hellos;
  assert.deepEqual([first.code, first.name], ["7k3qdm0v9x", undefined]);
  assert.match(first.secret, /^[0-9a-f]{32}$/);
  assert.deepEqual(second, first);
  assert.deepEqual([third.session, third.code, third.secret], ["s1", undefined, undefined]);
  assert.equal((await chat.ask("device")).code, "7K3QD-M0V9X");
  chat.close();
});

test("of another device that comes in by the code the page hears, and asks for all of them and their end", async () => {
  const [clock, server] = [new FakeClock(), new CodeServer()];
  const chat = connect({ url: "http://x/", clock, makeTransport: server.make, askHealth: async () => "serving", page: {}, code: "7k3qdm0v9x" });
  const heard = [];
  chat.on("device_added", (told) => heard.push(told.device));
  await settled();
  await clock.pass(2_000);
  server.last.receive({ type: "device_added", device: "0123456789abcdef", time: 5 });
  assert.deepEqual(heard, ["0123456789abcdef"]);
  const asked = [];
  server.handle = (object, transport) => (asked.push(object), transport.receive({ type: object.type === "devices" ? "devices" : "revoked", id: object.id, devices: [], ended: 1 }));
  assert.deepEqual((await chat.ask("devices")).devices, []);
  assert.equal((await chat.ask("revoke", undefined, { device: "0123456789abcdef" })).ended, 1);
  assert.deepEqual(asked.map(({ type, device }) => [type, device]), [["devices", undefined], ["revoke", "0123456789abcdef"]]);
  chat.close();
});

/** What a transport by long-poll asks that says hello with a code, and what it is told. */
async function polling(status, answer) {
  const [calls, told] = [[], []];
  const fetching = async (url, init) => {
    calls.push({ url, ...init });
    const isSession = url.endsWith("/session");
    const reply = isSession ? answer : [{ type: "welcome", id: "h", user: ada }];
    return { ok: !isSession || status < 300, status: isSession ? status : 200, json: async () => reply, headers: new Headers() };
  };
  const transport = new PollTransport("http://x/poll", new FakeClock(), fetching);
  transport.open({ opened: () => {}, received: (object) => told.push(object.code ?? object.session), closed: (code) => told.push(code) });
  transport.send({ type: "hello", id: "h", version: 1, code: "7k3qdm0v9x", secret: "5".repeat(32) });
  await settled();
  await settled();
  return { calls, told };
}

test("over long-polling the code is shown once, and never in an address or a poll", async () => {
  const { calls, told } = await polling(201, { session: "s1", user: ada });
  assert.deepEqual(told, ["s1"]);
  assert.deepEqual(JSON.parse(calls[0].body), { code: "7k3qdm0v9x", secret: "5".repeat(32) });
  assert.ok(calls.length > 1);
  for (const { url, body } of calls) assert.ok(!url.includes("7k3qdm0v9x") && (url.endsWith("/session") || !/7k3q|555/.test(body)));
});

test("over long-polling a code that is refused is not tried again", async () => {
  const { calls, told } = await polling(401, { type: "error", code: "unauthorized", message: "This code is wrong." });
  assert.deepEqual(told, ["unauthorized", 4501]);
  assert.equal(calls.length, 1);
});
