import assert from "node:assert/strict";
import test from "node:test";
import { dayName, moment, nextMidnight } from "../../Public/views/time.js";

const at = (...parts) => new Date(...parts).getTime();

test("days are named from where one stands in the calendar", () => {
  const now = at(2026, 4, 13, 0, 30);
  assert.equal(dayName(at(2026, 4, 13, 0, 0), now), "Today");
  assert.equal(dayName(at(2026, 4, 12, 23, 59), now), "Yesterday");
  assert.equal(dayName(at(2026, 4, 12, 0, 0), now), "Yesterday");
  assert.ok(!["Today", "Yesterday"].includes(dayName(at(2026, 4, 11, 23, 59), now)));
  assert.ok(!["Today", "Yesterday"].includes(dayName(at(2026, 4, 14, 0, 0), now)));
});

test("yesterday is the day before, however long it was", () => {
  const zone = process.env.TZ;
  process.env.TZ = "Europe/Berlin";
  try {
    // The last Sundays of March and October have 23 and 25 hours.
    for (const [month, day] of [[2, 29], [9, 25]]) {
      const now = at(2026, month, day + 1, 0, 15);
      assert.equal(dayName(at(2026, month, day, 12), now), "Yesterday");
      assert.notEqual(dayName(at(2026, month, day - 1, 23, 30), now), "Yesterday");
      assert.equal(nextMidnight(at(2026, month, day, 0, 0)), at(2026, month, day + 1));
    }
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test("the next midnight is later than now, even at midnight", () => {
  assert.equal(nextMidnight(at(2026, 4, 13)), at(2026, 4, 14));
  assert.equal(nextMidnight(at(2026, 11, 31, 23, 59, 59)), at(2027, 0, 1));
});

test("a moment of another year says which", () => {
  const now = at(2026, 4, 13, 12);
  assert.doesNotMatch(moment(at(2026, 11, 31, 15, 30), now), /20\d\d/);
  assert.match(moment(at(2027, 0, 1, 15, 30), now), /^January 1, 2027 at 3:30/);
});
