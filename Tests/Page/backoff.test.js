import assert from "node:assert/strict";
import test from "node:test";
import { Backoff } from "../../Public/client/backoff.js";
import { FakeClock } from "./fakes.js";

test("a wait is a random part of a second, then of as long as has been waited already, up to its limit", () => {
  const clock = new FakeClock();
  clock.chance = 1;
  const backoff = new Backoff(clock);
  assert.deepEqual(Array.from({ length: 8 }, () => backoff.failed()), [1000, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
  clock.chance = 0;
  assert.equal(backoff.failed(), 0);
});

test("a connection takes off the bound what it held", () => {
  const clock = new FakeClock();
  clock.chance = 1;
  const backoff = new Backoff(clock);
  for (let number = 0; number < 4; number += 1) backoff.failed();
  backoff.connected();
  clock.time += 3_000;
  assert.equal(backoff.failed(), 5000);
  backoff.connected();
  clock.time += 60_000;
  assert.equal(backoff.failed(), 1000);
});

test("what the server asks for comes before the random part, and counts as waited", () => {
  const clock = new FakeClock();
  const backoff = new Backoff(clock);
  assert.equal(backoff.failed(5_000), 5_500);
  assert.equal(backoff.failed(), 2_750);
});

test("a connection that broke at once takes nothing off", () => {
  const clock = new FakeClock();
  clock.chance = 1;
  const backoff = new Backoff(clock);
  for (let number = 0; number < 3; number += 1) backoff.failed();
  backoff.connected();
  assert.equal(backoff.failed(), 4000);
});
