import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { MemoryStorage } from "../../Public/client/storage.js";
import english from "../../Public/languages/en.js";
import { words as dialogs } from "../../Public/languages/en-dialogs.js";
import { ago } from "../../Public/views/ago.js";
import { pauseWords } from "../../Public/views/governing-words.js";
import { moment, timeOfDay } from "../../Public/views/time.js";
import { languages, list, speak, t } from "../../Public/views/words.js";

const all = { ...english, ...dialogs };
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();
const formsOf = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
/** @type {[string, any][]} */
const translated = [];
for (const [language, [, load]] of Object.entries(languages)) if (load) translated.push([language, (await load()).default]);

for (const [language, { removeNote }] of [["en", all], ...translated]) {
  test(`${language} tells of the links that lead back before somebody is removed`, () => assert.match(removeNote, /\blinks?\b|\bLinks?\b|\bliens?\b|برابط/));
}

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
    for (const form of [...Object.values({ ...words, comma: "" }), ...Object.values(refusals.entries)].flatMap(formsOf)) {
      assert.doesNotMatch(form, /["']|\.\.\.| $|^ | {2}/);
      if (language === "fr") assert.doesNotMatch(form, /[^\u202f][;:!?]/);
    }
  });
}

test("English says it as people know it from elsewhere", () => {
  const said = new Set(Object.values(all).flatMap(formsOf));
  for (const sentence of [
    "Message someone", "Search this room", "Find or create a room", "Find a room or person, or create a room", "Online", "Offline", "Just you",
    "You're signed out. Choose a name to come back.", "This is the start of {room}.", "Reconnecting…", "A new version is available.",
    "{enter} to send · {line} for a new line · {up} to edit your last message · {keys}", "{count} characters over the limit",
    "There's no one called {name}.", "Choose the name your team will see.", "Mute", "Unmute", "This code has expired. Show a new one if you still need it.",
  ]) assert.ok(said.has(sentence), sentence);
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
