import { badgeOf } from "../client/attention.js";
import { roomNameFrom } from "../client/protocol.js";
import { t } from "../languages/en-dialogs.js";
import { ago } from "./ago.js";
import { h } from "./dom.js";
import { nameOf } from "./room-labels.js";

const maxResults = 50;

/** Finds rooms, people, and what was said. */
export class Finder {
  #options;
  #picker;
  #search;
  /** @type {{room: string, count: number, time: number}[]} public rooms, as the server listed them last */
  #listed = [];

  /**
   * @param {object} options
   * @param {() => import("../client/store.js").Store | null} options.store
   * @param {() => import("../client/room.js").Room[]} options.order
   * @param {() => Promise<any>} options.listRooms
   * @param {(room: any) => void} options.go
   * @param {(name: string) => void} options.write
   * @param {import("./picker.js").Picker} picker
   * @param {import("./search.js").Search} search
   */
  constructor(options, picker, search) {
    this.#options = options;
    this.#search = search;
    this.#picker = picker;
  }

  /** Own rooms and people, then rooms that others are in, then the one that is made by naming it. */
  findRoom() {
    this.#discover();
    this.#picker.open(t("findCaption"), (typed) => {
      if (typed.startsWith("@")) return this.#people(typed.slice(1), true);
      const wanted = typed.replace(/^#/, "").toLowerCase();
      const choices = [...this.#ownRooms(wanted, typed), ...(typed && !typed.startsWith("#") ? this.#people(wanted, false) : []), ...this.#otherRooms(wanted)];
      // What is called so is what Enter takes.
      const isCalledSo = ({ text }) => text.toLowerCase() === wanted;
      choices.sort((one, other) => Number(isCalledSo(other)) - Number(isCalledSo(one)));
      const name = roomNameFrom(typed);
      const isKnown = this.#store?.find(name) || this.#listed.some(({ room }) => room === name);
      if (name && !isKnown) choices.push(choice("+", name, t("joinOrCreate"), () => this.#openRoom(name)));
      return choices.slice(0, maxResults);
    });
  }

  findPerson() {
    this.#picker.open(t("writeSomeone"), (typed) => this.#people(typed.replace(/^@/, ""), true));
  }

  search() {
    this.#search.open();
  }

  get #store() {
    return this.#options.store();
  }

  async #discover() {
    const reply = await this.#options.listRooms();
    if (!reply) return;
    this.#listed = (Array.isArray(reply.rooms) ? reply.rooms : []).filter(({ room }) => typeof room === "string");
    this.#picker.refresh();
  }

  /** In the order of the lists; those whose name begins so first. */
  #ownRooms(wanted, typed) {
    const store = this.#store;
    if (!store) return [];
    const found = this.#options.order().filter((room) => !(typed.startsWith("#") && room.with) && nameOf(room).toLowerCase().includes(wanted));
    return beginningFirst(found, wanted, nameOf).map((room) => {
      const badge = badgeOf(room, store.settings.of(room.name));
      return choice(room.with ? "@" : "#", nameOf(room), badge ? t("newBadge", { count: badge }) : "", () => this.#options.go(room));
    });
  }

  #otherRooms(wanted) {
    const others = this.#listed.filter(({ room }) => !this.#store?.find(room) && room.includes(wanted));
    return beginningFirst(others, wanted, ({ room }) => room)
      .map(({ room, count, time }) => choice("#", room, t("activity", { people: people(count), ago: ago(time) }), () => this.#openRoom(room)));
  }

  /** Members of the rooms that are open; by their full name others, too. Without a mark those alone whose messages aren't open. */
  #people(typed, isMarked) {
    const store = this.#store;
    const wanted = typed.toLowerCase();
    const rooms = [...(store?.rooms.values() ?? [])];
    const names = new Set();
    for (const room of rooms) for (const { id, name } of room.members.values()) if (id !== store?.user?.id) names.add(name);
    if (isMarked) for (const room of rooms) if (room.with) names.add(room.with.name);
    const isOpen = (name) => !isMarked && rooms.some((room) => room.with?.name === name);
    const found = beginningFirst([...names].filter((name) => name.toLowerCase().includes(wanted) && !isOpen(name)).sort(), wanted, (name) => name).slice(0, maxResults);
    const choices = found.map((name) => choice("@", name, "", () => this.#options.write(name)));
    const isMe = wanted === store?.user?.name.toLowerCase();
    const isFull = found.some((name) => name.toLowerCase() === wanted);
    if (isMarked && typed && !isMe && !isFull) choices.push(choice("@", typed, t("useFullName"), () => this.#options.write(typed)));
    return choices;
  }

  #openRoom(name) {
    const room = this.#store?.open(name);
    if (room) this.#options.go(room);
  }
}

const choice = (sign, text, note, choose) => ({ sign: sign ? h("span", { class: "sign", "aria-hidden": "true" }, sign) : null, text, note, choose });

/** How many people are somewhere. */
export const people = (count) => (count ? t("people", { count }) : t("nobody"));

/** @template T @param {T[]} found @param {string} wanted @param {(each: T) => string} nameOf @returns {T[]} */
function beginningFirst(found, wanted, nameOf) {
  const begins = (each) => nameOf(each).toLowerCase().startsWith(wanted);
  return [...found.filter(begins), ...found.filter((each) => !begins(each))];
}
