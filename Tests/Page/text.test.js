import assert from "node:assert/strict";
import test from "node:test";
import { safeURL } from "../../Public/client/links.js";
import { mentions } from "../../Public/client/blocks.js";
import { absentees } from "../../Public/views/absence.js";
import { isolated } from "../../Public/views/words.js";

test("only http and https without credentials are links", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc", "http://", "https://a:b@evil.org", "ftp://x.org", " "]) {
    assert.equal(safeURL(text), null, text);
  }
  assert.equal(safeURL("HTTPS://Example.org/x"), "https://example.org/x");
});

test("who is mentioned and is not in the room is told", () => {
  const absent = (text) => absentees(text, ["Ada", "Ada Lovelace", "Émile"], ["Bob", "Grace Hopper", "Ada B"]);
  const table = [
    ["hello", []],
    ["@Ada and @émile, hello", []],
    ["@ada lovelace: look", []],
    ["@Bob, @bob and @Ada", ["Bob"]],
    ["ask @grace hopper!", ["Grace Hopper"]],
    ["ask @Zoë about it", ["Zoë"]],
    ["@Ada- and _@Zed_", ["Zed"]],
    ["@Bob @Zed.", ["Bob", "Zed"]],
    ["@Ada B", ["Ada B"]],
    ["mail ada@example.org, see https://example.org/@Bob or `@Bob`", []],
    ["@ @! 5@6", []],
    ["@here @channel @everyone @all", []],
  ];
  for (const [text, names] of table) assert.deepEqual(absent(text), names, text);
});

test("names that run from right to left are kept apart in a sentence of ours", () => {
  assert.equal(isolated("Ada"), "Ada");
  assert.equal(isolated("日本"), "日本");
  for (const name of ["علي", "דנה", "Ada علي"]) assert.equal(isolated(name), `\u2068${name}\u2069`);
});

test("names are taken as they are, not as patterns", () => {
  assert.equal(mentions("hey @a.c", "a.c"), true);
  assert.equal(mentions("hey @abc", "a.c"), false);
  assert.equal(mentions("@(", "("), true);
  assert.equal(mentions("anything", ""), false);
});

test("a letter that is another one at a word's end in lower case is the same in a name", () => {
  for (const text of ["@ΣΊΣΥΦΟΣ’s", "@ΣΊΣΥΦΟΣ", "see @ΣΊΣΥΦΟΣ: look"]) assert.equal(mentions(text, "ΣΊΣΥΦΟΣ"), true, text);
});

test("code mentions nobody", () => {
  assert.equal(mentions("`@Ada`", "Ada"), false);
  assert.equal(mentions("```\n@Ada\n```", "Ada"), false);
  for (const text of ["**@Ada**", "_@Ada_", "> - @ada: look"]) assert.equal(mentions(text, "Ada"), true, text);
});
