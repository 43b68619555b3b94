import assert from "node:assert/strict";
import test from "node:test";
import { setUpChat as setUp } from "./fakes.js";

test("an invitation is shown with the join that needs it, and not by who goes on", async () => {
  const { chat, server, clock } = await setUp();
  const joins = [];
  const { join } = server;
  server.join = (object, transport, reply) => {
    if (object.room === "secret") joins.push(object.invitation);
    join.call(server, object, transport, reply);
  };
  await chat.join("secret", "AGsVrz");
  server.say("secret", "in");
  server.last.break();
  await clock.pass(5_000);
  assert.deepEqual(joins, ["AGsVrz", undefined]);
});

test("whatever else is asked of a room resolves with the reply; what is reported is told", async () => {
  const { chat, server } = await setUp();
  const reports = [];
  chat.on("report", (report) => reports.push(report.reason));
  const reply = chat.ask("report", "lobby", { position: "e.0.1.x", reason: "Rude" });
  const { id, ...asked } = server.last.sent.at(-1);
  assert.deepEqual(asked, { type: "report", room: "lobby", position: "e.0.1.x", reason: "Rude" });
  server.last.receive({ type: "reported", id, room: "lobby" });
  assert.equal((await reply).type, "reported");
  server.last.receive({ type: "report", room: "lobby", position: "e.0.1.x", seq: 1, time: 1, user: { id: "b", name: "Bob" }, reason: "Rude" });
  assert.deepEqual(reports, ["Rude"]);
});
