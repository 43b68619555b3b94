import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { connect } from "../../Public/tchatter.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { FakeClock, FakeTransport, settled } from "./fakes.js";

// What the servers of older versions said (Tests/Samples), to today's page.
const folder = new URL("../Samples/", import.meta.url);
const versions = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && /^\d/.test(entry.name));
const read = (version, name) => readFileSync(new URL(`${version.name}/${name}`, folder), "utf8");

test("there are samples", () => assert.ok(versions.length > 0));

for (const version of versions) {
  const facts = JSON.parse(read(version, "facts.json"));
  const objects = read(version, "objects.jsonl").trim().split("\n").map((line) => JSON.parse(line));
  const first = (type, fits = () => true) => objects.find((object) => object.type === type && fits(object));

  test(`the page understands what a server of version ${version.name} says`, async () => {
    const made = [];
    const makeTransport = (kind) => {
      const transport = new FakeTransport(kind);
      transport.answer = ({ type, id, room }) => {
        const replies = { hello: "welcome", join: "joined", ping: "pong" };
        const reply = first(replies[type], (object) => type !== "join" || object.room === room);
        if (reply) queueMicrotask(() => transport.receive({ ...reply, id }));
      };
      made.push(transport);
      return transport;
    };
    const clock = new FakeClock();
    const chat = connect({ url: "http://x/", clock, makeTransport, storage: new MemoryStorage(), askHealth: async () => "serving" });
    const heard = { message: [], presence: [], typing: [], direct: [], maintenance: [], gap: [] };
    for (const name of Object.keys(heard)) chat.on(name, (detail) => heard[name].push(detail));
    await chat.join(facts.room);
    await settled();
    assert.deepEqual(chat.user, first("welcome").user);
    for (const object of objects) if (object.type !== "reconnect" && !["welcome", "joined"].includes(object.type)) made[0].receive(object);
    await settled();
    const texts = heard.message.map(({ message }) => message.text);
    const said = facts.messages.map((message) => message.text);
    assert.deepEqual(texts.slice(0, said.length), said);
    assert.equal(heard.typing.length, objects.filter(({ type }) => type === "typing").length);
    assert.equal(heard.direct.length, objects.filter(({ type }) => type === "direct").length);
    assert.equal(heard.maintenance.length, objects.filter(({ type }) => type === "maintenance").length);
    assert.ok(heard.presence.length > 0);
    assert.ok(heard.gap.length > 0);
    assert.equal(chat.phase, "up");
    // Asked to, it moves: another connection before this one is closed.
    made[0].receive(first("reconnect"));
    await clock.pass(10_000);
    assert.equal(made.length, 2);
    assert.equal(chat.phase, "up");
    assert.ok(made[0].isClosed && !made[1].isClosed);
  });
}
