import { hrefOf, mailPattern, trimmed, urlPattern } from "./links.js";

/**
 * The inlines of a paragraph, in CommonMark's words: code spans, emphasis, strong emphasis, strikethrough, autolinks; and what
 * chats have beside them. Data, of which a view makes nodes; nothing here makes markup.
 *
 * @typedef {object} Inline
 * @property {"text" | "code" | "emphasis" | "strong" | "strikethrough" | "link" | "mention" | "room" | "shortcode"} type
 * @property {string} [text] as it was typed
 * @property {Inline[]} [children] of the three kinds of emphasis, in place of a text
 * @property {string} [href] of a link: http, https or mailto, and nothing else
 * @property {boolean} [isMe] of a mention
 * @property {string} [name] of a room or a shortcode
 *
 * @typedef {object} Context
 * @property {string[]} [names] that may be mentioned
 * @property {string} [me]
 * @property {string} [everybody] whom of all the message calls, by one of `calls`
 * @property {{steps: number}} [meter] counts the characters that were looked at, so that a test can tell how the work grows
 */

/** What stands behind the @ where everybody is called, whatever language they read. */
export const calls = ["all", "here", "everyone", "channel"];

/** What may begin something. Every repetition is bounded, or takes what it has read: the text is read once. */
const special = new RegExp(
  [
    "(?<escape>\\\\[*~`])",
    "(?<ticks>`+)",
    `(?<url>${urlPattern})`,
    `(?<mail>${mailPattern})`,
    "(?<![\\p{L}\\p{N}_/&#.=-])#(?<room>[a-z][a-z0-9_-]{0,63})(?![\\p{L}\\p{N}_])",
    "(?<![\\p{L}\\p{N}_:]):(?<shortcode>[a-z0-9_+-]{1,64}):(?![\\p{L}\\p{N}_])",
    "(?<smiley>(?<!\\S)[:;]-?\\*(?!\\*))",
    "(?<run>\\*+|_+|~+)",
    "(?<at>(?<![\\p{L}\\p{N}@/.])@)",
  ].join("|"),
  "giu",
);
const kinds = /** @type {const} */ ({ "*": "emphasis", _: "emphasis", "**": "strong", "~~": "strikethrough" });
/** Colours, which look like rooms. */
const colour = /^(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** @param {string} text @param {Context} context @returns {Inline[]} */
export const parseInlines = (text, context) => new InlineParser(text, context).parse();

/** A delimiter, which is text unless it was matched. @typedef {{text: string, mark: string, role: "opener" | "closer" | null}} Delimiter */

class InlineParser {
  #text;
  #context;
  #meter;
  /** @type {(Inline | Delimiter)[]} */
  #pieces = [];
  /** Of each mark the latest delimiter that may open, as an index of the pieces. @type {Map<string, number>} */
  #openers = new Map();
  /** Where the last run of so many backticks begins. @type {Map<number, number> | null} */
  #lastTicks = null;

  constructor(text, context) {
    this.#text = text;
    this.#context = context;
    this.#meter = context.meter ?? { steps: 0 };
  }

  parse() {
    let end = 0;
    special.lastIndex = 0;
    for (let match; (match = special.exec(this.#text)); ) {
      const { index } = match;
      this.#plain(this.#text.slice(end, index));
      this.#meter.steps += index - end + match[0].length;
      end = this.#take(match);
      special.lastIndex = end;
    }
    this.#plain(this.#text.slice(end));
    return tree(this.#pieces);
  }

  /** @returns {number} where it ends */
  #take({ 0: found, index, groups }) {
    const end = index + found.length;
    if (groups.escape) this.#plain(found[1]);
    else if (groups.ticks) return this.#code(index, found.length);
    else if (groups.url) return this.#link(found, index);
    else if (groups.mail) this.#push({ type: "link", text: found, href: `mailto:${found}` });
    else if (groups.room && !colour.test(groups.room)) this.#push({ type: "room", text: found, name: groups.room.toLowerCase() });
    else if (groups.shortcode) this.#push({ type: "shortcode", text: found, name: groups.shortcode.toLowerCase() });
    else if (groups.run) this.#run(found, index);
    else if (groups.at) return this.#mention(index);
    else this.#plain(found);
    return end;
  }

  #push(piece) {
    this.#pieces.push(piece);
  }

  #plain(text) {
    if (text) this.#push({ type: "text", text });
  }

  /** A code span ends with as many backticks as it begins with. */
  #code(index, length) {
    const begin = index + length;
    if ((this.#ticks.get(length) ?? 0) < begin) return this.#plain(this.#text.slice(index, begin)), begin;
    const runs = /`+/g;
    runs.lastIndex = begin;
    for (let run; (run = runs.exec(this.#text)); ) {
      if (run[0].length !== length) continue;
      this.#meter.steps += run.index - begin + length;
      this.#push({ type: "code", text: spanOf(this.#text.slice(begin, run.index)) });
      return run.index + length;
    }
    return begin;
  }

  get #ticks() {
    this.#lastTicks ??= new Map([...this.#text.matchAll(/`+/g)].map((run) => [run[0].length, run.index]));
    return this.#lastTicks;
  }

  /** One that leads nowhere is text to its end. */
  #link(found, index) {
    const text = trimmed(found);
    const href = hrefOf(text);
    if (href) this.#push({ type: "link", text, href });
    else this.#plain(found);
    return index + (href ? text.length : found.length);
  }

  #mention(index) {
    const { names = [], me = "", everybody } = this.#context;
    const call = everybody ? this.#nameAt(index, calls) : "";
    const found = call || this.#nameAt(index, names);
    if (found) this.#push({ type: "mention", text: found, isMe: Boolean(call) || found.slice(1).toLowerCase() === me.toLowerCase() });
    else this.#plain("@");
    return index + (found.length || 1);
  }

  #nameAt(index, names) {
    const pattern = names.length ? patternOf(names) : null;
    if (pattern) pattern.lastIndex = index;
    return pattern?.exec(this.#text)?.[0] ?? "";
  }

  /** A run of delimiters: three asterisks are one and two. */
  #run(run, index) {
    const before = this.#text[index - 1] ?? " ";
    const after = String.fromCodePoint(this.#text.codePointAt(index + run.length) ?? 32);
    const canOpen = !/\s/.test(after) && !isJoined(before) && !(run.length === 1 && /[.,;:!?)\]}/]/.test(after));
    const canClose = !/\s/.test(before) && !isJoined(after);
    for (const mark of run === "***" ? this.#marksOfThree(canClose) : [run]) this.#delimiter(mark, canOpen, canClose);
  }

  /** What was opened last is closed first. */
  #marksOfThree(canClose) {
    const [one, two] = ["*", "**"].map((mark) => this.#openers.get(mark) ?? -1);
    return canClose && one > two ? ["*", "**"] : ["**", "*"];
  }

  #delimiter(mark, canOpen, canClose) {
    /** @type {Delimiter} */
    const delimiter = { text: mark, mark, role: null };
    const opener = this.#openers.get(mark);
    if (!(mark in kinds)) return this.#plain(mark);
    if (canClose && opener !== undefined) {
      delimiter.role = "closer";
      /** @type {Delimiter} */ (this.#pieces[opener]).role = "opener";
      // What was opened within and not closed there is text.
      for (const [other, at] of this.#openers) if (at >= opener) this.#openers.delete(other);
    } else if (canOpen) this.#openers.set(mark, this.#pieces.length);
    this.#push(delimiter);
  }
}

