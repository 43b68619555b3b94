import assert from "node:assert/strict";
import test from "node:test";
import { absentees, isolated, mentions, safeURL, tokenize } from "../../Public/client/text.js";

const kinds = (text, ...rest) => tokenize(text, ...rest).map(({ kind, text: part }) => `${kind}:${part}`);

test("plain text is one token, whatever it looks like", () => {
  assert.deepEqual(kinds("<img src=x onerror=alert(1)>"), ["text:<img src=x onerror=alert(1)>"]);
  assert.deepEqual(kinds("javascript:alert(1)"), ["text:javascript:alert(1)"]);
});

test("tokens put together are the text", () => {
  for (const text of ["a https://x.org/b). c", "x `y` z @Ada @Bob!", "https://a.b, https://c.d.", "``` ", "`a``b`"]) {
    const parts = tokenize(text, ["Ada", "Bob"], "Ada");
    const whole = parts.map(({ kind, text: part }) => (kind === "code" ? `\`${part}\`` : part)).join("");
    assert.equal(whole, text);
  }
});

test("a URL ends before the sentence does", () => {
  assert.deepEqual(kinds("See https://example.org/a."), ["text:See ", "link:https://example.org/a", "text:."]);
  assert.deepEqual(kinds("(https://example.org/a_(b))"), ["text:(", "link:https://example.org/a_(b)", "text:)"]);
  assert.deepEqual(kinds("<https://example.org>"), ["text:<", "link:https://example.org", "text:>"]);
});

test("a link ends where a sentence of East Asia goes on, and keeps its own letters", () => {
  for (const mark of "，。！？；：、）」』】》〉”’") {
    assert.deepEqual(kinds(`看https://example.org/a${mark}然后`), ["text:看", "link:https://example.org/a", `text:${mark}然后`], mark);
  }
  const article = "https://ja.wikipedia.org/wiki/日本";
  assert.deepEqual(kinds(`「${article}」`), ["text:「", `link:${article}`, "text:」"]);
  assert.deepEqual(kinds(`${article}_(曖昧さ回避)、など`), [`link:${article}_(曖昧さ回避)`, "text:、など"]);
  assert.equal(tokenize(article)[0].href, "https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC");
});

test("only http and https without credentials are links", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc", "http://", "https://a:b@evil.org", "ftp://x.org", " "]) {
    assert.equal(safeURL(text), null, text);
  }
  assert.equal(safeURL("HTTPS://Example.org/x"), "https://example.org/x");
});

test("code is not searched for links and mentions", () => {
  assert.deepEqual(kinds("`https://x.org @Ada`", ["Ada"]), ["code:https://x.org @Ada"]);
  assert.deepEqual(kinds("a\n```js\nlet x = 1\n```\nb"), ["text:a\n", "block:let x = 1", "text:\nb"]);
});

test("the longest name is mentioned, and not within words", () => {
  assert.deepEqual(kinds("@Ada Lovelace and @ada", ["Ada", "Ada Lovelace"]), ["mention:@Ada Lovelace", "text: and ", "mention:@ada"]);
  assert.deepEqual(kinds("x@Ada.org @Adam", ["Ada"]), ["text:x@Ada.org @Adam"]);
  assert.equal(tokenize("@ADA", ["Ada"], "Ada")[0].isMe, true);
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

test("hostile texts are read in linear time", () => {
  const began = performance.now();
  for (const text of ["`".repeat(4000), "https://".repeat(500), "@".repeat(4000), `https://x.org/${")".repeat(3980)}`, "``` ".repeat(1000)]) {
    tokenize(text, ["Ada", "Bob"], "Ada");
  }
  assert.ok(performance.now() - began < 500);
});
