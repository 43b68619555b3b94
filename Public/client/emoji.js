/** Emoji that are offered, each with words to find it by; the first word is its `:name:`. */
const table = `
👍 thumbsup yes agree good +1|👎 thumbsdown no disagree -1|❤️ heart love|😂 joy laugh tears|🎉 tada party celebrate|😮 surprised wow
😢 cry sad|🙏 pray thanks please|🔥 fire hot|👀 eyes look|✅ check done ok|❌ cross no wrong
🚀 rocket ship launch|💯 hundred perfect|👏 clap applause|🤔 thinking hmm|😄 smile happy|😅 sweat phew
😉 wink|😊 blush pleased|😍 hearteyes love|😎 cool sunglasses|😭 sob crying|😡 angry mad
🤯 mindblown|😴 sleep tired|🙄 eyeroll|😬 grimace awkward|🤗 hug|🤷 shrug dunno
🤦 facepalm|🙌 hooray hands|💪 muscle strong|🤝 handshake deal|👋 wave hello bye|✌️ peace victory
👌 perfect ok|🤞 fingerscrossed luck|☝️ point up one|🫶 hearthands|💜 purpleheart|💚 greenheart
💙 blueheart|💔 brokenheart|⭐ star|✨ sparkles new|⚡ zap fast|💡 idea bulb
📌 pin|📣 announce megaphone|🔔 bell|🐛 bug|🔧 fix wrench tool|🧪 test experiment
📈 chart up growth|📉 chartdown|📅 calendar date|⏰ alarm clock|⏳ hourglass wait|🔒 lock secure
🔑 key|🗑️ trash delete|📎 paperclip|📝 memo note write|💬 speech talk|❓ question
❗ exclamation important|⚠️ warning careful|🛑 stop|🚧 construction wip|♻️ recycle again|🏁 finish flag
☕ coffee|🍕 pizza|🍰 cake|🍺 beer cheers|🍀 luck clover|🌱 seedling grow
🌍 earth world|☀️ sun|🌧️ rain|❄️ snow cold|🌈 rainbow|🌙 moon night
🐱 cat|🐶 dog|🦊 fox|🐢 turtle slow|🦄 unicorn|🐝 bee busy
🎂 birthday|🎁 gift present|🎵 music|🎮 game|🏆 trophy win|⚽ football soccer
🏠 home|🚗 car|✈️ plane travel|🏖️ beach vacation|💻 computer laptop|📱 phone
`;

/** @typedef {{emoji: string, name: string, words: string[]}} Emoji */

/** @type {Emoji[]} */
export const emojis = table.trim().split(/[|\n]/).map((entry) => {
  const [emoji, ...words] = entry.trim().split(" ");
  return { emoji, name: words[0], words };
});

/** Those with a word that begins with what was typed. */
export function findEmojis(typed) {
  const wanted = typed.toLowerCase().replace(/:/g, "").trim();
  return wanted ? emojis.filter(({ words }) => words.some((word) => word.startsWith(wanted))) : emojis;
}

/** Whether a text is nothing but a few emoji, which are shown large. */
export const isEmojiOnly = (text) =>
  text.length <= 40 && /^(?:[\p{Extended_Pictographic}\p{Regional_Indicator}][\p{Emoji_Modifier}\u{FE0F}\u{200D}\u{20E3}]*\s?){1,6}$/u.test(text);
