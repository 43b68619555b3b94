// Server-sent events, however the network cuts them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EventStreamParser } from "../../Sources/tchatter-bots/VoteHTTP/Page/event-stream.js";

function events(...pieces) {
  const heard = [];
  const parser = new EventStreamParser((event) => heard.push(event));
  for (const piece of pieces) parser.push(piece);
  return heard;
}

test("events are read, however they are cut", () => {
  const text = ":\n\nevent: votes\nid: 7\ndata: {\"a\":1}\n\ndata:x\ndata: y\n\nevent: lost\n\n";
  const whole = [{ type: "votes", data: '{"a":1}', id: "7" }, { type: "message", data: "x\ny", id: "7" }];
  assert.deepEqual(events(text), whole);
  assert.deepEqual(events(...text), whole);
  assert.deepEqual(events(...text.replaceAll("\n", "\r\n")), whole);
});

test("what is not complete is not told", () => {
  assert.deepEqual(events("event: vote\ndata: 1\n"), []);
  assert.deepEqual(events("data: 1\n", "\n", "data"), [{ type: "message", data: "1", id: "" }]);
});
