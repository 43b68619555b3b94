import assert from "node:assert/strict";
import test from "node:test";
import { inlinesOf, parse } from "../../Public/client/blocks.js";

const marks = { emphasis: "em", strong: "strong", strikethrough: "s" };
const inlines = (children) => children.map(({ type, text, children: inner }) => (inner ? `<${marks[type]}>${inlines(inner)}</>` : type === "text" ? text : `[${type} ${text}]`)).join("");
const block = ({ type, children, blocks, items, text, language }) => {
  if (type === "paragraph") return inlines(children);
  if (type === "quote") return `quote{${blocks.map(block).join("|")}}`;
  if (type === "list") return `list{${items.map((item) => `${item.number ?? "-"} ${item.blocks.map(block).join("|")}`).join(", ")}}`;
  return `${type}${language ? ` ${language}` : ""}{${text}}`;
};
/** What a text is read as, in short. */
const read = (text, names = ["Ada", "Ada Lovelace"]) => parse(text, { names, me: "Ada" }).map(block).join("|");
const check = (table) => {
  for (const [text, expected] of table) assert.equal(read(text), expected, text);
};

test("emphasis is read as people type it", () => check([
  ["*a* _b_ **c** ~~d~~", "<em>a</> <em>b</> <strong>c</> <s>d</>"],
  ["***both***", "<strong><em>both</></>"],
  ["**bold *and italic***", "<strong>bold <em>and italic</></>"],
  ["*italic **and bold***", "<em>italic <strong>and bold</></>"],
  ["**Note:** (*so*), \"_so_\"", "<strong>Note:</> (<em>so</>), \"<em>so</>\""],
  ["*over\ntwo lines*", "<em>over\ntwo lines</>"],
  ["これは**重要**です", "これは<strong>重要</>です"],
  ["**see https://x.org/a**", "<strong>see [link https://x.org/a]</>"],
  ["*a **b* c**", "<em>a **b</> c**"],
  ["_@Ada_ **#design**", "<em>[mention @Ada]</> <strong>[room #design]</>"],
]));

test("emphasis eats nothing that only looks like it", () => {
  const same = [
    "snake_case_name", "_private and other_name", "__init__.py", "2*3*4", "2**3**4", "2 * 3 * 4", ":-* and ;-* or :* bye", "/path_with_/", "/usr/_tmp_/x", "¯\\_(ツ)_/¯",
    "*.js, *.ts", "src/**/*.js", "char *a, *b; int **c", "f(*args, **kwargs)", "a*b*c", "~5 or ~6", "~~~5", "* * *", "**", "****", "a *b\n\nc* d", "*open", "<img src=x onerror=alert(1)>",
    "javascript:alert(1)", "C++ and C#", "5 > 3", ">_<", ">:(", "-5", "1.5 and 2.5", "#1234 #fff #00ff00", "a#b", "10:30:45", "std::string::npos", "&lt;b&gt;", "# not a heading", "a | b | c",
  ];
  for (const text of same) assert.equal(read(text), text, text);
  assert.equal(read("https://x.org/a_b_c*d*e and https://y.org/_z_"), "[link https://x.org/a_b_c*d*e] and [link https://y.org/_z]_");
  assert.equal(read(":-* *you* :-*"), ":-* <em>you</> :-*");
});

test("what is typed behind a backslash is itself", () => check([
  ["\\*no\\* \\`no\\` \\~~no~~", "*no* `no` ~~no~~"],
  ["C:\\_tmp\\_x", "C:\\_tmp\\_x"],
]));

test("code spans end with as many backticks as they begin with, and hold text alone", () => check([
  ["`*a* @Ada https://x.org`", "[code *a* @Ada https://x.org]"],
  ["`` a`b `` and ` c", "[code a`b] and ` c"],
  ["```x```", "[code x]"],
  ["`a``b`", "[code a``b]"],
  ["`` `x` `` and ` y `", "[code `x`] and [code y]"],
]));

test("fenced code is a block, with or without a language", () => check([
  ["a\n```js\nlet *x* = 1\n```\nb", "a|code js{let *x* = 1}|b"],
  ["look:```\nx\n```", "look:|code{x}"],
  ["```two words\nend```\nb", "code{two words\nend}|b"],
  ["~~~\n```\n~~~", "code{```}"],
  ["```\nto the end", "code{to the end}"],
  ["```\n  indented\n\n  more\n```", "code{  indented\n\n  more}"],
  ["a ``` b", "a ``` b"],
]));

test("quotes, lists and tables are blocks", () => check([
  ["> quoted\n> *more*\nanswer", "quote{quoted\n<em>more</>}|answer"],
  ["> > two deep", "quote{quote{two deep}}"],
  ["- a\n- b\n  still b\n  - c\nno more", "list{- a, - b\nstill b|list{- c}}|no more"],
  ["* a\n* **b**", "list{- a, - <strong>b</>}"],
  ["3. as typed\n7) so it stays", "list{3 as typed, 7 so it stays}"],
  ["1. a\n\n2. b", "list{1 a, 2 b}"],
  ["| a | b |\n|---|---|\n| 1 | *2* |\nend", "table{| a | b |\n|---|---|\n| 1 | *2* |}|end"],
  ["one\n\n\ntwo", "one\n\n\ntwo"],
  ["2020. was a year", "2020. was a year"],
]));

