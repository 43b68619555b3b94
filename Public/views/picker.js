import { parts, t } from "../languages/en-dialogs.js";
import { fill, h } from "./dom.js";

/**
 * Something to choose.
 * @typedef {object} Choice
 * @property {Node | null} [sign]
 * @property {string | (Node | string)[]} text
 * @property {string} [key] by which it is the same one when there are others
 * @property {string} [note]
 * @property {() => void} choose
 */

const key = (name) => h("kbd", {}, name);

/** A field with a list below it: typing narrows the list, arrows choose, Enter takes. For rooms, people and searching. */
export class Picker {
  #field = h("input", {
    id: "finder-field", type: "text", dir: "auto", role: "combobox", "aria-expanded": "true", "aria-controls": "finder-list", "aria-autocomplete": "list",
    spellcheck: "false", autocapitalize: "none", autocomplete: "off",
  });
  #list = h("ul", { id: "finder-list", role: "listbox", "aria-label": t("results") });
  #dialog = h("dialog", { id: "finder", class: "finder" }, this.#field, this.#list,
    h("p", { class: "hint" }, ...parts("findHint", { up: key("↑"), down: key("↓"), enter: key(t("Enter")), escape: key(t("Esc")) })));
  /** @type {(typed: string) => Choice[]} */
  #find = () => [];
  /** @type {(typed: string) => string} what is said when there is nothing to choose */
  #nothing;
  /** Stands below the list. @type {Element | undefined} */
  #footer;
  #closed = () => {};
  /** @type {Choice[]} */
  #choices = [];
  #index = 0;

  constructor() {
    document.body.append(this.#dialog);
    this.#field.addEventListener("input", () => this.#draw());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    // It is told a moment later: by then it may be open for something else.
    this.#dialog.addEventListener("close", () => this.#dialog.open || this.#closed());
  }

  /**
   * @param {string} caption
   * @param {(typed: string) => Choice[]} find
   * @param {(typed: string) => string} [nothing] what is said when there is nothing to choose
   * @param {{footer?: Element, closed?: () => void}} [more] what stands below the list; what is done when it closes
   */
  open(caption, find, nothing = () => t("nothingFound"), { footer, closed = () => {} } = {}) {
    if (this.#dialog.open) (this.#dialog.close(), this.#closed());
    this.#footer?.remove();
    this.#footer = footer;
    if (footer) this.#list.after(footer);
    this.#closed = closed;
    this.#find = find;
    this.#nothing = nothing;
    this.#field.value = "";
    this.#field.placeholder = caption;
    for (const named of [this.#field, this.#dialog]) named.setAttribute("aria-label", caption);
    this.#dialog.showModal();
    this.#draw();
  }

  /** There is more to choose from. */
  refresh() {
    if (!this.#dialog.open) return;
    const [index, key] = [this.#index, this.#choices[this.#index]?.key];
    this.#draw();
    const same = key === undefined ? -1 : this.#choices.findIndex((choice) => choice.key === key);
    this.#select(same >= 0 ? same : Math.max(0, Math.min(index, this.#choices.length - 1)));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      this.#select((this.#index + by + this.#choices.length) % Math.max(1, this.#choices.length));
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.#take(this.#choices[this.#index]);
    }
  }

  #take(choice) {
    if (!choice) return;
    this.#dialog.close();
    choice.choose();
  }

  #draw() {
    const typed = this.#field.value.trim();
    this.#choices = this.#find(typed);
    const items = this.#choices.map((choice, index) =>
      h("li", { role: "option", id: `choice-${index}`, onclick: () => this.#take(choice) },
        choice.sign, h("bdi", { class: "name" }, ...[choice.text].flat()), choice.note && h("span", { class: "note" }, choice.note)));
    fill(this.#list, ...items);
    if (!items.length) this.#list.append(h("li", { class: "nothing", role: "option", "aria-disabled": "true" }, this.#nothing(typed)));
    this.#select(0);
  }

  #select(index) {
    this.#index = index;
    for (const [at, item] of [...this.#list.children].entries()) {
      item.setAttribute("aria-selected", String(at === index && this.#choices.length > 0));
      if (at === index) item.scrollIntoView({ block: "nearest" });
    }
    if (this.#choices.length) this.#field.setAttribute("aria-activedescendant", `choice-${index}`);
    else this.#field.removeAttribute("aria-activedescendant");
  }
}
