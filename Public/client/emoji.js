import { shortcodes, shortcodesByEmoji } from "./emoji-shortcodes.js";

/** Emoji that are offered, each with words to find it by; the first word is its `:name:`. */
const table = `
👍 thumbsup yes agree good +1|👎 thumbsdown no disagree -1|❤️ heart love|😂 joy laugh tears|🎉 tada party celebrate|😮 surprised wow
😢 cry sad|🙏 pray thanks please|🔥 fire hot|👀 eyes look|✅ check done ok|❌ cross no wrong
🚀 rocket ship launch|💯 hundred perfect|👏 clap applause|🤔 thinking hmm|😄 smile happy|😅 phew sweat
😉 wink|😊 blush pleased|😍 hearteyes love|😎 sunglasses cool|😭 sob crying|😡 rage angry mad
🤯 mindblown|😴 sleep tired|🙄 eyeroll|😬 grimace awkward|🤗 hug|🤷 shrug dunno
🤦 facepalm|🙌 hooray hands|💪 muscle strong|🤝 handshake deal|👋 wave hello bye|✌️ peace victory
👌 perfect ok|🤞 fingerscrossed luck|☝️ point up one|🫶 hearthands|💜 purpleheart|💚 greenheart
💙 blueheart|💔 brokenheart|⭐ star|✨ sparkles new|⚡ zap fast|💡 idea bulb
📌 pin|📣 announce megaphone|🔔 bell|🐛 bug|🔧 fix wrench tool|🧪 test experiment
📈 chart up growth|📉 chartdown|📅 date calendar|⏰ alarm clock|⏳ hourglass_flowing_sand hourglass wait|🔒 lock secure
🔑 key|🗑️ trash delete|📎 paperclip|📝 memo note write|💬 speech talk|❓ question
❗ exclamation important|⚠️ warning careful|🛑 stop|🚧 construction wip|♻️ recycle again|🏁 finish flag
☕ coffee|🍕 pizza|🍰 cake|🍺 beer cheers|🍀 luck clover|🌱 seedling grow
🌍 earth world|☀️ sun|🌧️ rain|❄️ snow cold|🌈 rainbow|🌙 moon night
🐱 cat|🐶 dog|🦊 fox|🐢 turtle slow|🦄 unicorn|🐝 bee busy
🎂 birthday|🎁 gift present|🎵 music|🎮 game|🏆 trophy win|⚽ football soccer
🏠 home|🚗 car|✈️ plane travel|🏖️ beach vacation|💻 computer laptop|📱 iphone phone
`;

/** @typedef {{emoji: string, name: string, words: string[]}} Emoji */

/** Those that are offered first, then those that only have a shortcode. @type {Emoji[]} */
export const emojis = [...offered()];

function offered() {
  /** @type {Map<string, string[]>} */
  const words = new Map(table.trim().split(/[|\n]/).map((entry) => {
    const [emoji, ...own] = entry.trim().split(" ");
    return [emoji, own];
  }));
  for (const [emoji, names] of shortcodesByEmoji) words.set(emoji, [...new Set([...(words.get(emoji) ?? []), ...names])]);
  return [...words].map(([emoji, all]) => ({ emoji, name: all[0], words: all }));
}

/** The emoji of a name between colons: other chats' name wins over ours. @type {Map<string, string>} */
const named = new Map([...emojis.map(({ emoji, name }) => /** @type {const} */ ([name, emoji])), ...shortcodes]);

/** Those with a word that begins with what was typed. */
export function findEmojis(typed) {
  const wanted = typed.toLowerCase().replace(/:/g, "").trim();
  return wanted ? emojis.filter(({ words }) => words.some((word) => word.startsWith(wanted))) : emojis;
}

/** The text with its `:shortcodes:` as emoji; code and links stay as they are. */
export const withEmoji = (text) =>
  text.replace(outsideCode, (found, name) => (name && named.get(name.toLowerCase())) ?? found);

/** Code, a link, or a shortcode that is no part of a word. */
const outsideCode = /```[\s\S]+?```|`[^`\n]+`|https?:\/\/\S+|(?<![\p{L}\p{N}_]):([a-z0-9_+-]{1,40}):(?![\p{L}\p{N}_])/giu;

/** What is compared of a reaction: ❤ and ❤️ differ by a selector alone, which tells how it is drawn. */
export const asOneReaction = (reaction) => reaction.replace(/[\uFE0E\uFE0F]/gu, "");

/** Whether a text is nothing but a few emoji, which are shown large. */
export const isEmojiOnly = (text) =>
  text.length <= 40 && /^(?:[\p{Extended_Pictographic}\p{Regional_Indicator}][\p{Emoji_Modifier}\u{FE0F}\u{200D}\u{20E3}]*\s?){1,6}$/u.test(text);
