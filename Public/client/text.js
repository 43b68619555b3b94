/**
 * What stands in a message's text, as pieces that a view makes nodes of. Nothing here makes markup.
 *
 * @typedef {object} Piece
 * @property {"text" | "link" | "code" | "block" | "mention"} kind
 * @property {string} text
 * @property {string} [href] of a link: http or https, and nothing else
 * @property {boolean} [isMe] of a mention
 */

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** A name is mentioned by `@name`, not within a word or an address. */
const mention = (name) => new RegExp(`(?<![\\p{L}\\p{N}@/.])@${escape(name)}(?![\\p{L}\\p{N}_-])`, "giu");
/** Ends at white space and at what would open or close something around it. */
const address = /\bhttps?:\/\/[^\s<>"'`]+/giu;

/** Whether the text mentions the name. */
export const mentions = (text, name) => name !== "" && text.includes("@") && mention(name).test(text);

/**
 * An address that may be opened: http and https only, read by the same reader as the browser's.
 * @returns {string | null}
 */
export function safeAddress(text) {
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
 * @returns {Piece[]}
 */
export function pieces(text, names = [], me = "") {
  /** @type {Piece[]} */
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

/** Links and mentions. @returns {Piece[]} */
function prose(text, names, me) {
  /** @type {Piece[]} */
  const result = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const shown = trimmed(match[0]);
    const href = safeAddress(shown);
    if (!href) continue;
    result.push(...named(text.slice(end, match.index), names, me), { kind: "link", text: shown, href });
    end = match.index + shown.length;
  }
  result.push(...named(text.slice(end), names, me));
  return result;
}

/** A sentence's end is not the address's; a bracket is, if it was opened there. */
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

/** @returns {Piece[]} */
function named(text, names, me) {
  if (!text) return [];
  if (!text.includes("@") || !names.length) return [{ kind: "text", text }];
  // The longest name wins: "Ada Lovelace" before "Ada".
  const all = [...names].sort((a, b) => b.length - a.length).map(escape).join("|");
  const any = new RegExp(`(?<![\\p{L}\\p{N}@/.])@(?:${all})(?![\\p{L}\\p{N}_-])`, "giu");
  /** @type {Piece[]} */
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
