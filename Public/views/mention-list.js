import { t } from "../languages/en-dialogs.js";
import { ago } from "./ago.js";
import { byID, fill, h } from "./dom.js";
import { number } from "./words.js";

/** Of so many it is shown what was said; of the others where alone. */
const maxTexts = 20;

/**
 * Where somebody was mentioned, as the server tells it: neither who did nor what they said, as that may have changed since.
 * @typedef {{room: string, position: string, seq: number, time: number}} Mention
 */

/** Where one was mentioned lately, here or not: a button that counts what was not read, and a list that leads there. Fetched behind the page. */
export class MentionList {
  #options;
  #button = h("button", { id: "show-mentions", class: "quiet", type: "button", "aria-haspopup": "dialog", onclick: () => this.open() });
  /** @type {Mention[]} */
  #mentions = [];
  /** Whose connection told them. @type {import("../tchatter.js").Chat | null} */
  #told = null;
  /** What was said, by position; nothing for what is not there any more. @type {Map<string, import("../client/protocol.js").Message | null>} */
  #messages = new Map();
  /** The list that is open. */
  #asked = {};

  /**
   * @param {object} options
   * @param {() => import("../tchatter.js").Chat | null} options.chat
   * @param {() => import("../client/store.js").Store | null} options.store
   * @param {import("./picker.js").Picker} options.picker
   * @param {(mention: Mention) => boolean} options.isRead
   */
  constructor(options) {
    this.#options = options;
    byID("rooms").closest(".lists").prepend(this.#button);
    this.draw();
  }

  /** Asks anew. */
  async load() {
    const chat = this.#options.chat();
    this.draw();
    const reply = await chat?.mentions().catch(() => null);
    // A server of an older version knows none.
    if (!Array.isArray(reply?.items) || chat !== this.#options.chat()) return;
    this.#told = chat;
    this.#mentions = reply.items.filter(({ room, position }) => typeof room === "string" && typeof position === "string");
    this.draw();
  }

  /** Counts anew. */
  draw() {
    const count = this.#unread.length;
    fill(this.#button, h("span", {}, t("mentions")), count > 0 && h("span", { class: "count", "aria-hidden": "true" }, number(count)));
    this.#button.setAttribute("aria-label", [t("mentions"), count && t("newBadge", { count })].filter(Boolean).join(t("comma")));
  }

  /** None of somebody else's, who was signed in before. */
  get #known() {
    return this.#told === this.#options.chat() ? this.#mentions : [];
  }

  get #unread() {
    return this.#known.filter((mention) => this.#messages.get(mention.position) !== null && !this.#options.isRead(mention));
  }

  async open() {
    const { picker } = this.#options;
    const asked = (this.#asked = {});
    await this.load();
    picker.open(t("mentions"), (typed) => this.#choices(typed.toLowerCase()), () => t("noMentions"));
    for (const mention of this.#known.slice(0, maxTexts)) {
      if (asked !== this.#asked) return;
      if (await this.#read(mention)) picker.refresh();
    }
    this.draw();
  }

  /** Finds out what was said. @returns {Promise<boolean>} whether that is news */
  async #read({ room, position, seq }) {
    if (this.#messages.has(position)) return false;
    const reply = await this.#options.chat()?.history(room, undefined, 1, seq - 1).catch(() => null);
    if (!Array.isArray(reply?.messages)) return false;
    const found = reply.messages.find((message) => message.position === position);
    this.#messages.set(position, found?.text ? found : null);
    return true;
  }

  #choices(wanted) {
    const unread = new Set(this.#unread);
    return this.#known
      .filter(({ position }) => this.#messages.get(position) !== null)
      .map((mention) => this.#choice(mention, unread.has(mention)))
      .filter(({ text }) => text.toLowerCase().includes(wanted));
  }

  #choice({ room, position, time }, isNew) {
    const message = this.#messages.get(position);
    const said = message && t("saidThere", { name: message.from.name, text: message.text.slice(0, 140) });
    const sign = h("span", { class: isNew ? "sign new" : "sign", "aria-hidden": "true" }, isNew ? "●" : "#");
    return { sign, text: said ? `${room} · ${said}` : room, note: ago(time), choose: () => this.#go(room, position) };
  }

  /** By the link to the message. */
  #go(room, position) {
    location.hash = `#${room}/${encodeURIComponent(position)}`;
  }
}
