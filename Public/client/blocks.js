import { parseInlines } from "./inlines.js";

/**
 * The blocks of a message, in CommonMark's words, as far as people write them in a chat: paragraphs, block quotes, lists, fenced
 * code blocks; and tables, which stay text. What is none of these is a paragraph, as it was typed.
 *
 * @typedef {object} Block
 * @property {"paragraph" | "quote" | "list" | "code" | "table"} type
 * @property {import("./inlines.js").Inline[]} [children] of a paragraph
 * @property {Block[]} [blocks] of a quote
 * @property {{number: number | null, blocks: Block[]}[]} [items] of a list
 * @property {string} [text] of a code block or a table
 * @property {string} [language] of a code block, as it was named
 */

/** Quotes and lists within each other. */
const maxDepth = 4;
const fence = /^ {0,3}(`{3,}|~{3,}(?!~))([^`]*)$/;
/** A fence that opens behind words on their line. */
const lateFence = /^([^`]*[^`\s])(`{3,})([\w+#.-]{0,20})$/;
const languageName = /^[\w+#.-]{0,20}$/;
const quoteMark = /^ {0,3}>+(?: |$)/;
const listMarker = /^( {0,8})([-*•]|\d{1,3}[.)])( +)(?=\S)/;

/**
 * @param {string} text
 * @param {import("./inlines.js").Context} [context]
 * @returns {Block[]}
 */
export const parse = (text, context = {}) => new BlockParser(text.split("\n"), context, 0).parse();

/** Every inline of a text, whatever it is in. @param {Block[]} blocks @returns {Iterable<import("./inlines.js").Inline>} */
export function* inlinesOf(blocks) {
  for (const { children = [], blocks: inner = [], items = [] } of blocks) {
    yield* flat(children);
    yield* inlinesOf(inner);
    for (const item of items) yield* inlinesOf(item.blocks);
  }
}

/** Whether the text mentions the name, where that is not code. */
export const mentions = (text, name) =>
  name !== "" && text.includes("@") && [...inlinesOf(parse(text, { names: [name], me: name }))].some(({ isMe }) => isMe);

function* flat(inlines) {
  for (const inline of inlines) {
    yield inline;
    if (inline.children) yield* flat(inline.children);
  }
}

class BlockParser {
  #lines;
  #context;
  #depth;
  #at = 0;
  /** @type {Block[]} */
  #blocks = [];
  /** @type {string[]} lines of the paragraph that is being read */
  #paragraph = [];
  /** The last line that a fence can end on. */
  #lastFence;

  constructor(lines, context, depth) {
    this.#lines = lines;
    this.#context = context;
    this.#depth = depth;
    this.#lastFence = lines.findLastIndex((line) => line.includes("```"));
  }

  parse() {
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at];
      if (this.#context.meter) this.#context.meter.steps += line.length + 1;
      const block = this.#block(line);
      if (!block) this.#paragraph.push(this.#lines[this.#at++]);
      else this.#blocks.push(block);
    }
    this.#endParagraph();
    return this.#blocks;
  }

  /** The block that begins with this line, if it is another one than a paragraph. @returns {Block | null} */
  #block(line) {
    // Behind the last line there is nothing to be code.
    const opening = this.#at + 1 < this.#lines.length ? fence.exec(line) : null;
    if (opening) return this.#code(opening[1], opening[2]);
    const late = this.#at < this.#lastFence ? lateFence.exec(line) : null;
    if (late) {
      this.#paragraph.push(late[1]);
      return this.#code(late[2], late[3]);
    }
    if (isRow(line) && isDelimiterRow(this.#lines[this.#at + 1] ?? "")) return this.#table();
    if (this.#depth >= maxDepth) return null;
    if (quoteMark.test(line)) return this.#quote();
    // A line across is not an item of an item.
    const marker = /^[\s*-]+$/.test(line) ? null : listMarker.exec(line);
    return marker ? this.#list(marker) : null;
  }

  /** To the fence that closes it, be it behind the last line of code; else to the end. */
  #code(opening, info) {
    this.#endParagraph();
    this.#at += 1;
    const lines = languageName.test(info.trim()) ? [] : [info];
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at].trimEnd();
      if (!line.endsWith(opening)) {
        lines.push(this.#lines[this.#at]);
        continue;
      }
      const rest = line.slice(0, line.length - opening.length).replace(/[`~]+$/, "");
      if (rest.trim()) lines.push(rest);
      this.#at += 1;
      break;
    }
    return { type: "code", text: lines.join("\n"), language: languageName.test(info.trim()) ? info.trim() : "" };
  }

  #quote() {
    const lines = this.#while((line) => quoteMark.test(line)).map((line) => line.replace(/^ {0,3}> ?/, ""));
    return { type: "quote", blocks: this.#inner(lines) };
  }

  /** Items have the same kind of marker; what belongs to one stands further in. */
  #list([, indent, sign]) {
    const isOrdered = /\d/.test(sign);
    const isOfList = (marker) => marker && marker[1].length === indent.length && /\d/.test(marker[2]) === isOrdered;
    const items = [];
    this.#endParagraph();
    while (this.#at < this.#lines.length) {
      const marker = listMarker.exec(this.#lines[this.#at]);
      if (!marker || !isOfList(marker)) break;
      const first = this.#lines[this.#at].slice(marker[0].length);
      this.#at += 1;
      const more = this.#while((line) => /^ +\S/.test(line) && line.search(/\S/) > indent.length);
      items.push({ number: isOrdered ? parseInt(marker[2], 10) : null, blocks: this.#inner([first, ...more.map((line) => dedent(line, indent.length + 2))]) });
      // Items may stand apart.
      if (this.#lines[this.#at]?.trim() === "" && isOfList(listMarker.exec(this.#lines[this.#at + 1] ?? ""))) this.#at += 1;
    }
    return { type: "list", items };
  }

  #table() {
    return { type: "table", text: this.#while(isRow).join("\n") };
  }

  #while(condition) {
    this.#endParagraph();
    const begin = this.#at;
    while (this.#at < this.#lines.length && condition(this.#lines[this.#at])) this.#at += 1;
    return this.#lines.slice(begin, this.#at);
  }

  #inner(lines) {
    return new BlockParser(lines, this.#context, this.#depth + 1).parse();
  }

  /** No emphasis goes over an empty line. */
  #endParagraph() {
    const text = this.#paragraph.join("\n").replace(/^(?:[ \t]*\n)+/, "").trimEnd();
    this.#paragraph = [];
    if (!text.trim()) return;
    const parts = text.split(/(\n[ \t]*\n\s*)/);
    this.#blocks.push({ type: "paragraph", children: parts.flatMap((part, index) => (index % 2 ? [{ type: "text", text: part }] : parseInlines(part, this.#context))) });
  }
}

const isRow = (line) => line.trim().length > 2 && line.trim().startsWith("|") && line.trim().endsWith("|");
const isDelimiterRow = (line) => isRow(line) && /^[|:\s-]+$/.test(line) && line.includes("-");
const dedent = (line, most) => line.slice(Math.min(most, line.search(/\S/)));
