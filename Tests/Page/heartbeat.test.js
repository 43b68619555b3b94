import assert from "node:assert/strict";
import test from "node:test";
import { Alarm } from "../../Public/client/alarm.js";
import { Heartbeat } from "../../Public/client/heartbeat.js";
import { FakeClock } from "./fakes.js";

/** A heartbeat, and what it did and when. */
function setUp() {
  const clock = new FakeClock();
  const done = [];
  const note = (what) => () => void done.push(`${what} at ${clock.time}`);
  const heartbeat = new Heartbeat(clock, note("asked"), note("lost"));
  return { clock, heartbeat, done };
}

test("after a silence it asks, and after another one it is lost", async () => {
  const { clock, heartbeat, done } = setUp();
  heartbeat.begin();
  await clock.pass(60_000);
  assert.deepEqual(done, ["asked at 4500", "lost at 8500"]);
});

test("who does not look is given more time", async () => {
  const { clock, heartbeat, done } = setUp();
  heartbeat.isActive = false;
  heartbeat.begin();
  await clock.pass(60_000);
  assert.deepEqual(done, ["asked at 25000", "lost at 45000"]);
});

test("whatever is heard ends the silence", async () => {
  const { clock, heartbeat, done } = setUp();
  heartbeat.begin();
  for (const _ of [1, 2, 3]) {
    await clock.pass(4_000);
    heartbeat.heard();
  }
  await clock.pass(4_500);
  heartbeat.heard();
  await clock.pass(4_499);
  assert.deepEqual(done, ["asked at 16500"]);
});

test("who comes back does not wait for a question of before as long as it was given", async () => {
  const { clock, heartbeat, done } = setUp();
  heartbeat.isActive = false;
  heartbeat.begin();
  await clock.pass(26_000);
  heartbeat.probe();
  await clock.pass(4_000);
  assert.deepEqual(done, ["asked at 25000", "lost at 30000"]);
});

test("a timer that comes late is not waited for: whoever looks at the clock learns what is due", async () => {
  const { clock, heartbeat, done } = setUp();
  heartbeat.begin();
  await clock.pass(4_500);
  clock.time += 4_000;
  heartbeat.look();
  assert.deepEqual(done, ["asked at 4500", "lost at 8500"]);
});

test("a timer that comes late after a sleep asks first", async () => {
  const { clock, heartbeat, done } = setUp();
  heartbeat.begin();
  clock.time += 3_600_000;
  await clock.pass(4_000);
  assert.deepEqual(done, ["asked at 3600000", "lost at 3604000"]);
});

test("what is heard sets the alarm, so that none is begun by a chain of alarms", async () => {
  const { clock, heartbeat } = setUp();
  const { after } = clock;
  let nesting = 0;
  let deepest = 0;
  // As browsers count it: a timer that is set by a timer is one deeper.
  clock.after = (milliseconds, body) => {
    const depth = nesting + 1;
    deepest = Math.max(deepest, depth);
    return after(milliseconds, () => {
      nesting = depth;
      body();
      nesting = 0;
    });
  };
  heartbeat.begin();
  for (let second = 0; second < 100; second += 1) {
    await clock.pass(second % 7 ? 700 : 4_600);
    heartbeat.heard();
  }
  assert.ok(deepest <= 3, `${deepest}`);
});

test("one that has ended does nothing more", async () => {
  const { clock, heartbeat, done } = setUp();
  heartbeat.begin();
  heartbeat.end();
  await clock.pass(60_000);
  assert.deepEqual(done, []);
});

test("an alarm goes off once, by its timer or when somebody looks", async () => {
  const clock = new FakeClock();
  const alarm = new Alarm(clock);
  let count = 0;
  alarm.set(1_000, () => (count += 1));
  alarm.look();
  assert.equal(count, 0);
  clock.time += 1_000;
  alarm.look();
  await clock.pass(5_000);
  assert.deepEqual([count, alarm.at], [1, null]);
  alarm.set(1_000, () => (count += 10));
  alarm.set(2_000, () => (count += 100));
  await clock.pass(5_000);
  assert.equal(count, 101);
});
