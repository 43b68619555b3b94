import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { closeCodes, reconnectAfter } from "../../Public/client/close-codes.js";

test("the protocol page has the same table, code by code", () => {
  const page = readFileSync(new URL("../../Public/protocol.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| (\d{4}) \| (.+) \| (now|later|never) \|$/gm)];
  const table = Object.fromEntries(rows.map(([, code, meaning, reconnect]) => [code, { reconnect, meaning }]));
  assert.deepEqual(table, { ...closeCodes });
});

test("every code is told on one line, in order", () => {
  const source = readFileSync(new URL("../../Public/client/close-codes.js", import.meta.url), "utf8");
  const lines = [...source.matchAll(/^ {2}(\d{4}): \{ reconnect: "(now|later|never)", meaning: "[^"]+" \},$/gm)];
  assert.deepEqual(lines.map(([, code]) => code), Object.keys(closeCodes));
});

test("the client's own codes say never from 4500 on, and come back before", () => {
  for (const [code, { reconnect }] of Object.entries(closeCodes)) {
    if (Number(code) >= 4000) assert.equal(reconnect === "never", Number(code) >= 4500, code);
  }
});

test("a code that nobody has told is judged by its range", () => {
  for (const code of [1014, 1015, 3000, 4499, 5000]) assert.equal(reconnectAfter(code), "now", String(code));
  for (const code of [4500, 4777, 4999]) assert.equal(reconnectAfter(code), "never", String(code));
});