/** A code span may hold backticks at its ends, behind a space that is not part of it. */
const spanOf = (text) => (text.startsWith(" ") && text.endsWith(" ") && text.trim() ? text.slice(1, -1) : text);

/** Whether a delimiter beside the character is a part of a word, a path or a formula; some scripts have no spaces between words. */
const isJoined = (character) => /[\p{L}\p{N}_/\\=@#$%&+]/u.test(character) && !apart.test(character);
const apart = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

/** The pieces as a tree: no deeper than there are marks, since none is opened twice. @returns {Inline[]} */
function tree(pieces) {
  /** @type {Inline[][]} */
  const levels = [[]];
  for (const piece of pieces) {
    const level = /** @type {Inline[]} */ (levels.at(-1));
    if (piece.role === "opener") {
      const children = [];
      level.push({ type: kinds[piece.mark], children });
      levels.push(children);
    } else if (piece.role === "closer") levels.pop();
    else if ("mark" in piece || piece.type === "text") appendText(level, piece.text);
    else level.push(piece);
  }
  return levels[0];
}

function appendText(level, text) {
  const last = level.at(-1);
  if (last?.type === "text") last.text += text;
  else level.push({ type: "text", text });
}

/** For the same names of all messages that are drawn at once. @type {WeakMap<string[], RegExp>} */
const patterns = new WeakMap();
export const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `@name` where it begins; the longest name wins: "Ada Lovelace" before "Ada". */
function patternOf(names) {
  const known = patterns.get(names);
  if (known) return known;
  const all = [...names].sort((a, b) => b.length - a.length).map(escapePattern).join("|");
  const pattern = new RegExp(`@(?:${all})(?![\\p{L}\\p{N}-]|_+[\\p{L}\\p{N}])`, "iuy");
  patterns.set(names, pattern);
  return pattern;
}
