// What the votes' page asks for after changes: spread, gathered, and again where it failed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refresher } from "../../Sources/tchatter-bots/VoteHTTP/Page/refresher.js";
import { Unauthorized } from "../../Sources/tchatter-bots/VoteHTTP/Page/votes-client.js";

/** A refresher whose questions are answered in turn, and which waits until it is told that the time is over. */
function scene(...answers) {
  const scene = { asked: 0, waited: [], pass: null };
  scene.refresher = new Refresher(async () => {
    scene.asked += 1;
    const answer = answers.shift();
    if (answer) throw answer;
  }, (milliseconds) => {
    scene.waited.push(milliseconds);
    return new Promise((resolve) => { scene.pass = resolve; });
  });
  return scene;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("what changes within a moment is asked for once", async () => {
  const one = scene();
  for (let number = 0; number < 3; number += 1) one.refresher.refresh();
  assert.deepEqual([one.asked, one.waited.length], [0, 1]);
  assert.ok(one.waited[0] < 1_000);
  one.pass();
  await settled();
  assert.deepEqual([one.asked, one.waited.length], [1, 1]);
  one.refresher.refresh(0);
  await settled();
  assert.deepEqual([one.asked, one.waited.length], [2, 1]);
});

test("what can't be had is asked for again, less often", async () => {
  const one = scene(new Error("status 429"), new Error("status 503"));
  const finished = one.refresher.refresh(0);
  for (const asked of [1, 2]) {
    await settled();
    assert.deepEqual([one.asked, one.waited.length], [asked, asked]);
    one.pass();
  }
  await finished;
  assert.equal(one.asked, 3);
});

test("without a key it is not asked for again", async () => {
  const one = scene(new Unauthorized());
  await one.refresher.refresh(0);
  assert.deepEqual([one.asked, one.waited.length], [1, 0]);
});
