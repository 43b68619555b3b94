import assert from "node:assert/strict";
import test from "node:test";
import { wordsOf } from "../../Public/client/close-codes.js";
import { PollTransport } from "../../Public/client/poll-transport.js";
import { FakeClock, settled, setUpChat } from "./fakes.js";

test("who is banned is told so, until when and why, and is not connected again", async () => {
  const { chat, server, clock, ends } = await setUpChat();
  server.last.receive({ type: "error", code: "forbidden", message: "You are banned until noon: spam" });
  server.last.break(4503);
  const { length } = server.transports;
  await clock.pass(3_600_000);
  assert.equal(chat.phase, "ended");
  assert.equal(server.transports.length, length);
  assert.equal(ends[0].words, "You are banned until noon: spam");
  assert.match(wordsOf({ code: 4503 }), /can't take part/);
});

test("a poll that is refused for a ban ends with the same words", async () => {
  const clock = new FakeClock();
  const told = { type: "error", code: "forbidden", message: "You are banned." };
  const fetching = async () => ({ ok: false, status: 403, headers: new Headers(), json: async () => told });
  const transport = new PollTransport("http://x/poll", clock, fetching);
  const events = [];
  transport.open({ opened() {}, received: (object) => events.push(object), closed: (code) => events.push(code) });
  transport.send({ type: "hello", id: "h", session: "s" });
  await settled();
  assert.deepEqual(events, [told, 4503]);
});

test("a suspension is known from the welcome on, and what is told later changes it", async () => {
  const { chat, server, clock } = await setUpChat();
  const told = [];
  chat.on("suspended", (suspension) => told.push(suspension));
  server.last.receive({ type: "suspended", on: true, until: 5, reason: "calm down" });
  assert.deepEqual(chat.suspension, { until: 5, reason: "calm down" });
  server.last.receive({ type: "suspended", on: false });
  assert.equal(chat.suspension, null);
  const { handle } = server;
  server.handle = (object, transport) => {
    if (object.type !== "hello") return handle.call(server, object, transport);
    transport.receive({ type: "welcome", id: object.id, user: server.user, suspended: { reason: "again" } });
  };
  server.last.break();
  await clock.pass(5_000);
  assert.deepEqual(told, [{ until: 5, reason: "calm down" }, null, { reason: "again" }]);
});
