import assert from "node:assert/strict";
import test from "node:test";
import { RequestError } from "../../Public/client/protocol.js";
import { outwait } from "../../Public/views/missing-history.js";
import { FakeClock } from "./fakes.js";

/** After how many milliseconds it may be asked again, if it ever may; and what is told. @param {RequestError} error */
async function outwaited(error) {
  const clock = new FakeClock();
  const told = [];
  let end;
  outwait(error, clock, (words) => told.push(words)).then(() => (end = clock.time));
  await clock.pass(1_000_000);
  return [end, told];
}

test("what can't be had for now is asked for again after a while, or when the server says", async () => {
  const words = ["Can't load earlier messages right now. Still trying…"];
  assert.deepEqual(await outwaited(new RequestError("unavailable", "The archive is away.")), [5_000, words]);
  assert.deepEqual(await outwaited(new RequestError("rate_limited", "Slower.", 700)), [700, words]);
});

test("a connection that broke is no news here, and what is refused for good is not asked for again", async () => {
  assert.deepEqual(await outwaited(new RequestError("lost", "Not connected.")), [0, []]);
  assert.deepEqual(await outwaited(new RequestError("forbidden", "Not open.")), [undefined, ["Can't load earlier messages right now."]]);
});
