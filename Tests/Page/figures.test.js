// How the operators' page writes figures.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, count, heard, isSilent, phase, span, store } from "../../Sources/ChatServer/Fleet/Page/figures.js";

const told = (write, rows) => rows.forEach(([figure, text]) => assert.equal(write(figure), text));

test("bytes, counts and spans are short", () => {
  told(bytes, [[0, "0 B"], [999, "999 B"], [1_000, "1.0 kB"], [12_345, "12 kB"], [999_950, "1.0 MB"], [4_200_000, "4.2 MB"]]);
  told(count, [[0, "0"], [1_234_567, "1,234,567"]]);
  told(span, [[0.4, "0 s"], [42, "42 s"], [60, "1 min"], [3_700, "1 h 1 min"], [90_000, "1 d 1 h"]]);
});

test("an instance is silent once three of its reports are missing", () => {
  told(heard, [[{}, "this one"], [{ age: 1_600 }, "2 s ago"], [{ age: 75_000 }, "silent for 1 min 15 s"]]);
  assert.deepEqual([{}, { age: 6_999 }, { age: 7_000 }].map(isSilent), [false, false, true]);
});

test("what ails an instance or its store is said", () => {
  told(phase, [[{ status: "ok", phase: "serving" }, "serving"], [{ status: "impaired", phase: "serving" }, "impaired"], [{ status: "draining", phase: "moving" }, "draining: moving"]]);
  told(store, [
    [{ kind: "memory", state: "delivering" }, "memory"],
    [{ kind: "redis", state: "refusing", roundTrip: 412, used: 1_500_000, limit: 2_000_000 }, "redis refusing, 0.4 ms, 1.5 MB of 2.0 MB"],
  ]);
});
