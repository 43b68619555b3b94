import { byID, fill, h, icon } from "./dom.js";

/** At most so often others are told that one types. Milliseconds. */
const typingInterval = 3_000;
const mostSuggestions = 6;

/** The field for writing: drafts that outlive the page, names to mention, Enter to send. */
export class Composer {
  #field = byID("draft");
  #form = byID("composer");
  #list = byID("suggestions");
  #send = byID("send");
  #options;
  #room = "";
  #typedAt = -Infinity;
  /** @type {{start: number, names: string[], index: number} | null} names offered for the `@…` before the caret */
  #offer = null;

  /**
   * @param {object} options
   * @param {Storage} options.storage
   * @param {(text: string) => boolean} options.send whether it was taken; if not, it stays in the field
   * @param {() => void} options.typing
   * @param {() => string[]} options.names
   * @param {() => number} options.limit characters
   * @param {(key: "up" | "pageUp" | "pageDown") => void} options.leave
   * @param {(text: string) => void} options.complain
   */
  constructor(options) {
    this.#options = options;
    this.#send.append(icon("send"));
    this.#field.addEventListener("input", () => this.#input());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** Turns to another room, where its own draft waits. */
  show(room, caption) {
    this.#room = room;
    this.#field.value = this.#options.storage.getItem(this.#storageKey(room)) ?? "";
    this.#field.setAttribute("placeholder", caption);
    this.#field.setAttribute("aria-label", caption);
    this.#close();
    this.#fit();
  }

  /** Puts text where the caret is. */
  insert(text) {
    this.#field.setRangeText(text, this.#field.selectionStart, this.#field.selectionEnd, "end");
    this.#input();
    this.focus();
  }

  #storageKey(room) {
    return `tchatter.draft.${room}`;
  }

  #input() {
    this.#keep();
    this.#fit();
    this.#suggest();
    if (!this.#field.value.trim() || performance.now() - this.#typedAt < typingInterval) return;
    this.#typedAt = performance.now();
    this.#options.typing();
  }

  #keep() {
    const { storage } = this.#options;
    try {
      if (this.#field.value) storage.setItem(this.#storageKey(this.#room), this.#field.value);
      else storage.removeItem(this.#storageKey(this.#room));
    } catch {
      // Full: the draft lives as long as the page does.
    }
  }

  /** As high as the text, where the browser does not do it by itself. */
  #fit() {
    if (!CSS.supports("field-sizing", "content")) {
      this.#field.rows = Math.min(8, this.#field.value.split("\n").length);
    }
    this.#form.classList.toggle("is-empty", !this.#field.value.trim());
  }

  #submit() {
    const text = this.#field.value.replace(/\s+$/u, "").replace(/^\n+/u, "");
    if (!text.trim()) return;
    const limit = this.#options.limit();
    const excess = [...text].length - limit;
    if (excess > 0) return this.#options.complain(`A message has at most ${limit} characters; this is ${excess} more.`);
    if (!this.#options.send(text)) return;
    this.#field.value = "";
    this.#keep();
    this.#fit();
    this.#close();
    this.#typedAt = -Infinity;
    this.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While an input method composes, Enter is its own.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#offer && this.#offerKey(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && this.#field.value === "") this.#leave(event, "up");
    else if (event.key === "PageUp") this.#leave(event, "pageUp");
    else if (event.key === "PageDown") this.#leave(event, "pageDown");
  }

  #leave(event, where) {
    event.preventDefault();
    this.#options.leave(where);
  }

  /** @returns {boolean} whether the key was for the list of names */
  #offerKey({ key }) {
    const offer = this.#offer;
    if (!offer) return false;
    if (key === "Escape") return this.#close(), true;
    if (key === "Enter" || key === "Tab") return this.#accept(offer.names[offer.index]), true;
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!by) return false;
    offer.index = (offer.index + by + offer.names.length) % offer.names.length;
    this.#drawOffer();
    return true;
  }

  #suggest() {
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    const match = /(?:^|[\s(])@([^\s@]{0,32})$/u.exec(before);
    if (!match) return this.#close();
    const begun = match[1].toLowerCase();
    const found = this.#options.names().filter((name) => name.toLowerCase().startsWith(begun));
    const names = [...new Set(found)].sort().slice(0, mostSuggestions);
    // A name that stands there already needs no offer, and Enter shall send.
    if (!names.length || (names.length === 1 && names[0].toLowerCase() === begun)) return this.#close();
    this.#offer = { start: before.length - match[1].length, names, index: 0 };
    this.#drawOffer();
  }

  #drawOffer() {
    const offer = this.#offer;
    if (!offer) return;
    const items = offer.names.map((name, index) =>
      h("li", { role: "option", id: `suggestion-${index}`, "aria-selected": String(index === offer.index), onmousedown: (event) => {
        event.preventDefault();
        this.#accept(name);
      } }, h("bdi", {}, name)));
    fill(this.#list, ...items);
    this.#list.hidden = false;
    this.#field.setAttribute("aria-activedescendant", `suggestion-${offer.index}`);
  }

  #accept(name) {
    if (!this.#offer) return;
    this.#field.setRangeText(`${name} `, this.#offer.start, this.#field.selectionStart, "end");
    this.#close();
    this.#keep();
  }

  #close() {
    this.#offer = null;
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }
}
