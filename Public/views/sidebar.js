import { avatar, byID, fill, h, icon } from "./dom.js";
import { newMessages } from "./room-labels.js";

/** The lists of rooms and direct messages. */
export class Sidebar {
  #rooms = byID("rooms");
  #directs = byID("directs");
  #options;

  /** @param {{open: (room: any) => void, leave: (room: any) => void, nameOf: (room: any) => string}} options */
  constructor(options) {
    this.#options = options;
    for (const list of [this.#rooms, this.#directs]) {
      list.addEventListener("keydown", (event) => this.#key(event, list));
    }
  }

  /** @param {import("../client/store.js").Store} store */
  draw(store) {
    const focused = document.activeElement?.closest("li")?.getAttribute("data-room");
    const rooms = [...store.rooms.values()];
    const isDirect = (room) => room.asked.startsWith("@");
    fill(this.#rooms, ...rooms.filter((room) => !isDirect(room)).sort(byName).map((room) => this.#item(room, store)));
    fill(this.#directs, ...rooms.filter(isDirect).map((room) => this.#item(room, store)));
    if (focused) this.#focus(focused);
  }

  #item(room, store) {
    const isCurrent = room === store.current;
    const name = this.#options.nameOf(room);
    const classes = [isCurrent && "current", room.unread && "unread", room.mentions && "mentioned"].filter(Boolean).join(" ");
    const count = room.unread > 99 ? "99+" : String(room.unread);
    const said = room.unread ? `${name}, ${newMessages(room.unread)}` : name;
    const leave = room.asked.startsWith("@") ? "Close" : "Leave";
    const other = room.with && (room.with.name.trim() ? avatar(room.with, true) : null);
    return h(
      "li", { class: classes, "data-room": room.name },
      h(
        "a",
        { href: `#${addressOf(room)}`, "aria-current": isCurrent ? "page" : null, "aria-label": said, onclick: (event) => this.#click(event, room) },
        other ?? h("span", { class: "sign", "aria-hidden": "true" }, room.asked.startsWith("@") ? "@" : "#"),
        h("bdi", { class: "name" }, name),
        room.unread > 0 && h("span", { class: "count", "aria-hidden": "true" }, count),
      ),
      h("button", { class: "icon leave", type: "button", "aria-label": `${leave} ${name}`, title: leave, onclick: () => this.#options.leave(room) }, icon("close")),
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
    if (!by) return;
    event.preventDefault();
    const links = [...list.querySelectorAll("a")];
    links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + by))]?.focus();
  }

  #focus(name) {
    for (const item of document.querySelectorAll("#sidebar li")) {
      if (item.getAttribute("data-room") === name) item.querySelector("a")?.focus({ preventScroll: true });
    }
  }
}

const byName = (a, b) => a.name.localeCompare(b.name);

/** What stands behind the # of the page's address: a room's name, or @ and a person's. */
export const addressOf = (room) => encodeURIComponent(room.with ? `@${room.with.name}` : room.asked).replace(/^%40/, "@");
