import { inlinesOf, parse } from "./blocks.js";

/** Whether the text mentions the name, where that is not code. */
export const mentions = (text, name) =>
  name !== "" && text.includes("@") && [...inlinesOf(parse(text, { names: [name], me: name }))].some(({ isMe }) => isMe);

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
  for (const { type, text: part = "" } of inlinesOf(parse(text, { names: [...present, ...known] }))) {
    const names = type === "mention" ? [part.slice(1)] : type === "text" ? [...part.matchAll(anyMention)].map((match) => match[1].replace(/[_-]+$/u, "")) : [];
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
