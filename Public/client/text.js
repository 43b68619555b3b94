import { inlinesOf, parse } from "./blocks.js";

/** Whether the text mentions the name, where that is not code. */
export const mentions = (text, name) =>
  name !== "" && text.includes("@") && [...inlinesOf(parse(text, { names: [name], me: name }))].some(({ isMe }) => isMe);

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]|[\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** A name to be put into a sentence: one that runs from right to left takes nothing of the sentence with it. */
export const isolated = (name) => (rightToLeft.test(name) ? `\u2068${name}\u2069` : name);