test("links, mail, rooms and shortcodes are found", () => check([
  ["See https://example.org/a.", "See [link https://example.org/a]."],
  ["(https://example.org/a_(b))", "([link https://example.org/a_(b)])"],
  ["<https://example.org>", "<[link https://example.org]>"],
  ["www.example.org/x, xwww.example.org", "[link www.example.org/x], xwww.example.org"],
  ["mail ada.b+c@example.org.", "mail [link ada.b+c@example.org]."],
  ["https://a:b@evil.org/ ada@localhost", "https://a:b@evil.org/ ada@localhost"],
  ["#Design-2 (#ops) x#no #1", "[room #Design-2] ([room #ops]) x#no #1"],
  [":tada: a:b:c :+1:", "[shortcode :tada:] a:b:c [shortcode :+1:]"],
  ["@Ada Lovelace and @ada, x@Ada.org @Adam", "[mention @Ada Lovelace] and [mention @ada], [link x@Ada.org] @Adam"],
]));

test("links lead where they say, and nowhere else", () => {
  const hrefs = (text) => [...inlinesOf(parse(text))].filter(({ href }) => href).map(({ href }) => href);
  assert.deepEqual(hrefs("www.example.org a@b.org HTTPS://X.org"), ["https://www.example.org/", "mailto:a@b.org", "https://x.org/"]);
  for (const text of ["[x](javascript:alert(1))", "javascript:alert(1)", "data:text/html,x", "www.", "https://", "mailto:x", "vbscript:x", "//evil.org", "www.javascript:alert(1)"]) {
    for (const href of hrefs(text)) assert.match(href, /^(https?:\/\/|mailto:[^?&%]+$)/, text);
  }
});

test("a link ends where a sentence of East Asia goes on, and keeps its own letters", () => {
  for (const mark of "，。！？；：、）」』】》〉”’") assert.equal(read(`看https://example.org/a${mark}然后`), `看[link https://example.org/a]${mark}然后`);
  const article = "https://ja.wikipedia.org/wiki/日本";
  check([[`「${article}」`, `「[link ${article}]」`], [`${article}_(曖昧さ回避)、など`, `[link ${article}_(曖昧さ回避)]、など`]]);
  assert.equal(parse(article)[0].children[0].href, "https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC");
});

test("oneself is told from others", () => {
  const mentioned = (text) => [...inlinesOf(parse(text, { names: ["Ada", "Bob"], me: "Ada" }))].filter(({ type }) => type === "mention").map(({ isMe }) => isMe);
  assert.deepEqual(mentioned("@ADA @Bob"), [true, false]);
});

const delimiters = [
  "*", "_", "**", "***", "~~", "`", "a`", "*a ", "a* ", "_a ", "**a ", "*a* ", "*a **b ", "***a* ", "[", "](", "<", "> ", ">", "> - ", "- ", "  - a\n", "1. ", "1. a\n", "@", "@Ada ", "#", "#a ", ":", ":a",
  ":a:", "https://", "https://a:b@", "https://x.org/)", "www.", "a@", "a.", "a@b.", "\\", "\\*", "|", "|-|\n", "```", "```\n", "a```\n", "~~~\n", "` `` ``` ", "\n", " ", "\n \n", "(", "😀", "é",
];

test("the work grows with the length of a text, whatever is repeated in it", () => {
  const steps = (delimiter, count) => {
    const meter = { steps: 0 };
    parse(delimiter.repeat(count), { names: ["Ada", "Bob"], me: "Ada", meter });
    return meter.steps;
  };
  for (const delimiter of delimiters) {
    const [once, twice] = [steps(delimiter, 5_000), steps(delimiter, 10_000)];
    assert.ok(twice <= 10 * 10_000 * delimiter.length, `${JSON.stringify(delimiter)}: ${twice} steps`);
    assert.ok(twice <= 2.1 * once, `${JSON.stringify(delimiter)}: ${once}, then ${twice} steps`);
  }
});

test("nothing is nested deeper than a page can show", () => {
  const depth = (node) => 1 + Math.max(0, ...[node.children, node.blocks, ...(node.items ?? []).map((item) => item.blocks)].flatMap((inner) => inner ?? []).map(depth));
  for (const delimiter of delimiters) for (const each of parse(delimiter.repeat(2_000)).slice(0, 50)) assert.ok(depth(each) <= 12, delimiter);
});

test("no text is lost", () => {
  const letters = (text) => text.replace(/[^a-z]/g, "");
  const all = (blocks) => blocks.map(({ children = [], blocks: inner = [], items = [], text = "", language = "" }) =>
    language + text + children.map(whole).join("") + all(inner) + items.map((item) => all(item.blocks)).join("")).join("");
  const whole = ({ text = "", children = [] }) => text + children.map(whole).join("");
  const parts = ["*", "**", "_", "`", "```", "\n", "> ", "- ", "1. ", " ", "a", "bc", "@Ada", "#room", "https://x.org/y", "|", "~~", "\\"];
  let seed = 7;
  for (let round = 0; round < 2_000; round += 1) {
    const text = Array.from({ length: 12 }, () => parts[(seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % parts.length]).join("");
    assert.equal(letters(all(parse(text, { names: ["Ada"] }))), letters(text), JSON.stringify(text));
  }
});
