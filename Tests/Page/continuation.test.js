import assert from "node:assert/strict";
import test from "node:test";
import { isContinuation } from "../../Public/views/message.js";

const entry = (from, time) => ({ kind: "message", message: { from: { id: "a", name: "Ann", kind: "user", ...from }, time } });

test("what one says within a few minutes goes on under one head", () => {
  assert.ok(isContinuation(entry({}, 0), entry({}, 60_000)));
  assert.ok(!isContinuation(entry({}, 0), entry({}, 3_600_000)));
  assert.ok(!isContinuation(entry({}, 0), entry({ id: "b" }, 1)));
  assert.ok(!isContinuation(undefined, entry({}, 0)));
});

test("a webhook that posts under another name gets a head with that name", () => {
  assert.ok(!isContinuation(entry({ kind: "bot", name: "CI" }, 0), entry({ kind: "bot", name: "Builder" }, 1)));
});
