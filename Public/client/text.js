import { inlinesOf, parse } from "./blocks.js";

/** Whether the text mentions the name, where that is not code. */
export const mentions = (text, name) =>
  name !== "" && text.includes("@") && [...inlinesOf(parse(text, { names: [name], me: name }))].some(({ isMe }) => isMe);
