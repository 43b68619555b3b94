import { Pinned } from "../client/pinned.js";
import { keyOf } from "../client/room-roles.js";
import { openStorage, readJSON, writeJSON } from "../client/storage.js";
import { t } from "../languages/en-dialogs.js";
import { byID, fill, h } from "./dom.js";
import { icon } from "./more-icons.js";
import { wordsOf } from "./quotes.js";

/** Which ones somebody has hidden, for this tab. */
const [kept, hiddenKey] = [openStorage("sessionStorage"), "tchatter.hidden-pins"];

/** The message that is pinned in the room that is shown, in one line above the others: whose it is, and how it begins. */
export class PinBar {
  #line = h("button", { class: "pin-line", type: "button", onclick: () => this.#go() });
  #bar = h("div", { id: "pin", class: "pin", role: "group", "aria-label": t("pinnedMessage"), hidden: true }, this.#line,
    h("button", { class: "link leading", type: "button", "data-action": "unpin", onclick: () => this.#unpin() }, t("unpin")),
    h("button", { class: "icon", type: "button", "data-action": "hide", "aria-label": t("hidePinned"), title: t("hidePinned"), onclick: () => this.#hide() }, icon("close")));
  #options;
  #pinned;
  #frame = 0;

  /**
   * @param {Pick<import("./dialogs.js").DialogOptions, "store" | "chat" | "clock">} page
   * @param {object} options
   * @param {(room: any, pin: import("../client/room-roles.js").Pin) => void} options.go to the message
   * @param {(room: any) => Promise<void>} options.unpin
   */
  constructor(page, options) {
    this.#options = { ...page, ...options };
    this.#pinned = new Pinned(page.chat, page.clock);
    byID("timeline").before(this.#bar);
  }

  /** @param {import("../client/store.js").Store} store whom it hears */
  watch(store) {
    for (const event of ["rooms", "timeline"]) store.on(event, () => store === this.#options.store() && this.#update());
    this.#update();
  }

  /** With the next frame, however much has come. */
  #update() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    const { room, pin } = this.#shown;
    const message = room && pin && !hidden().includes(nameIn(room, pin)) ? this.#pinned.find(room, () => this.#update()) : null;
    const hadFocus = !message && this.#bar.contains(document.activeElement);
    this.#bar.hidden = !message;
    // What had the focus is gone.
    if (hadFocus) byID("timeline").focus();
    if (!message) return;
    const text = message.text === undefined ? t("goToPinned") : wordsOf({ ...message, text: message.text, isDeleted: false });
    const said = t("pinnedBy", { name: message.author, text });
    if (this.#line.getAttribute("aria-label") === said) return;
    this.#line.setAttribute("aria-label", said);
    this.#line.title = t("goToPinned");
    fill(this.#line, icon("pin"), h("bdi", { class: "author" }, message.author), h("span", { dir: "auto" }, text));
  }

  get #shown() {
    const room = this.#options.store()?.current;
    return { room, pin: room?.policy?.pin };
  }

  #go() {
    const { room, pin } = this.#shown;
    if (room && pin) this.#options.go(room, pin);
  }

  #unpin() {
    const { room } = this.#shown;
    if (room) this.#options.unpin(room);
  }

  #hide() {
    const { room, pin } = this.#shown;
    if (room && pin) writeJSON(kept, hiddenKey, [...hidden(), nameIn(room, pin)].slice(-100));
    this.#draw();
  }
}

const hidden = () => readJSON(kept, hiddenKey, []);

const nameIn = (room, pin) => `${room.name} ${keyOf(pin)}`;
