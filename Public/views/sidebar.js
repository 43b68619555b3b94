import { badgeOf, inOrder } from "../client/attention.js";
import { isDirect } from "../client/room.js";
import { avatar, byID, fill, h, icon, redrawing } from "./dom.js";
import { statusOf } from "./room-labels.js";
import { number, t } from "./words.js";

/** The lists of rooms and direct messages. */
export class Sidebar {
  #rooms = byID("rooms");
  #directs = byID("directs");
  #options;
  /** @type {import("../client/store.js").Store | null} */
  #store = null;
  #frame = 0;
  /** The order that is kept while somebody points into a list or goes through it: what is aimed at does not move away. @type {any[] | null} */
  #held = null;

  /** @param {{open: (room: any) => void, leave: (room: any) => void, nameOf: (room: any) => string}} options */
  constructor(options) {
    this.#options = options;
    for (const list of [this.#rooms, this.#directs]) {
      list.addEventListener("keydown", (event) => this.#key(event, list));
      list.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && this.hold());
      list.addEventListener("pointerleave", () => this.release());
    }
  }

  /** As they stand in the lists. @returns {import("../client/room.js").Room[]} */
  get order() {
    const store = this.#store;
    if (!store) return [];
    const rooms = inOrder([...store.rooms.values()], (room) => store.settings.of(room.name));
    const held = this.#held?.filter((room) => rooms.includes(room)) ?? [];
    const all = [...held, ...rooms.filter((room) => !held.includes(room))];
    return [...all.filter((room) => !isDirect(room)), ...all.filter(isDirect)];
  }

  /** Keeps the order until it is released. */
  hold() {
    this.#held ??= this.order;
  }

  release() {
    if (!this.#held) return;
    this.#held = null;
    this.#update();
  }

  /** @param {import("../client/store.js").Store} store */
  draw(store) {
    this.#store = store;
    this.#update();
  }

  /** With the next frame: many rooms change at once. */
  #update() {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const { order } = this;
    const draw = (list, rooms) => redrawing.keep(list, () => fill(list, ...rooms.map((room) => this.#item(room))));
    draw(this.#rooms, order.filter((room) => !isDirect(room)));
    draw(this.#directs, order.filter(isDirect));
  }

  #item(room) {
    const isCurrent = room === this.#store?.current;
    const setting = this.#store?.settings.of(room.name);
    const badge = badgeOf(room, setting);
    const name = this.#options.nameOf(room);
    const classes = [isCurrent && "current", badge && "unread", room.mentions && "mentioned", setting.isMuted && "muted"];
    const said = [name, setting.isFavourite && t("favourite"), setting.isMuted && t("muted"), badge && t("newCount", { count: badge }), room.problem && statusOf(room)];
    const leave = isDirect(room) ? "close" : "leave";
    const other = room.with && !room.problem && (room.with.name.trim() ? avatar(room.with, true) : null);
    return h(
      "li", { class: classes.filter(Boolean).join(" "), "data-room": room.name },
      h(
        "a",
        // A page of its own; with # alone it would be a place on this one, to which one skips.
        { href: `./#${addressOf(room, this.#store?.rooms.values())}`, "aria-current": isCurrent ? "page" : null, "aria-label": said.filter(Boolean).join(t("comma")), title: room.problem ? statusOf(room) : null, onclick: (event) => this.#click(event, room) },
        other ?? h("span", { class: "sign", "aria-hidden": "true" }, room.problem ? "…" : isDirect(room) ? "@" : "#"),
        h("bdi", { class: "name" }, name),
        setting.isFavourite && icon("star"),
        setting.isMuted && icon("mute"),
        badge > 0 && h("span", { class: "count", "aria-hidden": "true" }, `${number(Math.min(badge, 99))}${badge > 99 ? "+" : ""}`),
      ),
      h("button", { class: "icon leave", type: "button", "aria-label": t(`${leave}Room`, { name }), title: t(leave), onclick: () => this.#options.leave(room) }, icon("close")),
    );
  }

  #click(event, room) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.#options.open(room);
  }

  /** @param {KeyboardEvent} event */
  #key(event, list) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey) return;
    event.preventDefault();
    const links = [...list.querySelectorAll("a")];
    links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + by))]?.focus();
  }
}

/**
 * What stands behind the # of the page's address: a room's name, or @ and a person's. Of two people who had one name after the other, each
 * has the room's own.
 * @param {Iterable<any>} [rooms] all that are open
 */
export function addressOf(room, rooms = []) {
  const isOneOfTwo = room.with && [...rooms].some((other) => other !== room && other.with?.name === room.with.name);
  return encodeURIComponent(isOneOfTwo ? room.name : room.with ? `@${room.with.name}` : room.asked).replace(/^%40/, "@");
}
