import { Reports } from "../client/reports.js";
import { keyOf, leads } from "../client/room-roles.js";
import { t } from "../languages/en-dialogs.js";
import { byID, h } from "./dom.js";
import { refusalWords } from "./governing-words.js";
import { PinBar } from "./pin-bar.js";
import { ReportDialog } from "./report-dialog.js";
import { ReportsDialog } from "./reports-dialog.js";
import { number } from "./words.js";

/** What is done about messages by those who lead a room: one is pinned, and others tell of what should not stand there. Fetched behind the page. */
export class Moderation {
  #page;
  #pinBar;
  #report = new ReportDialog();
  #list;
  /** How many messages were reported in the room that is shown. */
  #count = h("span", { class: "count", "aria-hidden": "true", hidden: true });
  /** The same, in the room's menu. */
  menuCount = h("span", { class: "count", hidden: true });
  /** @type {Reports | null} */
  #reports = null;

  /**
   * @param {Pick<import("./dialogs.js").DialogOptions, "store" | "chat" | "clock" | "tell">} page
   * @param {object} ways
   * @param {import("./jump.js").Jump} ways.jump
   * @param {(anchor: Element, room: any, user: any) => void} ways.about
   * @param {(...question: string[]) => Promise<boolean>} ways.ask
   */
  constructor(page, { jump, about, ask }) {
    this.#page = page;
    const go = (room, name) => jump.toOriginal(room, name);
    this.#pinBar = new PinBar(page, { go, unpin: (room) => this.#govern(room, { pin: "" }) });
    const goTo = (room, { from, id, seq }) => go(room, { from: from.id, id, seq });
    this.#list = new ReportsDialog({ ...page, reports: () => this.#reports, go: goTo, about, ask });
    byID("show-room-menu").append(this.#count);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.renew());
  }

  /** @param {import("../client/store.js").Store} store @param {import("../tchatter.js").Chat} chat what is signed in now */
  watch(store, chat) {
    const reports = (this.#reports = new Reports(chat, this.#page.clock));
    const isNow = () => store === this.#page.store();
    reports.on("changed", (room) => isNow() && (this.#draw(), this.#list.changed(room)));
    store.on("rooms", () => isNow() && this.#draw());
    chat.on("live", () => isNow() && this.#draw());
    store.on("timeline", ({ name }) => isNow() && this.#list.changed(name));
    this.#pinBar.watch(store);
    this.#draw();
  }

  /** Somebody is about to look at how many there are: another one may have resolved some. */
  renew() {
    const room = this.#page.store()?.current;
    if (room) this.#reports?.renew(room.name);
  }

  openReports() {
    const room = this.#page.store()?.current;
    if (room) this.#list.open(room);
  }

  /** Pins a message in place of the one before, or takes that away. @param {import("../client/timeline.js").Entry} entry */
  pin({ key, message }) {
    const room = this.#page.store()?.current;
    if (room) this.#govern(room, { pin: key === keyOf(room.policy?.pin) ? "" : message?.position });
  }

  /** Tells those who lead the room of a message. @param {import("../client/timeline.js").Entry} entry */
  report({ message }) {
    this.#report.open(async (reason) => {
      await this.#page.chat()?.ask("report", message?.room ?? "", { position: message?.position, reason });
      this.#page.tell(t("reported"));
    });
  }

  async #govern(room, set) {
    await this.#page.chat()?.govern(room.name, { set }).catch((error) => this.#page.tell(refusalWords(error)));
  }

  #draw() {
    const room = this.#page.store()?.current;
    if (room && leads(room.policy?.role)) this.#reports?.look(room.name);
    else {
      if (room) this.#reports?.forget(room.name);
      this.#list.close();
    }
    const count = room ? this.#reports?.of(room.name).length ?? 0 : 0;
    for (const shown of [this.#count, this.menuCount]) [shown.hidden, shown.textContent] = [!count, number(count)];
    const label = [t("roomMenu"), count && t("reportsCount", { count })].filter(Boolean).join(t("comma"));
    Object.assign(byID("show-room-menu"), { ariaLabel: label, title: label });
  }
}
