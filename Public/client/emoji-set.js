import { asOneReaction } from "./emoji.js";
import { EmojiNames } from "./emoji-names.js";
import { table } from "./emoji-table.js";
import { readJSON, writeJSON } from "./storage.js";

/**
 * All emoji: their names, their tones, and which were chosen.
 *
 * @typedef {object} Emoji
 * @property {string} emoji
 * @property {string} name its first shortcode
 * @property {string[]} names its shortcodes
 * @property {string[]} words that find it, too
 * @property {string} group
 */

/** In Unicode's order. @type {Emoji[]} */
export const emojis = [];
let group = "";
for (const line of table.trim().split("\n")) {
  if (line.startsWith("# ")) group = line.slice(2);
  else emojis.push(...line.split("|").map((entry) => emojiOf(entry, group)));
}

/** In other languages than English. @type {Record<string, () => Promise<{table: string}>>} */
const tables = {
  de: () => import("../languages/emoji-de.js"),
  fr: () => import("../languages/emoji-fr.js"),
  ar: () => import("../languages/emoji-ar.js"),
};
/** @type {EmojiNames | null} */
let names = null;

/** Brings what they are called in a language; where that can't be had they keep their English names. @param {string} [tag] */
export async function callIn(tag = "en") {
  const [language] = tag.split("-");
  const fetched = Object.hasOwn(tables, language) ? await tables[language]().catch(() => null) : null;
  names = fetched && new EmojiNames(fetched.table);
}

// With the set itself: the page is loaded anew for another language.
await callIn(globalThis.document?.documentElement.lang);

/** What an emoji is called in the reader's language. @param {Emoji} emoji */
export const calledHere = ({ emoji, name }) => names?.nameOf(emoji) ?? name;

/** @type {Map<string, string>} */
const byName = new Map(emojis.flatMap(({ emoji, names }) => names.map((name) => /** @type {const} */ ([name, emoji]))));

/** The emoji of a shortcode without its colons. @param {string} name @returns {string | undefined} */
export const emojiNamed = (name) => byName.get(name);

/** @returns {Emoji} */
function emojiOf(entry, group) {
  const [said, words = ""] = entry.split(" ; ");
  const [emoji, ...names] = said.split(" ");
  return { emoji, name: names[0], names, words: words.split(" ").filter(Boolean), group };
}

/** Those with a name or a word in which what was typed begins a word; those whose name begins so come first, and those of the reader's language. */
export function findEmojis(typed) {
  const wanted = typed.toLowerCase().replace(/:/g, "").trim().replace(/[\s-]+(?=\S)/g, "_");
  if (!wanted) return emojis;
  const begins = ({ names: codes }) => codes.some((name) => name.startsWith(wanted));
  const isFound = ({ names: codes, words }) => codes.some((name) => name.includes(`_${wanted}`)) || words.some((word) => word.startsWith(wanted));
  return [...new Set([...(names?.find(typed, emojis) ?? []), ...emojis.filter(begins), ...emojis.filter(isFound)])];
}

/** The five tones of skin, from light to dark; before them none. */
export const skinTones = ["", "🏻", "🏼", "🏽", "🏾", "🏿"];

/** An emoji of one person, or of a part of one, in a tone of skin; others as they are. @param {string} emoji @param {string} tone */
export function inTone(emoji, tone) {
  const bases = [...emoji.matchAll(/\p{Emoji_Modifier_Base}/gu)];
  if (!tone || bases.length !== 1) return emoji;
  const end = bases[0].index + bases[0][0].length;
  return emoji.slice(0, end) + tone + emoji.slice(end).replace(/^\uFE0F/u, "");
}

/** What one has chosen lately, and the tone of skin, over reloads and in all tabs. */
export class EmojiChoices {
  /** Three rows of the picker. */
  static maxRecent = 24;
  #storage;

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @returns {string[]} the latest first */
  get recent() {
    const stored = readJSON(this.#storage, recentKey, []);
    return Array.isArray(stored) ? stored.filter((emoji) => typeof emoji === "string" && emoji.length <= 40).slice(0, EmojiChoices.maxRecent) : [];
  }

  /** @param {string} emoji */
  used(emoji) {
    const others = this.recent.filter((other) => asOneReaction(other) !== asOneReaction(emoji));
    writeJSON(this.#storage, recentKey, [emoji, ...others].slice(0, EmojiChoices.maxRecent));
  }

  get tone() {
    const tone = readJSON(this.#storage, toneKey, "");
    return skinTones.includes(tone) ? tone : "";
  }
  set tone(tone) {
    writeJSON(this.#storage, toneKey, tone);
  }
}

const recentKey = "tchatter.emoji";
const toneKey = "tchatter.tone";
