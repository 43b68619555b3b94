/**
 * Reads a message's text into tokens that a view makes nodes of. Nothing here makes markup.
 *
 * @typedef {object} Token
 * @property {"text" | "link" | "code" | "block" | "mention"} kind
 * @property {string} text
 * @property {string} [href] of a link: http or https, and nothing else
 * @property {boolean} [isMe] of a mention
 */

const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** A name is mentioned by `@name`, not within a word or a URL. */
const mentionPattern = (name) => new RegExp(`(?<![\\p{L}\\p{N}@/.])@${escapePattern(name)}(?![\\p{L}\\p{N}_-])`, "giu");
/** A link ends at white space and at what would open or close something around it, or goes on with a sentence of East Asia. */
const urlPattern = /\bhttps?:\/\/[^\s<>"'`，。！？；：、（）「」『』【】《》〈〉“”‘’]+/giu;

/** Whether the text mentions the name. */
export const mentions = (text, name) => name !== "" && text.includes("@") && mentionPattern(name).test(text);

/**
 * A URL that may be opened: http and https only, parsed as the browser does.
 * @returns {string | null}
 */
export function safeURL(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) && url.hostname && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @param {string[]} names that may be mentioned
 * @param {string} me
 * @returns {Token[]}
 */
export function tokenize(text, names = [], me = "") {
  /** @type {Token[]} */
  const result = [];
  // ```block```, then `code`; what is left is prose.
  const code = /```(?:[a-z]{0,16}\n)?([\s\S]+?)\n?```|`([^`\n]+)`/giu;
  let end = 0;
  for (const match of text.matchAll(code)) {
    result.push(...prose(text.slice(end, match.index), names, me));
    result.push(match[1] === undefined ? { kind: "code", text: match[2] } : { kind: "block", text: match[1] });
    end = match.index + match[0].length;
  }
  result.push(...prose(text.slice(end), names, me));
  return result;
}

/** Links and mentions. @returns {Token[]} */
function prose(text, names, me) {
  /** @type {Token[]} */
  const result = [];
  let end = 0;
  for (const match of text.matchAll(urlPattern)) {
    const shown = trimmed(match[0]);
    const href = safeURL(shown);
    if (!href) continue;
    result.push(...named(text.slice(end, match.index), names, me), { kind: "link", text: shown, href });
    end = match.index + shown.length;
  }
  result.push(...named(text.slice(end), names, me));
  return result;
}

/** A sentence's end is not the URL's; a bracket is, if it was opened there. */
function trimmed(found) {
  let surplus = found.split(")").length - found.split("(").length;
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found[end - 1];
    if (last === ")" && surplus > 0) surplus -= 1;
    else if (!".,;:!?…".includes(last)) break;
  }
  return found.slice(0, end);
}

/** What stands behind an @ that looks like somebody's name. */
const anyMention = /(?<![\p{L}\p{N}@/.])@([\p{L}][\p{L}\p{M}\p{N}_-]*)/gu;
/** What other chats call everybody. */
const everybody = new Set(["all", "channel", "everyone", "here"]);

/**
 * Who is mentioned without being there to be told, as far as the names are known.
 * @param {string} text
 * @param {string[]} present names of those who are in the room
 * @param {string[]} known names of others
 * @returns {string[]}
 */
export function absentees(text, present, known) {
  const here = new Set(present.map((name) => name.toLowerCase()));
  const spelled = new Map(known.map((name) => [name.toLowerCase(), name]));
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { kind, text: part } of tokenize(text, [...present, ...known])) {
    const names = kind === "mention" ? [part.slice(1)] : kind === "text" ? [...part.matchAll(anyMention)].map((match) => match[1].replace(/[_-]+$/u, "")) : [];
    for (const name of names) {
      const key = name.toLowerCase();
      if (!here.has(key) && !everybody.has(key)) found.set(key, spelled.get(key) ?? name);
    }
  }
  return [...found.values()];
}

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]|[\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** A name to be put into a sentence: one that runs from right to left takes nothing of the sentence with it. */
export const isolated = (name) => (rightToLeft.test(name) ? `\u2068${name}\u2069` : name);

/** @returns {Token[]} */
function named(text, names, me) {
  if (!text) return [];
  if (!text.includes("@") || !names.length) return [{ kind: "text", text }];
  // The longest name wins: "Ada Lovelace" before "Ada".
  const all = [...names].sort((a, b) => b.length - a.length).map(escapePattern).join("|");
  const any = new RegExp(`(?<![\\p{L}\\p{N}@/.])@(?:${all})(?![\\p{L}\\p{N}_-])`, "giu");
  /** @type {Token[]} */
  const result = [];
  let end = 0;
  for (const match of text.matchAll(any)) {
    if (match.index > end) result.push({ kind: "text", text: text.slice(end, match.index) });
    result.push({ kind: "mention", text: match[0], isMe: match[0].slice(1).toLowerCase() === me.toLowerCase() });
    end = match.index + match[0].length;
  }
  if (end < text.length) result.push({ kind: "text", text: text.slice(end) });
  return result;
}
