import assert from "node:assert/strict";
import test from "node:test";
import { asOneReaction, emojis, findEmojis, withEmoji } from "../../Public/client/emoji.js";
import { shortcodes } from "../../Public/client/emoji-shortcodes.js";

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
  ];
  for (const [text, expected] of table) assert.equal(withEmoji(text), expected, text);
});

test("every name that is offered is one that is converted, and each is an emoji of its own kind", () => {
  for (const { emoji, name } of emojis) assert.equal(withEmoji(`:${name}:`), emoji, name);
  for (const [name, emoji] of shortcodes) {
    assert.match(name, /^[a-z0-9_+-]+$/);
    assert.match(emoji, /\p{Extended_Pictographic}|\p{Regional_Indicator}/u, name);
    assert.ok(findEmojis(name).some((found) => found.emoji === emoji), name);
  }
});

test("an emoji with and without its selector is one reaction", () => {
  for (const [one, other] of [["❤", "❤️"], ["☀︎", "☀️"], ["✌🏽", "✌🏽"], ["🏳‍🌈", "🏳️‍🌈"]]) assert.equal(asOneReaction(one), asOneReaction(other));
  for (const [one, other] of [["❤️", "💜"], ["👍", "👍🏽"], ["👩‍🚀", "👩"]]) assert.notEqual(asOneReaction(one), asOneReaction(other));
});
