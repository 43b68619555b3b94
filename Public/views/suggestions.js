import { mayCall } from "../client/callers.js";
import { emojiSet } from "../client/emoji.js";
import { byID, fill, h } from "./dom.js";

const maxSuggestions = 6;

/** Names and emoji for what is being typed, in a list above the field. Fetched behind the page. */
export class Suggestions {
  #field = byID("draft");
  #list = byID("suggestions");
  #options;
  /** @type {{start: number, choices: {text: string, sign?: string}[], index: number} | null} for the `@…` or `:…` before the caret */
  #completion = null;

  /** @param {{names: () => string[], policy: () => import("../client/room-roles.js").RoomPolicy | null | undefined, inTone: (emoji: string) => string, keep: () => void}} options */
  constructor(options) {
    this.#options = options;
    this.#field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  /** @returns {boolean} whether the key was for the list */
  key({ key }) {
    const completion = this.#completion;
    if (!completion) return false;
    if (key === "Escape") return this.close(), true;
    if (key === "Enter" || key === "Tab") return this.#accept(completion.choices[completion.index]), true;
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!by) return false;
    completion.index = (completion.index + by + completion.choices.length) % completion.choices.length;
    this.#draw();
    return true;
  }

  /** Looks at what stands before the caret. */
  suggest() {
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    const match = /(?:^|[\s(])([@:])([^\s@:]{0,32})$/u.exec(before);
    const begun = match?.[2].toLowerCase() ?? "";
    const choices = match ? this.#choices(match[1], begun).slice(0, maxSuggestions) : [];
    // A name that is complete needs no completion, and Enter shall send.
    if (!choices.length || (choices.length === 1 && choices[0].text.toLowerCase() === begun)) return this.close();
    this.#completion = { start: before.length - begun.length - (choices[0].sign ? 1 : 0), choices, index: 0 };
    this.#draw();
  }

  close() {
    this.#completion = null;
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }

  /** Names behind an @, emoji behind a colon and at least two letters. */
  #choices(mark, begun) {
    if (mark === ":") return begun.length < 2 ? [] : (emojiSet?.findEmojis(begun) ?? []).slice(0, maxSuggestions).map((each) => ({ text: emojiSet?.calledHere(each) ?? each.name, sign: this.#options.inTone(each.emoji) }));
    const calls = mayCall(this.#options.policy()) ? ["all", "here"] : [];
    const found = [...this.#options.names(), ...calls].filter((name) => name.toLowerCase().startsWith(begun));
    return [...new Set(found)].sort().map((text) => ({ text }));
  }

  #draw() {
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
    this.close();
    this.#options.keep();
  }
}
