/**
 * Making nodes. Text becomes text nodes and nothing else: there is no way from a string to markup here, and the page's
 * policy forbids any other.
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes] `class`, `on…` listeners, ARIA and others; `false`, `null` are left out
 * @param {...(Node | string | null | false | undefined)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function" && name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, ...children);
  return element;
}

/** @param {Element} element */
export function append(element, ...children) {
  for (const child of children) if (child !== null && child !== false && child !== undefined) element.append(child);
}

/** Puts these in place of all that was there. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, ...children);
}

/**
 * @param {string} id of an element that the page has
 * @returns {any}
 */
export function byID(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}

/** Drawn on a field of 24 by 24. */
const drawings = {
  plus: "M12 5v14M5 12h14",
  menu: "M4 7h16M4 12h16M4 17h16",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.4-3.6 3-5.5 6.500-5.500s6.100 1.900 6.500 5.500M16 4.500a3.500 3.500 0 0 1 0 6.500M18 15c2 .8 3.200 2.500 3.500 5",
  send: "M4 12 20 4l-5 16-3.500-6.500zM11.500 13.500 20 4",
  close: "M6 6l12 12M18 6 6 18",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20",
  down: "M12 5v14M6 13l6 6 6-6",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14.500c.8 1.300 2 2 3.500 2s2.700-.7 3.500-2M9 9.500v.5M15 9.500v.5",
  edit: "M5 19l1-4L16.500 4.500l3 3L9 18zM14.500 6.500l3 3",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13M10.500 11v5.500M13.500 11v5.500",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c-5 5-5 13 0 18c5-5 5-13 0-18z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  reply: "M10 6l-6 6 6 6M4 12h10c4 0 6 2 6 6",
  link: "M10 14c1.500 1.500 4 1.500 5.500 0l3-3c3.500-3.500-2-9-5.500-5.500l-1 1M14 10c-1.500-1.500-4-1.500-5.500 0l-3 3c-3.500 3.500 2 9 5.500 5.500l1-1",
  leave: "M14 4h5v16h-5M4 12h10M10 8l4 4-4 4",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  star: "M12 4.500l2.300 4.800 5.200.7-3.800 3.600.9 5.200L12 16.300l-4.600 2.500.9-5.200L4.500 10l5.200-.7z",
  mute: "M18 12.500V11a6 6 0 0 0-9.500-4.900M6 10v7l-1.500 1.500h13M10 20.500h4M4 4l16 16",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15zM10 20.500h4",
};
const svgSpace = "http://www.w3.org/2000/svg";

/** @param {keyof typeof drawings} name */
export function icon(name) {
  const svg = document.createElementNS(svgSpace, "svg");
  const path = document.createElementNS(svgSpace, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", drawings[name]);
  svg.append(path);
  return svg;
}

/** The first letters of a name, in a colour that belongs to it: a person has the same one in each session. */
export function avatar(user, isSmall = false) {
  const words = user.name.trim().split(/\s+/u);
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
  let sum = 7;
  for (const character of user.name.toLowerCase()) sum = (sum * 33 + (character.codePointAt(0) ?? 0)) % 9973;
  const kind = user.kind === "bot" ? " bot" : "";
  return h("span", { class: `avatar hue-${sum % 10}${isSmall ? " small" : ""}${kind}`, "aria-hidden": "true" }, letters);
}
