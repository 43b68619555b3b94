import assert from "node:assert/strict";
import test from "node:test";
import { reconnectAfter } from "../../Public/client/close-codes.js";
import { closeCodes } from "./fakes.js";

test("after each code of the protocol's table the page does what stands there", () => {
  assert.ok(Object.keys(closeCodes).length > 20);
  for (const [code, reconnect] of Object.entries(closeCodes)) assert.equal(reconnectAfter(Number(code)), reconnect, code);
});

test("the chat's own codes say never from 4500 on, and come back before", () => {
  for (const [code, reconnect] of Object.entries(closeCodes)) {
    if (Number(code) >= 4000) assert.equal(reconnect === "never", Number(code) >= 4500, code);
  }
});

test("a code that nobody has told is judged by its range", () => {
  for (const code of [1014, 1015, 3000, 4499, 5000]) assert.equal(reconnectAfter(code), "now", String(code));
  for (const code of [4500, 4777, 4999]) assert.equal(reconnectAfter(code), "never", String(code));
});
