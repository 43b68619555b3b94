/**
 * What people are in the midst of outlives a redraw: the focus, what is selected, opened, scrolled and being clicked, and where a dialog
 * gives the focus back to. The new nodes are others; the counterpart of an old one is the same kind of element, of the same item of a list, with the same
 * number among its kind. Fetched behind the page.
 */

/** Items of lists are told apart by these. */
const itemNames = ["data-key", "data-room", "data-user", "data-about"];
const itemSelector = itemNames.map((name) => `[${name}]`).join();

/** What had the focus when a dialog took it. @type {Map<Element, Element>} */
const openers = new Map();
/** The button that the pointer went down on, and whether it is another node since. @type {{button: Element, isAnother: boolean} | null} */
let press = null;

/**
 * @param {Element} from what is redrawn
 * @param {() => void} draw
 * @param {Element} to what is there then, if another one
 */
export function redraw(from, draw, to = from) {
  const restoring = [focusIn(from), selectionIn(from), ...openIn(from), ...scrolledIn(from), ...openersIn(from), pressIn(from)];
  draw();
  for (const restore of restoring) restore?.(to);
}

function focusIn(from) {
  const focused = document.activeElement;
  if (!focused || !from.contains(focused)) return null;
  const place = placeOf(focused, from);
  return (to) => {
    if (document.activeElement !== focused) focusOn(found(place, to) ?? to);
  };
}

/** Or else what it is in: buttons of a message are shown only while that has the focus. */
function focusOn(element) {
  for (let each = element; each; each = each.parentElement) {
    each.focus({ preventScroll: true });
    if (document.activeElement === each) return;
  }
}

function openIn(from) {
  return [...from.querySelectorAll("details[open]")].map((details) => {
    const place = placeOf(details, from);
    return (to) => found(place, to)?.setAttribute("open", "");
  });
}

function scrolledIn(from) {
  return [...from.querySelectorAll("pre, .table")].filter(({ scrollLeft, scrollTop }) => scrollLeft || scrollTop).map((element) => {
    const { scrollLeft, scrollTop } = element;
    const place = placeOf(element, from);
    return (to) => void Object.assign(found(place, to) ?? {}, { scrollLeft, scrollTop });
  });
}

/** One that reaches into it, from either side. */
function selectionIn(from) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return null;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  const ends = /** @type {[Node, number][]} */ ([[anchorNode, anchorOffset], [focusNode, focusOffset]]);
  if (!ends.some(([node]) => node && from.contains(node))) return null;
  const restoring = ends.map(([node, offset]) => (node && from.contains(node) ? endIn(node, offset, from) : () => /** @type {const} */ ([node, offset])));
  return (to) => {
    const [start, end] = restoring.map((restore) => restore(to));
    if (start && end) selection.setBaseAndExtent(...start, ...end);
  };
}

/** The end of a selection; nothing where another text stands now. */
function endIn(node, offset, from) {
  if (!(node instanceof Text) || !node.parentElement) return () => null;
  const [place, text, index] = [placeOf(node.parentElement, from), node.data, [...node.parentElement.childNodes].indexOf(node)];
  return (to) => {
    const now = found(place, to)?.childNodes[index];
    return now instanceof Text && now.data === text ? /** @type {[Node, number]} */ ([now, offset]) : null;
  };
}

function openersIn(from) {
  return [...openers].filter(([, opener]) => from.contains(opener)).map(([dialog, opener]) => {
    const place = placeOf(opener, from);
    return (to) => void openers.set(dialog, found(place, to) ?? to);
  });
}

/** @param {Element} element @param {Element} root @returns {{kind: string, index: number, item?: string} | null} nothing for the root itself */
function placeOf(element, root) {
  if (element === root) return null;
  const holder = element.closest(itemSelector);
  const item = holder && holder !== root && root.contains(holder) ? holder : null;
  const kind = kindOf(element);
  return { kind, index: alike(kind, item ?? root).indexOf(element), item: item ? selectorOf(item) : "" };
}

/** @returns {Element | undefined} */
function found(place, root) {
  if (!place) return root;
  const item = place.item ? root.querySelector(place.item) : root;
  return item ? alike(place.kind, item)[place.index] : undefined;
}

/** All of a kind within an item, and that itself. */
const alike = (kind, item) => [item, ...item.querySelectorAll("*")].filter((element) => kindOf(element) === kind);

const kindOf = (element) => [element.localName, element.classList[0], element.dataset?.action].join(".");

function selectorOf(item) {
  const name = itemNames.find((each) => item.hasAttribute(each));
  return `[${name}="${CSS.escape(item.getAttribute(name))}"]`;
}

function pressIn(from) {
  if (!press || !from.contains(press.button)) return null;
  const place = placeOf(press.button, from);
  return (to) => {
    const button = found(place, to);
    press = button ? { button, isAnother: true } : null;
  };
}

globalThis.document?.addEventListener("pointerdown", ({ target, button: which }) => {
  const button = which === 0 && target instanceof Element && target.closest("button, a, summary");
  press = button ? { button, isAnother: false } : null;
});
// The browser sees a click only where the pointer goes up on the node that it went down on.
globalThis.document?.addEventListener("pointerup", ({ target }) => {
  const { button, isAnother } = press ?? {};
  press = null;
  if (isAnother && target instanceof Node && button?.contains(target)) /** @type {HTMLElement} */ (button).click();
});
globalThis.document?.addEventListener("pointercancel", () => (press = null));

globalThis.document?.addEventListener("focusout", ({ target, relatedTarget }) => {
  const dialog = relatedTarget instanceof Element && relatedTarget.closest("dialog");
  if (dialog && target instanceof Element && !dialog.contains(target)) openers.set(dialog, target);
});

// The browser gives the focus back by itself, unless that is not there any more: then it is still in what was closed, or nowhere.
globalThis.document?.addEventListener("close", ({ target }) => {
  const dialog = /** @type {HTMLDialogElement} */ (target);
  // It was opened again at once.
  if (dialog.open) return;
  const [opener, focused] = [openers.get(dialog), document.activeElement];
  openers.delete(dialog);
  if (opener?.isConnected && (!focused || focused === document.body || focused.matches("dialog") || dialog.contains(focused))) focusOn(opener);
}, true);
