import { Mentions } from "../client/mentions.js";
import { t } from "../languages/en-dialogs.js";
import { ago } from "./ago.js";
import { byID, fill, h } from "./dom.js";
import { number } from "./words.js";

/** Of so many it is shown what was said; of the others where alone. */
const maxTexts = 20;

/** @typedef {import("../client/mentions.js").Mention} Mention */

/** Where one was mentioned lately: a button that counts what was not read, and a list that leads there. Fetched behind the page. */
export class MentionList {
  #picker;
  #mentions;
  #button = h("button", { id: "show-mentions", class: "quiet", type: "button", "aria-haspopup": "dialog", onclick: () => this.open() });
  /** The list that is open. */
  #opened = {};

  /** @param {Omit<ConstructorParameters<typeof Mentions>[0], "changed"> & {picker: import("./picker.js").Picker}} options */
  constructor({ picker, ...options }) {
    this.#picker = picker;
    this.#mentions = new Mentions({ ...options, changed: () => this.draw() });
    byID("rooms").closest(".lists").prepend(this.#button);
    this.draw();
  }

  /** The connection came up, or somebody came back: there may be others. */
  refresh() {
    this.draw();
    this.#mentions.refresh();
  }

  /** One is mentioned in a room that is open here. @param {import("../client/protocol.js").Message} message */
  heard(message) {
    this.#mentions.heard(message);
  }

  /** Counts anew. */
  draw() {
    const count = this.#mentions.unread.length;
    fill(this.#button, h("span", {}, t("mentions")), count > 0 && h("span", { class: "count", "aria-hidden": "true" }, number(count)));
    this.#button.setAttribute("aria-label", [t("mentions"), count && t("newBadge", { count })].filter(Boolean).join(t("comma")));
  }

  /** Asks in which rooms there are some that were not read. @returns {Promise<Set<string>>} */
  async rooms() {
    await this.#mentions.load();
    return new Set(this.#mentions.unread.map(({ room }) => room));
  }

  async open() {
    const mentions = this.#mentions;
    const opened = (this.#opened = {});
    mentions.forget();
    await mentions.load();
    this.#picker.open(t("mentions"), (typed) => this.#choices(typed.toLowerCase()), () => t("noMentions"));
    for (const mention of mentions.all.slice(0, maxTexts)) {
      if (opened !== this.#opened) return;
      if (await mentions.read(mention)) this.#picker.refresh();
    }
    this.draw();
  }

  #choices(wanted) {
    const unread = new Set(this.#mentions.unread);
    return this.#mentions.all.map((mention) => this.#choice(mention, unread.has(mention))).filter(({ text }) => text.toLowerCase().includes(wanted));
  }

  #choice(mention, isNew) {
    const { room, position, time } = mention;
    const known = this.#mentions.said(mention);
    const said = known && t("saidThere", { name: known.name, text: known.text.slice(0, 140) });
    const sign = h("span", { class: isNew ? "sign new" : "sign", "aria-hidden": "true" }, isNew ? "●" : "#");
    return { sign, text: said ? `${room} · ${said}` : room, note: ago(time), choose: () => this.#go(room, position) };
  }

  /** By the link to the message. */
  #go(room, position) {
    location.hash = `#${room}/${encodeURIComponent(position)}`;
  }
}
