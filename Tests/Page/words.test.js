import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import english from "../../Public/languages/en.js";
import { words as dialogs } from "../../Public/languages/en-dialogs.js";
import { languages } from "../../Public/views/words.js";
import { literalsIn } from "./literals.js";

const folder = new URL("../../Public/", import.meta.url);
const files = readdirSync(folder, { recursive: true }).map(String);
const textOf = (name) => readFileSync(new URL(name, folder), "utf8");
const all = { ...english, ...dialogs };
/** What languages call themselves is the same in all of them. */
const ownNames = Object.values(languages).map(([name]) => name);

/** Two words one after the other, or one that begins like a sentence. */
const looksLikeWords = (text) => /\p{L}{2,}[,.:]?\s+\p{L}{2,}/u.test(text) || /^\s*\p{Lu}\p{Ll}+[\s.:…!?]*$/u.test(text);
/** What is compared, looked for in the document or told to developers is not shown; a list of classes is known by the style sheets. */
const isUnseen = /(===|!==|(querySelector|querySelectorAll|closest|matches|includes|matchMedia|supports)\(|new Error\(|\brel: )\s*$/;
const styles = files.filter((name) => name.endsWith(".css")).map(textOf).join("\n");
const isClasses = (text) => text.trim().split(/\s+/).every((name) => styles.includes(`.${name}`));

/** Of some keys only the end stands there, behind what makes the difference. */
const isKey = ({ text, isTail }) => text in all || ownNames.includes(text) || (isTail && Object.keys(all).some((key) => key.endsWith(text)));

/** What of a module is shown and stands in no catalogue. */
const outside = (source) =>
  literalsIn(source).filter((each) => looksLikeWords(each.text) && !isKey(each) && !isUnseen.test(each.before) && !/^ in /.test(each.after) && !isClasses(each.text)).map(({ text }) => text);

const views = files.filter((name) => name === "app.js" || /^views\/.*\.js$/.test(name));

for (const name of views) test(`all that ${name} says stands in the catalogue`, () => assert.deepEqual(outside(textOf(name)), []));

test("a string that stands in no catalogue is found wherever it is put", () => {
  const planted = [
    'h("p", {}, "Hello")', 'h("p", { title: "No such thing" })', "show(`${count} messages here`)", "field.placeholder = 'Type here';",
    'const words = { a: "and then" };', "h('p', {}, isGood ? `Well done` : null)",
  ];
  for (const line of planted) assert.equal(outside(line).length, 1, line);
  for (const line of ['// "Not this one"', 'h("p", { class: "icon leading" })', 'event.key === "Escape"', 't("allKeys")', "a / b / 'x'"]) assert.deepEqual(outside(line), [], line);
});

test("the page itself has no words but the product's name", () => {
  const page = textOf("index.html").replace(/<!--.*?-->|<noscript>.*?<\/noscript>|<meta[^>]*>/gs, "");
  const texts = page.replace(/<[^>]*>/g, "\n").split("\n").map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text));
  assert.deepEqual([...new Set(texts)], ["tchatter"]);
  assert.doesNotMatch(page, /\s(aria-label|title|placeholder|alt)="[^"]*\p{L}/u);
  for (const name of files.filter((each) => each.endsWith(".css"))) assert.doesNotMatch(textOf(name), /content:\s*"[^"\n]*\p{L}{2}/u, name);
});

/** The keys that a module asks for by name. */
const keysIn = (source) => [...source.matchAll(/\b(?:t|parts)\(([^()]*)/g)].flatMap(([, call]) => [...call.matchAll(/"(\w+)"/g)].map(([, key]) => key));

test("each string that is asked for is there, and each that is there is asked for", () => {
  const page = textOf("index.html");
  const marked = [...page.matchAll(/data-(?:t|label)="([^"]+)"/g)].map(([, key]) => key);
  for (const key of marked) assert.ok(key in english, `index.html: ${key}`);
  for (const name of views) for (const [, key] of textOf(name).matchAll(/\b(?:t|parts)\("(\w+)"/g)) assert.ok(key in all, `${name}: ${key}`);
  const sources = [...views, "client/room-policy.js"].map(textOf).join("\n");
  const unused = Object.keys(all).filter((key) => !marked.includes(key) && !new RegExp(`["\\s{]${key}["$:]`).test(sources) && !/^tone\d$|(?:Note|Room|Meaning|For|Until|UntilLifted|Here)$/.test(key));
  assert.deepEqual(unused, []);
});

test("what is there at once is asked for at once, and the rest by what is fetched with it", () => {
  assert.deepEqual(Object.keys(english).filter((key) => key in dialogs), []);
  for (const name of views) {
    if (/from "\.\.\/languages\/en-dialogs\.js"/.test(textOf(name))) continue;
    for (const key of keysIn(textOf(name))) assert.ok(key in english || !(key in dialogs), `${name} needs ${key} at once`);
  }
});
