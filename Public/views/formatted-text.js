import { parse } from "../client/blocks.js";
import { emojiSet, loadEmojis } from "../client/emoji.js";
import { h, icon } from "./dom.js";
import { t } from "./words.js";

const tags = /** @type {const} */ ({ emphasis: "em", strong: "strong", strikethrough: "s" });

/**
 * A message's text as nodes.
 * @param {string} text
 * @param {{names: string[], me: string, everybody?: string, copy: (text: string) => void}} context
 * @returns {(Node | string)[]}
 */
export function formatted(text, context) {
  const blocks = parse(text, context);
  if (blocks.length === 1 && blocks[0].type === "paragraph") return inlines(blocks[0].children);
  return blockNodes(blocks, context);
}

function blockNodes(blocks, context) {
  return blocks.map((block) => {
    if (block.type === "quote") return h("blockquote", {}, ...blockNodes(block.blocks, context));
    if (block.type === "list") return list(block.items, context);
    if (block.type === "code") return codeBlock(block, context);
    // Scrolled by keyboard, too.
    if (block.type === "table") return h("pre", { tabindex: 0, dir: "ltr" }, block.text);
    return h("p", { dir: "auto" }, ...inlines(block.children));
  });
}

/** Numbered as it was typed. */
function list(items, context) {
  const isOrdered = items[0].number !== null;
  return h(isOrdered ? "ol" : "ul", {}, ...items.map(({ number, blocks }) => h("li", { value: number }, ...blockNodes(blocks, context))));
}

function codeBlock({ text, language }, { copy }) {
  return h(
    "div", { class: "code-block" },
    h("pre", { tabindex: 0, dir: "ltr", "data-language": language || null }, h("code", {}, text)),
    h("button", { class: "icon", type: "button", "aria-label": t("copyCode"), title: t("copyCode"), onclick: () => copy(text) }, icon("copy")),
  );
}

function inlines(children) {
  return children.map((inline) => {
    const { type, text } = inline;
    if (type in tags) return h(tags[type], {}, ...inlines(inline.children));
    if (type === "link") return h("a", { href: inline.href, target: "_blank", rel: "noopener noreferrer nofollow", dir: "ltr" }, text);
    if (type === "code") return h("code", { dir: "ltr" }, text);
    // What stands apart does not tell in which direction the text runs.
    if (type === "mention") return h("bdi", { class: inline.isMe ? "mention me" : "mention" }, text);
    if (type === "room") return h("a", { href: `#${inline.name}`, dir: "ltr" }, text);
    return type === "shortcode" ? shortcode(text, inline.name) : text;
  });
}

/** An emoji as soon as its name is known; what has none stays as it was typed. */
function shortcode(text, name) {
  const node = document.createTextNode(emojiSet?.emojiNamed(name) ?? text);
  if (!emojiSet) loadEmojis().then((set) => (node.data = set?.emojiNamed(name) ?? text));
  return node;
}
