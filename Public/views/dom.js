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

/** Draws something anew; as soon as `redraw.js` is there, so that people can go on with what they were doing in it. */
export const redrawing = { keep: (from, draw, to) => draw() };

/**
 * @param {string} id of an element that the page has
 * @returns {any}
 */
export function byID(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}

/** Drawn on a field of 24 by 24. What is fetched later brings its own. @type {Record<string, string>} */
export const drawings = {
  plus: "M12 5v14M5 12h14",
  menu: "M4 7h16M4 12h16M4 17h16",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15c2 .8 3.2 2.5 3.5 5",
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  close: "M6 6l12 12M18 6 6 18",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  down: "M12 5v14M6 13l6 6 6-6",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9 9.5v.5M15 9.5v.5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  leave: "M14 4h5v16h-5M4 12h10M10 8l4 4-4 4",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  star: "M12 4.5l2.3 4.8 5.2.7-3.8 3.6.9 5.2L12 16.3l-4.6 2.5.9-5.2L4.5 10l5.2-.7z",
  mute: "M18 12.5V11a6 6 0 0 0-9.5-4.9M6 10v7l-1.5 1.5h13M10 20.5h4M4 4l16 16",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 20.5h4",
};
const svgSpace = "http://www.w3.org/2000/svg";

/** @param {string} name */
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
