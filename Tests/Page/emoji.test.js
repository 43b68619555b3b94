import assert from "node:assert/strict";
import test from "node:test";
import { asOneReaction, isEmojiOnly, withEmoji } from "../../Public/client/emoji.js";
import { EmojiChoices, calledHere, callIn, emojiNamed, emojis, findEmojis, inTone } from "../../Public/client/emoji-set.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { languages } from "../../Public/views/words.js";

test("common shortcodes become emoji, others and code stay", () => {
  const table = [
    [":tada:", "🎉"],
    ["done :white_check_mark: :+1:", "done ✅ 👍"],
    [":TADA::heart:", "🎉❤️"],
    ["at 10:30:45 or :30:", "at 10:30:45 or :30:"],
    [":nosuchthing: :constructor: ::", ":nosuchthing: :constructor: ::"],
    ["`:tada:` :tada:", "`:tada:` 🎉"],
    ["```\n:tada:\n``` :tada:", "```\n:tada:\n``` 🎉"],
    ["https://example.org/:tada:/x", "https://example.org/:tada:/x"],
    ["a:tada:b", "a:tada:b"],
    [":slightly_smiling_face: :rocket: :hourglass_flowing_sand: :100: :de:", "🙂 🚀 ⏳ 💯 🇩🇪"],
  ];
  for (const [text, expected] of table) assert.equal(withEmoji(text, emojiNamed), expected, text);
});

test("the whole set is there, each emoji once, with names of its own", () => {
  assert.ok(emojis.length > 1_800);
  assert.equal(new Set(emojis.map(({ emoji }) => asOneReaction(emoji))).size, emojis.length);
  assert.equal(new Set(emojis.map(({ group }) => group)).size, 9);
  for (const { emoji, name, names } of emojis) {
    for (const each of names) {
      assert.match(each, /^[a-z0-9_+-]+$/);
      assert.equal(withEmoji(`:${each}:`, emojiNamed), emoji, each);
    }
    assert.match(emoji, /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u, name);
  }
});

test("emoji are found by their names, by other words, and by words within a name", () => {
  const found = (typed) => findEmojis(typed).map(({ emoji }) => emoji);
  for (const [typed, emoji] of [["party", "🎉"], ["ship", "🚀"], ["tears of joy", "😂"], [":tada:", "🎉"], ["flag", "🇫🇷"], ["mage", "🧙"]]) assert.ok(found(typed).includes(emoji), typed);
  assert.equal(found("tada")[0], "🎉");
  assert.deepEqual(found("nosuchthing"), []);
  assert.equal(found("").length, emojis.length);
});

test("a tone of skin is given to one person, and to nothing else", () => {
  const table = [["👍", "👍🏽"], ["☝️", "☝🏽"], ["🤷‍♀️", "🤷🏽‍♀️"], ["🎉", "🎉"], ["👨‍👩‍👦", "👨‍👩‍👦"], ["❤️", "❤️"]];
  for (const [emoji, expected] of table) assert.equal(inTone(emoji, "🏽"), expected, emoji);
  assert.equal(inTone("👍", ""), "👍");
});

test("what was chosen is remembered: the latest first, each once, and no more than fits", () => {
  const storage = new MemoryStorage();
  const choices = new EmojiChoices(storage);
  assert.deepEqual([choices.recent, choices.tone], [[], ""]);
  for (const emoji of ["❤️", "🎉", "❤"]) choices.used(emoji);
  assert.deepEqual(choices.recent, ["❤", "🎉"]);
  for (const { emoji } of emojis.slice(0, 50)) choices.used(emoji);
  assert.equal(choices.recent.length, EmojiChoices.maxRecent);
  choices.tone = "🏾";
  assert.equal(new EmojiChoices(storage).tone, "🏾");
  for (const foreign of ["nonsense", "{}", "[1,null]", '"x"', "[[]]"]) {
    storage.setItem("tchatter.emoji", foreign);
    storage.setItem("tchatter.tone", foreign);
    assert.deepEqual([choices.recent, choices.tone], [[], ""], foreign);
  }
});

test("an emoji with and without its selector is one reaction", () => {
  for (const [one, other] of [["❤", "❤️"], ["☀︎", "☀️"], ["✌🏽", "✌🏽"], ["🏳‍🌈", "🏳️‍🌈"]]) assert.equal(asOneReaction(one), asOneReaction(other));
  for (const [one, other] of [["❤️", "💜"], ["👍", "👍🏽"], ["👩‍🚀", "👩"]]) assert.notEqual(asOneReaction(one), asOneReaction(other));
});

test("nothing but a few emoji is told from words", () => {
  for (const text of ["🎉", "👍🏽", "❤️ 🎉", "🏳️‍🌈"]) assert.equal(isEmojiOnly(text), true, text);
  for (const text of ["a 🎉", "12", "🎉".repeat(7), ""]) assert.equal(isEmojiOnly(text), false, text);
});

for (const [language, [, load]] of Object.entries(languages)) {
  if (!load) continue;
  test(`nearly all emoji have a name in ${language}, and none has what is no emoji's`, async () => {
    const { table } = await import(`../../Public/languages/emoji-${language}.js`);
    const named = table.trim().split(/[|\n]/).map((entry) => entry.split(" ")[0]);
    const known = new Set(emojis.map(({ emoji }) => emoji));
    assert.deepEqual(named.filter((emoji) => !known.has(emoji)), []);
    assert.equal(new Set(named).size, named.length);
    assert.ok(emojis.length - named.length < 30, `${emojis.length - named.length} without a name`);
    await callIn(`${language}-XX`);
    assert.ok(emojis.filter((each) => calledHere(each) !== each.name).length > 1_700);
    await callIn("en");
  });
}

test("emoji are found by what they are called in the reader's language, and by their English names", async () => {
  const found = (typed) => findEmojis(typed).map(({ emoji }) => emoji);
  for (const [language, typed, emoji] of [
    ["de", "rakete", "🚀"], ["de", "Geschenk", "🎁"], ["de", "lächelndes herz", "🥰"], ["de", "lachelndes", "😊"], ["de", "feier", "🎉"], ["de", "tada", "🎉"], ["de", ":tada:", "🎉"],
    ["fr", "étoile", "⭐"], ["fr", "etoile", "⭐"], ["fr", "fusée", "🚀"], ["fr", "cœur", "❤️"],
    ["ar", "قلب", "❤️"], ["ar", "القلب", "❤️"], ["ar", "صاروخ", "🚀"], ["ar", "ارض", "🌍"], ["ar", "fire", "🔥"],
  ]) {
    await callIn(language);
    assert.ok(found(typed).includes(emoji), `${language}: ${typed}`);
    assert.deepEqual(new Set(found(typed)).size, found(typed).length);
  }
  await callIn("de-AT");
  const rocket = emojis.find(({ emoji }) => emoji === "🚀");
  assert.equal(calledHere(/** @type {any} */ (rocket)), "Rakete");
  assert.equal(found("herz")[0], "💘");
  assert.equal(found("").length, emojis.length);
  assert.deepEqual(found("gibtesnicht"), []);
  // A language without a table, and one that is none.
  for (const language of ["en", "nl", "constructor", ""]) {
    await callIn(language);
    assert.equal(calledHere(/** @type {any} */ (rocket)), "rocket");
    assert.ok(!found("rakete").length);
  }
});
