import { Reported } from "../client/reported.js";
import { parts, t } from "../languages/en-dialogs.js";
import { fill, h, icon, redrawing } from "./dom.js";
import { refusalWords } from "./governing-words.js";
import { wordsOf } from "./quotes.js";
import { titleOf } from "./room-labels.js";
import { moment } from "./time.js";

/** So many are listed at once: of each it is asked what was said. */
const maxListed = 50;

/** What people have reported in a room, for those who lead it: where it was said, and what they can do about it. */
export class ReportsDialog {
  #title = h("h2", { id: "reports-title" });
  #problem = h("p", { class: "problem", role: "alert" });
  #list = h("div", {});
  #closing = h("button", { class: "icon", type: "button", "aria-label": t("close"), title: t("close"), onclick: () => this.#dialog.close() }, icon("close"));
  #dialog = h("dialog", { id: "reports", class: "confirm governing", "aria-labelledby": "reports-title" },
    h("header", {}, this.#title, this.#closing), this.#problem, this.#list);
  #options;
  /** @type {import("../client/room.js").Room | null} */
  #room = null;
  /** What was reported there. @type {Reported | null} */
  #reported = null;

  /**
   * @param {object} options
   * @param {() => import("../client/store.js").Store | null} options.store
   * @param {() => import("../tchatter.js").Chat | null} options.chat
   * @param {import("../client/clock.js").Clock} options.clock
   * @param {() => import("../client/reports.js").Reports | null} options.reports
   * @param {(room: any, message: any) => void} options.go to a message
   * @param {(anchor: Element, room: any, user: any) => void} options.about shows what may be done about somebody
   * @param {(...question: string[]) => Promise<boolean>} options.ask
   */
  constructor(options) {
    this.#options = options;
    document.body.append(this.#dialog);
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.addEventListener("close", () => (this.#room = this.#reported = null));
  }

  /** @param {import("../client/room.js").Room} room */
  async open(room) {
    this.#room = room;
    this.#reported = new Reported(this.#options.chat, this.#options.clock, room);
    this.#problem.textContent = "";
    fill(this.#title, ...parts("reportsIn", { room: h("bdi", {}, titleOf(room)) }));
    fill(this.#list, h("p", { class: "note" }, t("loading")));
    this.#dialog.showModal();
    try {
      await this.#options.reports()?.load(room.name);
    } catch (error) {
      if (room !== this.#room) return;
      this.#problem.textContent = refusalWords(error);
      this.#draw();
    }
  }

  close() {
    this.#dialog.close();
  }

  /** Something has changed in a room. @param {string | undefined} name */
  changed(name) {
    const [room, reported] = [this.#room, this.#reported];
    if (!room || room.name !== name) return;
    this.#draw();
    const wanted = () => (reported === this.#reported ? this.#listed(room).map(([report]) => report) : []);
    reported?.look(wanted, () => reported === this.#reported && this.#draw());
  }

  #listed(room) {
    return this.#options.reports()?.of(room.name).slice(0, maxListed) ?? [];
  }

  #draw() {
    const room = this.#room;
    if (!room) return;
    const listed = this.#listed(room);
    const hadFocus = this.#list.contains(document.activeElement);
    redrawing.keep(this.#list, () => fill(this.#list, listed.length
      ? h("ul", { class: "reports", "aria-label": t("reports") }, ...listed.map((reports) => this.#item(room, reports)))
      : h("p", { class: "note" }, t("noReports"))));
    // What had it is done with.
    if (hadFocus && !this.#list.contains(document.activeElement)) this.#closing.focus();
  }

  #item(room, reports) {
    const [{ position }] = reports;
    const message = this.#reported?.at(position);
    const shown = message && (room.timeline.changes.shown(message) ?? { text: message.text, isDeleted: false });
    const button = (key, act) => h("button", { class: "secondary", type: "button", "data-action": key, onclick: act }, t(key));
    const told = reports.map(({ user, time, reason }) => h("li", { class: "note" },
      ...parts("reportedBy", { name: h("bdi", {}, user.name), time: moment(time) }), reason && h("bdi", { class: "reason", dir: "auto" }, reason)));
    return h("li", { "data-key": position },
      h("p", {}, message && h("bdi", { class: "author" }, message.from.name), " ", h("span", { dir: "auto" }, message === undefined ? t("loading") : wordsOf(shown ?? null))),
      h("ul", {}, ...told),
      h("div", { class: "spans" },
        message && button("goToMessage", () => (this.#dialog.close(), this.#options.go(room, message))),
        message && !shown.isDeleted && button("deleteMessage", () => this.#delete(room, message)),
        message && button("aboutAuthor", ({ currentTarget }) => this.#options.about(currentTarget, room, message.from)),
        button("resolveReport", () => this.#resolve(room, position))));
  }

  async #delete(room, message) {
    if (await this.#options.ask(t("deleteAsked"), t("deleteForAll"), t("delete"))) this.#options.store()?.change(room, message, { type: "delete" });
  }

  async #resolve(room, position) {
    this.#problem.textContent = "";
    try {
      await this.#options.reports()?.resolve(room.name, position);
    } catch (error) {
      if (room === this.#room) this.#problem.textContent = refusalWords(error);
    }
  }
}
