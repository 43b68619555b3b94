import { findEmojis } from "../client/emoji.js";
import { byID, fill, h } from "./dom.js";

/** In a row of the grid, for the arrow keys; the style sheet has as many. */
const columns = 8;

/** A grid of emoji to choose from, with a field that narrows it. */
export class EmojiPicker {
  #dialog = byID("emoji-picker");
  #field = byID("emoji-field");
  #grid = byID("emoji-grid");
  /** @type {(emoji: string) => void} */
  #choose = () => {};
  #index = 0;

  constructor() {
    this.#field.addEventListener("input", () => this.#draw());
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
  }

  /**
   * @param {Element | null} anchor near which it opens
   * @param {(emoji: string) => void} choose
   */
  open(anchor, choose) {
    this.#choose = choose;
    this.#field.value = "";
    this.#draw();
    this.#dialog.showModal();
    this.#place(anchor);
  }

  /** Above or below the anchor, wherever there is room. */
  #place(anchor) {
    const { width, height } = this.#dialog.getBoundingClientRect();
    const box = boxOf(anchor);
    const left = Math.max(8, Math.min(box.right - width, innerWidth - width - 8));
    const above = box.top - height - 8;
    const top = above > 8 ? above : Math.min(box.bottom + 8, innerHeight - height - 8);
    Object.assign(this.#dialog.style, { left: `${left}px`, top: `${Math.max(8, top)}px` });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const count = this.#grid.childElementCount;
    if (by && count) {
      event.preventDefault();
      this.#select((this.#index + by + count) % count);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.#grid.children[this.#index]?.click();
    }
  }

  #draw() {
    const cells = findEmojis(this.#field.value).map(({ emoji, name }, index) =>
      h("li", { role: "option", id: `emoji-${index}`, title: `:${name}:`, "aria-label": name, onclick: () => this.#take(emoji) }, emoji));
    fill(this.#grid, ...cells);
    this.#select(0);
  }

  #select(index) {
    this.#index = index;
    for (const [at, cell] of [...this.#grid.children].entries()) cell.setAttribute("aria-selected", String(at === index));
    const cell = this.#grid.children[index];
    cell?.scrollIntoView({ block: "nearest" });
    if (cell) this.#field.setAttribute("aria-activedescendant", cell.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #take(emoji) {
    this.#dialog.close();
    this.#choose(emoji);
  }
}

/** Where something is on the screen. A message's buttons may not be shown while its key is pressed: then it is the message. */
function boxOf(anchor) {
  const shown = [anchor, anchor?.closest(".row")].find((element) => element?.getClientRects().length);
  return shown?.getBoundingClientRect() ?? { left: innerWidth / 2, right: innerWidth / 2, top: innerHeight / 2, bottom: innerHeight / 2 };
}
