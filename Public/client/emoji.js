/** What is compared of a reaction: ❤ and ❤️ differ by a selector alone, which tells how it is drawn. */
export const asOneReaction = (reaction) => reaction.replace(/[\uFE0E\uFE0F]/gu, "");

/** Whether a text is nothing but a few emoji, which are shown large. */
export const isEmojiOnly = (text) =>
  text.length <= 40 && /^(?:[\p{Extended_Pictographic}\p{Regional_Indicator}][\p{Emoji_Modifier}\u{FE0F}\u{200D}\u{20E3}]*\s?){1,6}$/u.test(text);

/**
 * The text with its `:shortcodes:` as emoji; code and links stay as they are.
 * @param {string} text
 * @param {(name: string) => string | undefined} named
 */
export const withEmoji = (text, named) => text.replace(outsideCode, (found, name) => (name && named(name.toLowerCase())) ?? found);

/** Code, a link, or a shortcode that is no part of a word. */
const outsideCode = /```[\s\S]+?```|`[^`\n]+`|https?:\/\/\S+|(?<![\p{L}\p{N}_]):([a-z0-9_+-]{1,64}):(?![\p{L}\p{N}_])/giu;

/** @typedef {typeof import("./emoji-set.js")} EmojiSet */

/** All emoji, once they are there: larger than any other part of the page, so they are fetched when they are first wanted. @type {EmojiSet | null} */
export let emojiSet = null;
/** @type {Promise<EmojiSet | null> | null} */
let loading = null;

/** @returns {Promise<EmojiSet | null>} nothing where they can't be had; then the next call tries again */
export function loadEmojis() {
  loading ??= import("./emoji-set.js").then(
    (module) => (emojiSet = module),
    () => (loading = null),
  );
  return loading;
}
