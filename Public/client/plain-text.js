import { parse } from "./blocks.js";

/** What was typed, in one line and without its marks: to be quoted, told or read out. @param {string} text */
export const plainText = (text) => textOf(parse(text)).replace(/\s+/gu, " ").trim();

/** @param {import("./blocks.js").Block[]} blocks @returns {string} */
function textOf(blocks) {
  return blocks.map(({ text, children = [], blocks: inner = [], items = [] }) =>
    text ?? [inlineText(children), textOf(inner), ...items.map((item) => textOf(item.blocks))].join(" ")).join(" ");
}

const inlineText = (inlines) => inlines.map(({ text, children }) => text ?? inlineText(children)).join("");
