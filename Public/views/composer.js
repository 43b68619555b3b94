import { byID, fill, h, icon } from "./dom.js";
import { emojiSet, loadEmojis, withEmoji } from "../client/emoji.js";
import { readJSON, writeJSON } from "../client/storage.js";

/** At most so often others are told that one types. Milliseconds. */
const typingInterval = 3_000;
const maxSuggestions = 6;
/** So near to the limit it is told how much is left. Characters. */
const nearLimit = 200;

/** The field for writing, and for writing anew: drafts that outlive the page, names to mention, Enter to send. */
export class Composer {
  #field = byID("draft");
  #form = byID("composer");
  #list = byID("suggestions");
  #send = byID("send");
  #count = byID("draft-count");
  #options;
  #room = "";
  #typedAt = -Infinity;
  /** @type {{start: number, choices: {text: string, sign?: string}[], index: number} | null} for the `@…` or `:…` before the caret */
  #completion = null;
  /** The message that is being edited. @type {any} */
  #edited = null;

  /**
   * @param {object} options
   * @param {Storage} options.storage
   * @param {(text: string) => boolean} options.send whether it was taken; if not, it stays in the field
   * @param {(message: any, text: string) => boolean} options.save the same for the new text of a message
   * @param {() => boolean} options.editLast turns to the latest own message, if there is one
   * @param {() => void} options.typing
   * @param {() => string[]} options.names
   * @param {() => number} options.limit characters
   * @param {(key: "up" | "pageUp" | "pageDown") => void} options.leave
   * @param {(text: string) => void} options.showError
   */
  constructor(options) {
    this.#options = options;
    this.#send.append(icon("send"));
    this.#count.addEventListener("click", () => this.#markExcess());
    byID("stop-editing").addEventListener("click", () => this.#stopEditing());
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
    this.#field.setAttribute("placeholder", caption);
    this.#field.setAttribute("aria-label", caption);
    this.#close();
    const edit = readJSON(this.#options.storage, this.#editKey, null);
    if (typeof edit?.text === "string" && edit.message?.position) this.#turnTo(edit.message, edit.text);
    else this.#turnTo(null, this.#options.storage.getItem(this.#storageKey) ?? "");
  }

  /** Takes a message's text in, to be changed. The draft waits. */
  edit(message, text) {
    this.#turnTo(message, text);
    this.#keep();
    this.focus();
    this.#field.setSelectionRange(text.length, text.length);
  }

  /** Puts text where the caret is. */
  insert(text) {
    this.#field.setRangeText(text, this.#field.selectionStart, this.#field.selectionEnd, "end");
    this.#input();
    this.focus();
  }

  get #storageKey() {
    return `tchatter.draft.${this.#room}`;
  }
  get #editKey() {
    return `tchatter.edit.${this.#room}`;
  }

