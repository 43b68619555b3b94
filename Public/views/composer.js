import { byID, fill, icon } from "./dom.js";
import { emojiSet, loadEmojis, withEmoji } from "../client/emoji.js";
import { readJSON, writeJSON } from "../client/storage.js";
import { t } from "./words.js";

/** At most so often others are told that one types. Milliseconds. */
const typingInterval = 3_000;
/** So near to the limit it is told how much is left. Characters. */
const nearLimit = 200;

/** The field for writing, answering, and writing anew: drafts that outlive the page, names to mention, Enter to send. */
export class Composer {
  #field = byID("draft");
  #form = byID("composer");
  #send = byID("send");
  #count = byID("draft-count");
  #options;
  #room = "";
  #typedAt = -Infinity;
  /** @type {import("./suggestions.js").Suggestions | undefined} once they have come */
  #suggestions;
  /** @type {Promise<void> | null} their coming */
  #arrival = null;
  /** The message that is being edited. @type {any} */
  #edited = null;
  /** The message that is answered. @type {any} */
  #answered = null;

  /**
   * @param {object} options
   * @param {Storage} options.storage
   * @param {(text: string, reply: any) => boolean} options.send whether it was taken; if not, it stays in the field
   * @param {(reply: any) => Node} options.quote a line with the message that is answered
   * @param {(message: any, text: string) => boolean} options.save the same for the new text of a message
   * @param {() => boolean} options.editLast turns to the latest own message, if there is one
   * @param {() => void} options.typing
   * @param {() => string[]} options.names
   * @param {() => import("../client/room-roles.js").RoomPolicy | null | undefined} options.policy
   * @param {() => number} options.limit characters
   * @param {(key: "up" | "pageUp" | "pageDown") => void} options.leave
   * @param {(text: string) => void} options.showError
   */
  constructor(options) {
    this.#options = options;
    this.#send.append(icon("send"));
    this.#count.title = t("selectExcess");
    this.#count.addEventListener("click", () => this.#markExcess());
    byID("stop-editing").addEventListener("click", () => this.#stop());
    this.#field.addEventListener("input", () => this.#input());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#loadSuggestions();
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** Turns to another room, where its own draft waits. */
  show(room, caption) {
    this.#room = room;
    this.#field.setAttribute("placeholder", caption);
    this.#field.setAttribute("aria-label", caption);
    this.#suggestions?.close();
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

  /** Begins an answer to a message, which is kept with the draft. @param {import("../client/protocol.js").Message} message */
  reply({ position, seq, from, id }) {
    if (this.#edited) this.#stop();
    this.#answer({ position, seq, from: from.id, id });
    this.focus();
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
  get #replyKey() {
    return `tchatter.reply.${this.#room}`;
  }

  #turnTo(message, text) {
    this.#edited = message;
    this.#answered = message ? null : readJSON(this.#options.storage, this.#replyKey, null);
    this.#form.classList.toggle("is-editing", message !== null);
    this.#drawAbout();
    this.#field.value = text;
    this.#fit();
  }

  #answer(reply) {
    this.#answered = reply;
    if (reply) writeJSON(this.#options.storage, this.#replyKey, reply);
    else this.#options.storage.removeItem(this.#replyKey);
    this.#drawAbout();
  }

  /** What the field is about, if it is not for a message alone. */
  #drawAbout() {
    const about = byID("editing");
    about.hidden = !this.#edited && !this.#answered;
    fill(about.firstElementChild, t(this.#answered ? "replyingTo" : "editing"), this.#answered && this.#options.quote(this.#answered));
  }

  /** No editing or answering any more. */
  #stop() {
    if (!this.#edited) this.#answer(null);
    else {
      this.#options.storage.removeItem(this.#editKey);
      this.#turnTo(null, this.#options.storage.getItem(this.#storageKey) ?? "");
    }
    this.focus();
  }

  #loadSuggestions() {
    const { names, policy } = this.#options;
    const options = { names, policy, inTone: (emoji) => this.#inTone(emoji), keep: () => this.#keep() };
    this.#arrival ??= import("./suggestions.js").then(({ Suggestions }) => void (this.#suggestions = new Suggestions(options)), () => void (this.#arrival = null));
  }

  #input() {
    this.#keep();
    this.#fit();
    if (this.#suggestions) this.#suggestions.suggest();
    else this.#loadSuggestions();
    // By the end of a name, its emoji is known.
    if (!emojiSet && this.#field.value.includes(":")) loadEmojis().then((set) => set && this.#suggestions?.suggest());
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
    this.#count.textContent = left < 0 ? t("over", { count: -left }) : t("left", { count: left });
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
      return this.#options.showError(t("overLimit", { count: excess }));
    }
    if (this.#edited) return void (this.#options.save(this.#edited, text) && this.#stop());
    if (!this.#options.send(text, this.#answered ?? undefined)) return;
    this.#field.value = "";
    this.#answer(null);
    this.#keep();
    this.#fit();
    this.#suggestions?.close();
    this.#typedAt = -Infinity;
    this.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While an input method composes, Enter is its own.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#suggestions?.key(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && (this.#edited || this.#answered)) {
      event.preventDefault();
      this.#stop();
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
}
