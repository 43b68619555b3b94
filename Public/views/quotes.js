import { Originals, isName } from "../client/originals.js";
import { plainText } from "../client/plain-text.js";
import { t } from "../languages/en-dialogs.js";
import { fill, h } from "./dom.js";

/** So much of a message is quoted. Characters. */
const maxLength = 140;

/** The lines with what messages answer: whose it was, and how it begins, as it is now. */
export class Quotes {
  #page;
  #go;
  #originals;
  /** What is in the document, and the original as it was drawn there. @type {Map<HTMLElement, {message: any, drawn?: string}>} */
  #lines = new Map();
  /** The one that is listened to. */
  #store;
  #frame = 0;

  /**
   * @param {Pick<import("./dialogs.js").DialogOptions, "store" | "chat" | "clock">} page
   * @param {(room: import("../client/store.js").Room, reply: import("../client/originals.js").Name) => void} go to the message that is answered
   */
  constructor(page, go) {
    this.#page = page;
    this.#go = go;
    this.#originals = new Originals(page.chat, page.clock);
  }

  /** @param {HTMLElement} line @param {any} message the answer */
  draw(line, message) {
    const store = this.#page.store();
    // What another version knows as an answer.
    if (!store || !isName(message.reply)) return queueMicrotask(() => line.remove());
    if (store !== this.#store) (this.#store = store).on("timeline", () => this.#update());
    this.#lines.set(line, { message });
    line.addEventListener("click", () => {
      const room = this.#roomOf(message);
      if (room) this.#go(room, message.reply);
    });
    this.#fill(line, this.#lines.get(line));
  }

  #roomOf(message) {
    return this.#page.store()?.find(message.room);
  }

  /** With the next frame, however much has come. */
  #update() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      for (const [line, known] of this.#lines) {
        if (line.isConnected) this.#fill(line, known);
        else this.#lines.delete(line);
      }
    });
  }

  #fill(line, known) {
    const { reply } = known.message;
    const room = this.#roomOf(known.message);
    const original = room && this.#originals.find(room, reply, () => this.#update());
    const drawn = `${original && original.isDeleted} ${original && original.text}`;
    if (known.drawn === drawn) return;
    known.drawn = drawn;
    const words = wordsOf(original);
    fill(line, original && h("bdi", { class: "author" }, original.author), h("span", { dir: "auto" }, words));
    line.setAttribute("aria-label", original ? t("replyTo", { name: original.author, text: words }) : t("replyToText", { text: words }));
    line.title = t("withKey", { what: t("goToOriginal"), key: "O" });
  }
}

/** How it begins, in one line, as plain text. @param {{text: string, isDeleted: boolean} | null | undefined} original */
export function wordsOf(original) {
  if (original === undefined) return "…";
  if (original === null) return t("originalGone");
  if (original.isDeleted) return t("deleted");
  const characters = Array.from(plainText(original.text));
  return characters.length > maxLength ? `${characters.slice(0, maxLength).join("")}…` : characters.join("");
}
