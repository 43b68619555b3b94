import assert from "node:assert/strict";
import test from "node:test";
import { makeRoom } from "../../Public/client/room.js";
import { invitationForm } from "../../Public/views/invitation-form.js";
import { moment } from "../../Public/views/time.js";
import { setUpChat as setUp, settled } from "./fakes.js";

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

/** As much of an element as a form takes. */
class FakeElement extends EventTarget {
  children = [];
  setAttribute(name, value) {
    this[name] = value;
  }
  append(child) {
    this.children.push(child);
  }
  focus() {}
}

test("a link is asked for as long as it was chosen, and is said to hold as long as the server answers", async (context) => {
  Object.assign(globalThis, { document: { createElement: () => new FakeElement() }, location: { href: "http://x/" } });
  context.after(() => ["document", "location"].forEach((name) => delete globalThis[name]));
  const [now, capped] = [1_700_000_000_000, 1_702_591_000_000];
  const asked = [];
  const invite = async (room, what) => (asked.push(what), { invitation: "AGsVrz", until: capped });
  const form = /** @type {any} */ (invitationForm(makeRoom("tea", null), { invite, ask: async () => true, now: () => now }));
  const all = (element) => [element, ...(element.children ?? []).flatMap(all)];
  const find = (id) => all(form).find((each) => each.id === id);
  find("lifetime").value = "2592000";
  form.dispatchEvent(new Event("submit"));
  await settled();
  assert.deepEqual(asked, [{ until: now + 2_592_000_000, renew: undefined }]);
  assert.match(find("invitation").value, /#tea\?invitation=AGsVrz$/);
  assert.ok(all(form).some(({ textContent }) => textContent?.includes(moment(capped, now))));
});
