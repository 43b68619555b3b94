import assert from "node:assert/strict";
import test from "node:test";
import { askHealth } from "../../Public/client/health.js";
import { FakeClock } from "./fakes.js";

const ours = (status) => JSON.stringify({ status, version: "1", instance: "a", store: "redis", draining: status === "draining" });
const json = "application/json";

for (const [name, status, type, body, expected] of /** @type {[string, number, string, string, string][]} */ ([
  ["an instance that serves", 200, json, ours("ok"), "serving"],
  ["one that leaves", 404, json, ours("draining"), "closed"],
  ["one in maintenance", 404, json, ours("maintenance"), "closed"],
  ["one without its store", 503, json, ours("impaired"), "closed"],
  ["a proxy that finds none", 503, "text/html", "<h1>503</h1>", "none"],
  ["a proxy that finds none, in JSON", 503, json, '{"error":"no healthy upstream"}', "none"],
  ["a proxy that waited in vain", 504, "text/plain", "", "none"],
  ["a page to log in to the network", 200, "text/html", "<form>", "other"],
  ["somebody else's health", 200, json, '{"status":"ok"}', "other"],
  ["somebody else's health in a word", 200, json, '"ok"', "other"],
  ["what is no JSON", 200, json, "{", "other"],
  ["nothing at this path", 404, "text/html", "not found", "other"],
])) {
  test(`${name} is heard as ${expected}`, async () => {
    const fetching = async () => new Response(body, { status, headers: { "Content-Type": type } });
    assert.equal(await askHealth("http://x/health", new FakeClock(), fetching), expected);
  });
}

test("no answer is heard as none, and so is one that does not come in time", async () => {
  const clock = new FakeClock();
  assert.equal(await askHealth("http://x/health", clock, async () => Promise.reject(new TypeError())), "none");
  const never = (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  const asked = askHealth("http://x/health", clock, /** @type {any} */ (never));
  await clock.pass(4_000);
  assert.equal(await asked, "none");
});
