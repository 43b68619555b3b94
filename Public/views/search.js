import { delay } from "../client/clock.js";
import { aroundFound, folded } from "../client/found-part.js";
import { MessageSearch } from "../client/message-search.js";
import { t, told } from "../languages/en-dialogs.js";
import { fill, h } from "./dom.js";
import { titleOf } from "./room-labels.js";
import { dayName, moment } from "./time.js";

/** Who types is waited for. Milliseconds. */
const typingTime = 300;
/** After so many more it waits to be asked to go on. */
const foundAtOnce = 50;

/**
 * Finds what was said: at once in what is loaded of the room that is shown, and on the server back to where it begins, here or in
 * all rooms that one is or was in.
 */
export class Search {
  #page;
  #picker;
  #jump;
  #go;
  #rooms;
  #scope = h("select", { id: "search-scope", "aria-label": t("searchIn"), onchange: () => this.#beginAnew() },
    h("option", { value: "" }, t("thisRoom")), h("option", { value: "all" }, t("allRooms")));
  #progress = h("span", { id: "search-progress", role: "status" });
  #button = h("button", { id: "search-on", class: "secondary", type: "button", onclick: () => (this.#run ? this.#stop() : this.#goOn()) });
  #footer = h("p", { class: "search" }, this.#scope, this.#progress, this.#button);
  #typed = "";
  /** @type {MessageSearch | null} */
  #search = null;
  /** What goes on at the moment. @type {object | null} */
  #run = null;
  #problem = "";

  /**
   * @param {Pick<import("./dialogs.js").DialogOptions, "store" | "chat" | "clock">} page
   * @param {{picker: import("./picker.js").Picker, jump: import("./jump.js").Jump, go: (room: any) => void, rooms: (store: any) => string[]}} ways `rooms`: the names of all
   */
  constructor(page, { picker, jump, go, rooms }) {
    this.#page = page;
    this.#picker = picker;
    this.#jump = jump;
    this.#go = go;
    this.#rooms = rooms;
  }

  open() {
    [this.#typed, this.#search, this.#problem, this.#scope.value] = ["", null, "", ""];
    this.#stop();
    this.#picker.open(t("searchRoom"), (typed) => this.#choices(typed), () => this.#nothing(), { footer: this.#footer, closed: () => this.#stop() });
  }

  #choices(typed) {
    if (typed !== this.#typed) {
      this.#typed = typed;
      this.#begin();
    }
    const found = [...(typed ? this.#loaded(typed) : []), ...(this.#search?.found ?? [])];
    const each = new Map(found.reverse().map((one) => [one.key, one]));
    return [...each.values()].sort((one, other) => other.time - one.time).map((one) => this.#choice(one, typed));
  }

  #choice({ key, room, name, author, text, time }, typed) {
    const [before, part, after] = aroundFound(text, typed);
    const said = { name: author, time: moment(time), room: this.#titleOf(room) };
    return {
      key, text: [before, part && h("mark", {}, part), after],
      note: t(this.#scope.value ? "saidIn" : "said", said), choose: () => this.#show(room, name),
    };
  }

  /** In what is loaded of the room that is shown; by what the server finds it by. @returns {import("../client/message-search.js").Found[]} */
  #loaded(typed) {
    const room = this.#page.store()?.current;
    const wanted = folded(typed);
    const found = [];
    if (!wanted) return found;
    for (const { message, shown } of room?.timeline.entries.toReversed() ?? []) {
      const text = shown?.text ?? message?.text ?? "";
      if (!message || !folded(text).includes(wanted)) continue;
      const { seq, from, id, time } = message;
      found.push({ key: `${room.name}/${from.id}/${id}`, room: room.name, name: { seq, from: from.id, id }, author: from.name, text, time });
      if (found.length === foundAtOnce) break;
    }
    return found;
  }

  /** Of a room that is not open as well. @param {string} name */
  #titleOf(name) {
    const store = this.#page.store();
    const room = store?.find(name);
    if (room) return titleOf(room);
    return name.startsWith("@") ? store?.directs.get(name)?.name ?? t("directs") : `#${name}`;
  }

  /** Where it is, through earlier pages if need be. @param {string} where @param {import("../client/originals.js").Name} name */
  #show(where, name) {
    const store = this.#page.store();
    const room = store?.find(where) ?? store?.open(where, store.directs.get(where));
    if (!room) return;
    const isShown = () => this.#page.store()?.current === room;
    const jump = () => this.#jump.toOriginal(room, name);
    if (!isShown()) this.#go(room);
    // It is shown as soon as the address has been followed; at once where that is the address already.
    if (isShown()) jump();
    else globalThis.addEventListener("hashchange", jump, { once: true });
  }

  #nothing() {
    if (!this.#typed) return t("typeToFind");
    return t(this.#search?.isDone ? "nothingFound" : "nothingYet");
  }

  // What the server is asked.

  #beginAnew() {
    this.#begin();
    this.#picker.refresh();
  }

  async #begin() {
    const store = this.#page.store();
    [this.#search, this.#problem] = [null, ""];
    this.#stop();
    if (!this.#typed || !store?.current) return;
    const wish = (this.#run = {});
    await delay(this.#page.clock, typingTime);
    if (wish !== this.#run) return;
    this.#search = new MessageSearch(this.#scope.value ? this.#rooms(store) : [store.current.name], this.#typed);
    this.#goOn();
  }

  #stop() {
    this.#run = null;
    this.#draw();
  }

  async #goOn() {
    const [search, run] = [this.#search, (this.#run = {})];
    const isWanted = () => run === this.#run;
    const enough = (search?.found.length ?? 0) + foundAtOnce;
    this.#problem = "";
    try {
      while (search && isWanted() && !search.isDone && search.found.length < enough) {
        this.#draw();
        const [chat, { length }] = [this.#page.chat(), search.found];
        const pause = chat ? await search.step(chat) : 1_000;
        if (isWanted() && search.found.length !== length) this.#picker.refresh();
        if (pause) await delay(this.#page.clock, pause);
      }
    } catch (error) {
      if (isWanted()) this.#problem = t("cantSearch", { problem: told(error.message, error.code) });
    }
    if (!isWanted()) return;
    this.#stop();
    this.#picker.refresh();
  }

  /** How far it has come. */
  #draw() {
    const search = this.#search;
    const isOver = !search || search.isDone;
    const words = this.#problem || (search && this.#words(search));
    // What is said again is read out again; a number of rooms that grows is not.
    this.#progress.setAttribute("aria-live", this.#run && search && search.begun < search.count ? "off" : "polite");
    if (this.#progress.textContent !== (words || "")) fill(this.#progress, words);
    this.#button.hidden = isOver;
    this.#button.textContent = t(this.#run ? "stopSearching" : "searchFurther");
  }

  #words(search) {
    const { missed } = search;
    return [this.#progressOf(search), missed && t("notSearched", { count: missed })].filter(Boolean).join(t("comma"));
  }

  #progressOf({ isDone, time, begun, count }) {
    if (isDone) return t("lookedAtAll");
    if (Number.isFinite(time)) return t("lookedBackTo", { day: dayName(time) });
    return count > 1 ? t("searchedRooms", { done: begun, count }) : t("searching");
  }
}
