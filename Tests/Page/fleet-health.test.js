import assert from "node:assert/strict";
import test from "node:test";
import { FleetHealth } from "../../Public/client/fleet-health.js";
import { FakeClock, settled } from "./fakes.js";

const well = { status: "ok", redis: "delivering" };
const cutOff = { status: "impaired", redis: "impaired" };

function setUp() {
  const clock = new FakeClock();
  const fleet = { answer: well, isWanted: true, asked: 0, told: [] };
  const health = new FleetHealth({
    clock,
    ask: async () => {
      fleet.asked += 1;
      if (fleet.answer instanceof Error) throw fleet.answer;
      return fleet.answer;
    },
    isWanted: () => fleet.isWanted,
    changed: () => fleet.told.push(health.isWell),
  });
  health.start();
  return { clock, fleet, health };
}

test("a fleet without its store is noticed within a minute or so, and its recovery within seconds", async () => {
  const { clock, fleet } = setUp();
  fleet.answer = cutOff;
  await clock.pass(75_000);
  assert.deepEqual(fleet.told, [false]);
  fleet.answer = well;
  await clock.pass(6_500);
  assert.deepEqual(fleet.told, [false, true]);
});

test("it is asked at once where there is cause, and not again and again", async () => {
  const { clock, fleet, health } = setUp();
  fleet.answer = { type: "error", code: "unavailable" };
  for (let turn = 0; turn < 10; turn += 1) health.check();
  await settled();
  assert.deepEqual([fleet.told, fleet.asked], [[false], 1]);
  await clock.pass(3_000);
  health.check();
  await settled();
  assert.equal(fleet.asked, 2);
});

test("nobody who does not look asks", async () => {
  const { clock, fleet, health } = setUp();
  fleet.isWanted = false;
  health.check();
  await clock.pass(600_000);
  assert.equal(fleet.asked, 0);
});

test("what is not the fleet's own answer changes nothing", async () => {
  const { clock, fleet, health } = setUp();
  for (const answer of [null, "<html>", {}, { code: "rate_limited" }, new Error("no network"), [], { redis: 7 }]) {
    fleet.answer = answer;
    health.check();
    await clock.pass(3_100);
  }
  assert.deepEqual([fleet.told, health.isWell], [[], true]);
  fleet.answer = { redis: "refusing" };
  health.check();
  await settled();
  assert.equal(health.isWell, false);
});
