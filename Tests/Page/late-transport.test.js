import assert from "node:assert/strict";
import test from "node:test";
import { LateTransport } from "../../Public/client/late-transport.js";
import { settled } from "./fakes.js";

/** A transport that comes when `arrive` is called, and what was done with it and told of it. */
function setUp() {
  const done = [];
  let arrive = (_) => {};
  let fail = (_) => {};
  const real = {
    kind: "poll", events: /** @type {any} */ (null),
    open(events) {
      real.events = events;
      done.push("open");
    },
    send: (object) => done.push(object.type),
    close: (code) => (done.push("close"), real.events.closed(code, "")),
  };
  const late = new LateTransport("poll", () => new Promise((resolve, reject) => ([arrive, fail] = [() => resolve(/** @type {any} */ (real)), reject])));
  const events = { opened: () => done.push("opened"), received: (object) => done.push(`got ${object.type}`), closed: (code) => done.push(`closed ${code}`) };
  return { late, real, events, done, arrive: () => arrive(), fail: () => fail(new Error("gone")) };
}

test("what is sent before the transport has come is sent when it has, in order", async () => {
  const { late, real, events, done, arrive } = setUp();
  late.open(events);
  late.send({ type: "hello" });
  late.send({ type: "join" });
  assert.deepEqual(done, []);
  arrive();
  await settled();
  real.events.opened();
  late.send({ type: "send" });
  real.events.received({ type: "sent" });
  assert.deepEqual(done, ["open", "hello", "join", "opened", "send", "got sent"]);
  late.close(1000, "");
  assert.deepEqual(done.slice(-2), ["close", "closed 1000"]);
});

test("one that was closed before it has come is not opened, and closed once", async () => {
  const { late, events, done, arrive } = setUp();
  late.open(events);
  late.send({ type: "hello" });
  late.close(4000, "");
  arrive();
  await settled();
  late.close(4000, "");
  assert.deepEqual(done, ["closed 4000"]);
});

test("one that can't be had is like a connection that never came up", async () => {
  const { late, events, done, fail } = setUp();
  late.open(events);
  fail();
  await settled();
  late.send({ type: "hello" });
  assert.deepEqual(done, ["closed 1006"]);
});
