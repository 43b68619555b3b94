import { emojiSet, loadEmojis } from "../client/emoji.js";
import { t } from "../languages/en-dialogs.js";
import { fill, h } from "./dom.js";

/** In a row of the grid, for the arrow keys; the style sheet has as many. */
const columns = 8;
/** Each group by one of it. */
const groupSigns = { "Smileys & Emotion": "😀", "People & Body": "👋", "Animals & Nature": "🐱", "Food & Drink": "🍕", "Travel & Places": "🚗", Activities: "⚽", Objects: "💡", Symbols: "❤️", Flags: "🏁" };

/** A grid of all emoji to choose from, the latest first, with a field that narrows it. */
export class EmojiPicker {
  #field = h("input", {
    id: "emoji-field", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "emoji-grid", "aria-autocomplete": "list",
    "aria-label": t("findEmoji"), placeholder: t("findEmoji"), spellcheck: "false", autocapitalize: "none", autocomplete: "off",
  });
  #grid = h("ul", { id: "emoji-grid", role: "listbox", "aria-label": t("emoji") });
  #tones = h("div", { id: "emoji-tones", class: "emoji-tones", role: "radiogroup", "aria-label": t("skinTone") });
  #dialog = h("dialog", { id: "emoji-picker", class: "emoji-picker", "aria-label": t("chooseEmoji") }, this.#field, this.#grid, this.#groups(), this.#tones);
  #storage;
  /** @type {import("../client/emoji-set.js").EmojiChoices | null} */
  #choices = null;
  /** @type {(emoji: string) => void} */
  #choose = () => {};
  #index = 0;
  /** Whether Enter was pressed before there was anything to choose from. */
  #isEntered = false;

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
    this.#field.addEventListener("input", () => this.#draw());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#grid.addEventListener("click", ({ target }) => this.#take(target.closest("[data-emoji]")));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    document.body.append(this.#dialog);
  }

  #groups() {
    const buttons = Object.entries(groupSigns).map(([group, sign]) =>
      h("button", { class: "icon", type: "button", title: t(group), "aria-label": t(group), onclick: () => this.#toGroup(group) }, sign));
    return h("div", { id: "emoji-groups", class: "emoji-groups", role: "group", "aria-label": t("emojiKinds") }, ...buttons);
  }

  /**
   * @param {Element | null} anchor near which it opens
   * @param {(emoji: string) => void} choose
   */
  async open(anchor, choose) {
    this.#choose = choose;
    this.#isEntered = false;
    this.#field.value = "";
    // First, as nothing scrolls that is not shown: it would open where it was left.
    this.#dialog.showModal();
    if (emojiSet) this.#drawTones();
    this.#draw();
    this.#field.focus();
    this.#place(anchor);
    if (emojiSet) return;
    if (await loadEmojis()) this.#drawTones();
    this.#draw(t("cantLoadEmoji"));
    if (this.#isEntered && this.#dialog.open) this.#take(this.#grid.children[0]);
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
    const right = getComputedStyle(this.#grid).direction === "rtl" ? -1 : 1;
    const by = { ArrowRight: right, ArrowLeft: -right, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const cells = this.#grid.querySelectorAll("[data-emoji]");
    if (by && cells.length) {
      event.preventDefault();
      this.#select((this.#index + by + cells.length) % cells.length);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.#isEntered = !emojiSet;
      this.#take(cells[this.#index]);
    }
  }

  #drawTones() {
    const { skinTones, inTone, EmojiChoices } = /** @type {import("../client/emoji.js").EmojiSet} */ (emojiSet);
    this.#choices = new EmojiChoices(this.#storage);
    const { tone } = this.#choices;
    fill(this.#tones, ...skinTones.map((each, index) => h(
      "label", { title: t(`tone${index}`) },
      h("input", { type: "radio", name: "tone", value: each, checked: each === tone, "aria-label": t(`tone${index}`), onchange: () => this.#setTone(each) }),
      h("span", { "aria-hidden": "true" }, inTone("✋", each)),
    )));
  }

  /** @param {string} [missing] what is said while there are none at all */
  #draw(missing = t("loading")) {
    const found = this.#find(this.#field.value.trim());
    fill(this.#grid, ...found.map(([emoji, name, group, title = name], index) =>
      h("li", { role: "option", id: `emoji-${index}`, title, "aria-label": name, "data-emoji": emoji, "data-group": group }, emoji)));
    if (!found.length) this.#grid.append(h("li", { class: "nothing", role: "option", "aria-disabled": "true" }, emojiSet ? t("nothingFound") : missing));
    this.#index = 0;
    this.#select(0);
  }

  /** @returns {string[][]} emoji, name and group, and what is said of it besides */
  #find(typed) {
    if (!emojiSet || !this.#choices) return [];
    const { inTone, findEmojis, calledHere } = emojiSet;
    const { tone, recent } = this.#choices;
    const latest = typed ? [] : recent.map((emoji) => [emoji, t("usedLately"), "latest"]);
    return [...latest, ...findEmojis(typed).map((each) => [inTone(each.emoji, tone), calledHere(each), each.group, titleOf(each, calledHere(each))])];
  }

  #select(index) {
    const cells = this.#grid.children;
    cells[this.#index]?.setAttribute("aria-selected", "false");
    this.#index = index;
    const cell = cells[index];
    cell?.setAttribute("aria-selected", String(cell.hasAttribute("data-emoji")));
    cell?.scrollIntoView({ block: "nearest" });
    if (cell?.id) this.#field.setAttribute("aria-activedescendant", cell.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #toGroup(group) {
    if (this.#field.value) this.#field.value = "";
    this.#draw();
    const index = [...this.#grid.children].findIndex((cell) => cell.getAttribute("data-group") === group);
    if (index < 0) return;
    this.#select(index);
    this.#grid.children[index].scrollIntoView({ block: "start" });
    this.#field.focus();
  }

  #setTone(tone) {
    if (this.#choices) this.#choices.tone = tone;
    this.#draw();
  }

  #take(cell) {
    const emoji = cell?.getAttribute("data-emoji");
    if (!emoji) return;
    this.#choices?.used(emoji);
    this.#dialog.close();
    this.#choose(emoji);
  }
}

/** Its name in the reader's language, and the shortcode. */
const titleOf = ({ name }, called) => (called === name ? `:${name}:` : `${called} :${name}:`);

/** Where something is on the screen. A message's buttons may not be shown while its key is pressed: then it is the message. */
function boxOf(anchor) {
  const shown = [anchor, anchor?.closest(".row")].find((element) => element?.getClientRects().length);
  return shown?.getBoundingClientRect() ?? { left: innerWidth / 2, right: innerWidth / 2, top: innerHeight / 2, bottom: innerHeight / 2 };
}