  #turnTo(message, text) {
    this.#edited = message;
    this.#form.classList.toggle("is-editing", message !== null);
    byID("editing").hidden = message === null;
    this.#field.value = text;
    this.#fit();
  }

  #stopEditing() {
    this.#options.storage.removeItem(this.#editKey);
    this.#turnTo(null, this.#options.storage.getItem(this.#storageKey) ?? "");
    this.focus();
  }

  #input() {
    this.#keep();
    this.#fit();
    this.#suggest();
    // By the end of a name, its emoji is known.
    if (!emojiSet && this.#field.value.includes(":")) loadEmojis().then((set) => set && this.#suggest());
    if (this.#edited || !this.#field.value.trim() || performance.now() - this.#typedAt < typingInterval) return;
    this.#typedAt = performance.now();
    this.#options.typing();
  }

  #keep() {
    const { storage } = this.#options;
    if (this.#edited) return writeJSON(storage, this.#editKey, { message: this.#edited, text: this.#field.value });
    try {
      if (this.#field.value) storage.setItem(this.#storageKey, this.#field.value);
      else storage.removeItem(this.#storageKey);
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
    this.#countLeft();
  }

  /** How much is left, near the limit; beyond it, how much is over. */
  #countLeft() {
    const text = this.#field.value;
    // Characters are one or two units long.
    const left = text.length < this.#options.limit() - nearLimit ? Infinity : this.#options.limit() - [...this.#textToSend].length;
    this.#count.hidden = left > nearLimit;
    this.#count.disabled = left >= 0;
    this.#count.textContent = left < 0 ? `${-left} over` : `${left} left`;
    this.#form.classList.toggle("is-too-long", left < 0);
  }

  /** Selects what is over the limit. */
  #markExcess() {
    const kept = [...this.#field.value].slice(0, this.#options.limit()).join("");
    this.focus();
    this.#field.setSelectionRange(kept.length, this.#field.value.length);
  }

  get #textToSend() {
    return withEmoji(this.#field.value.replace(/\s+$/u, "").replace(/^\n+/u, ""), (name) => this.#emojiNamed(name));
  }

  /** In one's own tone. */
  #emojiNamed(name) {
    const emoji = emojiSet?.emojiNamed(name);
    return emoji && this.#inTone(emoji);
  }

  #inTone(emoji) {
    return emojiSet?.inTone(emoji, new emojiSet.EmojiChoices(this.#options.storage).tone) ?? emoji;
  }

  #submit() {
    const text = this.#textToSend;
    if (!text.trim()) return;
    const excess = [...text].length - this.#options.limit();
    if (excess > 0) {
      this.#markExcess();
      return this.#options.showError(`${excess} ${excess === 1 ? "character" : "characters"} over the limit`);
    }
    if (this.#edited) return void (this.#options.save(this.#edited, text) && this.#stopEditing());
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
    if (this.#completion && this.#completionKey(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#edited) {
      event.preventDefault();
      this.#stopEditing();
    } else if (event.key === "ArrowUp" && this.#field.value === "" && !this.#edited) this.#up(event);
    else if (event.key === "PageUp") this.#leave(event, "pageUp");
    else if (event.key === "PageDown") this.#leave(event, "pageDown");
  }

  /** To the latest own message, to edit it; with Control to the messages. */
  #up(event) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || !this.#options.editLast()) this.#leave(event, "up");
  }

  #leave(event, where) {
    event.preventDefault();
    this.#options.leave(where);
  }

  /** @returns {boolean} whether the key was for the list */
  #completionKey({ key }) {
    const completion = this.#completion;
    if (!completion) return false;
    if (key === "Escape") return this.#close(), true;
    if (key === "Enter" || key === "Tab") return this.#accept(completion.choices[completion.index]), true;
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!by) return false;
    completion.index = (completion.index + by + completion.choices.length) % completion.choices.length;
    this.#drawCompletion();
    return true;
  }

  #suggest() {
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    const match = /(?:^|[\s(])([@:])([^\s@:]{0,32})$/u.exec(before);
    const begun = match?.[2].toLowerCase() ?? "";
    const choices = match ? this.#choices(match[1], begun).slice(0, maxSuggestions) : [];
    // A name that is complete needs no completion, and Enter shall send.
    if (!choices.length || (choices.length === 1 && choices[0].text.toLowerCase() === begun)) return this.#close();
    this.#completion = { start: before.length - begun.length - (choices[0].sign ? 1 : 0), choices, index: 0 };
    this.#drawCompletion();
  }

  /** Names behind an @, emoji behind a colon and at least two letters. */
  #choices(mark, begun) {
    if (mark === ":") return begun.length < 2 ? [] : (emojiSet?.findEmojis(begun) ?? []).slice(0, maxSuggestions).map(({ emoji, name }) => ({ text: name, sign: this.#inTone(emoji) }));
    const found = this.#options.names().filter((name) => name.toLowerCase().startsWith(begun));
    return [...new Set(found)].sort().map((text) => ({ text }));
  }

  #drawCompletion() {
    const completion = this.#completion;
    if (!completion) return;
    const items = completion.choices.map((choice, index) =>
      h("li", { role: "option", id: `suggestion-${index}`, "aria-selected": String(index === completion.index), onmousedown: (event) => {
        event.preventDefault();
        this.#accept(choice);
      } }, choice.sign && h("span", { class: "sign" }, choice.sign), h("bdi", {}, choice.text)));
    fill(this.#list, ...items);
    this.#list.hidden = false;
    this.#field.setAttribute("aria-activedescendant", `suggestion-${completion.index}`);
  }

  #accept(choice) {
    if (!this.#completion) return;
    this.#field.setRangeText(`${choice.sign ?? choice.text} `, this.#completion.start, this.#field.selectionStart, "end");
    this.#close();
    this.#keep();
  }

  #close() {
    this.#completion = null;
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }
}
