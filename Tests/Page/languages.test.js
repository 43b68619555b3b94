import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { MemoryStorage } from "../../Public/client/storage.js";
import english from "../../Public/languages/en.js";
import { words as dialogs } from "../../Public/languages/en-dialogs.js";
import { ago } from "../../Public/views/ago.js";
import { pauseWords } from "../../Public/views/governing-words.js";
import { moment, timeOfDay } from "../../Public/views/time.js";
import { languages, list, speak, t, told } from "../../Public/views/words.js";
import { literalsIn } from "./literals.js";

const all = { ...english, ...dialogs };
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();
const formsOf = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
/** @type {[string, any][]} */
const translated = [];
for (const [language, [, load]] of Object.entries(languages)) if (load) translated.push([language, (await load()).default]);

for (const [language, { refusals, ...words }] of translated) {
  test(`${language} says all that English says, and nothing else`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(all).sort());
    for (const [key, entry] of Object.entries(words)) for (const form of formsOf(entry)) assert.ok(form.trim(), key);
  });

  test(`${language} has a form for each of its plurals`, () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, entry] of Object.entries(all)) {
      if (typeof entry === "string") assert.equal(typeof words[key], "string", key);
      else assert.deepEqual(Object.keys(words[key]).sort(), categories, key);
    }
  });

  test(`${language} puts into each string what English does`, () => {
    for (const [key, entry] of Object.entries(all)) {
      const wanted = placeholders(formsOf(entry).at(-1));
      assert.deepEqual(placeholders(formsOf(words[key]).at(-1)), wanted, key);
      // Where the number is in the word, as in a dual, it need not stand there.
      for (const form of formsOf(words[key])) assert.ok(placeholders(form).every((each) => wanted.includes(each)), key);
    }
  });

  test(`${language} is not English where it has words`, () => {
    const same = Object.entries(words).filter(([key, entry]) => typeof entry === "string" && entry === all[key] && /\p{L}{2,} \p{L}{2,}/u.test(entry.replace(/\{\w+\}/g, "")));
    assert.deepEqual(same.map(([key]) => key), []);
  });

  test(`${language} has its own quotes and spaces`, () => {
    for (const form of [...Object.values({ ...words, comma: "" }).flatMap(formsOf), ...Object.values(refusals)]) {
      assert.doesNotMatch(form, /["']|\.\.\.| $|^ | {2}/);
      if (language === "fr") assert.doesNotMatch(form, /[^\u202f][;:!?]/);
    }
  });
}

test("each language knows the same refusals, and the server or the page's own modules say each of them", () => {
  const [[, { refusals }], ...others] = translated;
  for (const [language, words] of others) assert.deepEqual(Object.keys(words.refusals), Object.keys(refusals), language);
  const root = new URL("../../", import.meta.url);
  const sources = ["Public/client", "Sources"].filter((name) => existsSync(new URL(name, root))).flatMap((name) => {
    const folder = new URL(`${name}/`, root);
    return readdirSync(folder, { recursive: true }).map(String).filter((each) => /\.(js|swift)$/.test(each)).map((each) => readFileSync(new URL(each, folder), "utf8"));
  }).join("\n");
  for (const key of Object.keys(refusals)) for (const sentence of key.split(/(?<=\.) /)) assert.ok(sources.includes(sentence), sentence);
});

test("what the page's connection says is said in each language", () => {
  const [[, { refusals }]] = translated;
  const folder = new URL("../../Public/", import.meta.url);
  const names = ["tchatter.js", ...readdirSync(new URL("client/", folder)).filter((name) => !name.startsWith("emoji")).map((name) => `client/${name}`)];
  // What comes with a code is said by it, and an end by its own.
  const isCoded = /(RequestError\("", |code: "", message: |words\[code\] \?\? )$/;
  for (const name of names) {
    for (const { text, before } of literalsIn(readFileSync(new URL(name, folder), "utf8"))) {
      if (!/^\s*\p{Lu}.*\p{L}{2,},?\s+\p{L}{2,}/u.test(text) || /(meaning: |new Error\()$/.test(before) || isCoded.test(before)) continue;
      assert.ok(text.trim() in refusals || Object.keys(refusals).some((key) => key.endsWith(text)), `${name}: ${text}`);
    }
  }
});

const storage = (language) => {
  const kept = new MemoryStorage();
  if (language) kept.setItem("tchatter.language", language);
  return kept;
};

for (const [chosen, wanted, expected] of /** @type {[string, string[], string][]} */ ([
  ["", ["en-GB", "de"], "Join the chat"],
  ["", ["nl-NL", "de-AT", "en"], "Zum Chat"],
  ["", ["nl"], "Join the chat"],
  ["", [], "Join the chat"],
  ["fr", ["de"], "Rejoindre le chat"],
  ["", ["de_AT", "", "fr-CA"], "Rejoindre le chat"],
  ["xx", ["ar-EG"], "انضم إلى الدردشة"],
  ["constructor", ["de"], "Zum Chat"],
])) {
  test(`the page speaks what was chosen (${chosen || "nothing"}) or else the first that it can of ${wanted}`, async () => {
    await speak(storage(chosen), wanted);
    assert.equal(t("join"), expected);
  });
}

test("numbers, names and times are written as in the language, times as where the reader is", async () => {
  const [now, later] = [new Date(2026, 4, 13, 9, 5).getTime(), new Date(2026, 4, 14, 15, 30).getTime()];
  await speak(storage("de"), ["de-AT"]);
  assert.equal(t("newCount", { count: 1234567 }), "1.234.567 neue Nachrichten".replaceAll(".", new Intl.NumberFormat("de-AT").format(1e4)[2]));
  assert.equal(list(["Ada", "Bob", "Eve"]), "Ada, Bob und Eve");
  assert.match(moment(later, now), /^Donnerstag, 14\. Mai um 15:30$/);
  assert.match(ago(now - 3_600_000, now), /^vor 1 Std/);
  // Formats of two kinds may have the same name.
  assert.equal(pauseWords(300), "5 Minuten");
  assert.match(timeOfDay(now), /^0?9:05$/);
  await speak(storage("en"), ["nl-NL"]);
  assert.match(moment(later, now), /15:30/);
  await speak(storage("ar"), ["ar"]);
  assert.equal(t("newCount", { count: 2 }), "رسالتان جديدتان");
  assert.equal(t("roomStart", { room: "#lobby" }), "هذه بداية \u2068#lobby\u2069.");
});

test("what the server says is told in the reader's language as far as it is known", async () => {
  await speak(storage("de"), []);
  assert.equal(told("You are banned until Monday.", "forbidden"), "You are banned until Monday.");
  assert.equal(told("Only its author may change a message.", "forbidden"), "Nur wer eine Nachricht geschrieben hat, kann sie ändern.");
  assert.equal(told("Too many messages at a time, on this connection.", "rate_limited"), "Das war zu viel auf einmal. Warte einen Moment.");
  await speak(storage("en"), []);
  assert.equal(told("The connection was lost.", "lost"), "The connection was lost.");
});

test("what is said before there can be a catalogue is said in each language", () => {
  const [page, guard, worker] = ["index.html", "load-guard.js", "notification-worker.js"].map((name) => readFileSync(new URL(`../../Public/${name}`, import.meta.url), "utf8"));
  for (const [language] of translated) {
    assert.match(page, new RegExp(`<noscript>.*<p class="plain" lang="${language}".*</noscript>`, "s"));
    assert.match(guard, new RegExp(`^ +${language}: "`, "m"));
    assert.match(worker, new RegExp(`^ +${language}: \\["`, "m"));
  }
});

test("where a catalogue can't be fetched the page speaks English", async () => {
  await speak(storage("en"), []);
  const known = languages.de;
  languages.de = ["Deutsch", () => Promise.reject(new Error("gone"))];
  await speak(storage("de"), ["de"]);
  assert.equal(t("join"), "Join the chat");
  languages.de = known;
});
