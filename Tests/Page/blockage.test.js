import assert from "node:assert/strict";
import test from "node:test";
import { Blockage } from "../../Public/client/blockage.js";

const cut = (blockage) => blockage.lost(300);
const refuse = (blockage) => blockage.refused();
const hold = (blockage) => blockage.lost(60_000);

for (const [name, ends, isCertain] of /** @type {[string, ((blockage: Blockage) => void)[], boolean][]} */ ([
  ["one refusal is chance", [refuse], false],
  ["two refusals are not", [refuse, refuse], true],
  ["two short lives are chance", [cut, cut], false],
  ["three are not", [cut, cut, cut], true],
  ["a refusal and short lives count together", [refuse, cut, cut], true],
  ["one that held clears all", [refuse, hold, refuse], false],
  ["one that the server ended with a word as well", [cut, cut, (blockage) => blockage.passed(), cut], false],
  ["tried again, one failure is enough", [(blockage) => blockage.forgive(), cut], true],
])) {
  test(`of WebSockets: ${name}`, () => {
    const blockage = new Blockage();
    for (const end of ends) {
      end(blockage);
      blockage.heard(true);
    }
    assert.equal(blockage.isCertain, isCertain);
  });
}

test("what happens while no instance answers for itself says nothing of WebSockets", () => {
  const blockage = new Blockage();
  for (let number = 0; number < 20; number += 1) {
    refuse(blockage);
    blockage.heard(false);
  }
  assert.equal(blockage.isCertain, false);
});
