import { roomNameFrom } from "../client/protocol.js";
import { isolated } from "../client/text.js";
import { byID, h } from "./dom.js";
import { Picker } from "./picker.js";
import { people } from "./room-labels.js";
import { addressOf } from "./sidebar.js";
import { ago, timeOfDay } from "./time.js";

const maxResults = 50;

/** Which room is shown: by the address, the lists, the picker and the keyboard. */
export class Navigation {
  #options;
  #picker = new Picker();
  /** @type {import("../client/store.js").Store | null} */
  #store = null;
  /** @type {{room: string, count: number, time: number}[]} public rooms, as the server listed them last */
  #listed = [];

  /**
   * @param {object} options
   * @param {(room: any) => void} options.show
   * @param {(key: string) => void} options.reveal
   * @param {() => Promise<any>} options.listRooms
   * @param {(room: any) => string} options.nameOf
   */
  constructor(options) {
    this.#options = options;
    globalThis.addEventListener("hashchange", () => this.#follow());
    document.addEventListener("keydown", (event) => this.#key(event));
    byID("find-room").addEventListener("click", () => this.#find());
    byID("add-room").addEventListener("click", () => this.#find());
    byID("add-direct").addEventListener("click", () => this.#findPerson());
    byID("search").addEventListener("click", () => this.#search());
    byID("show-rooms").addEventListener("click", () => this.#toggleRooms());
    byID("shade").addEventListener("click", () => document.body.classList.contains("shows-rooms") && this.#toggleRooms(false));
    byID("skip").addEventListener("click", (event) => (event.preventDefault(), byID("draft").focus()));
    if (/Mac|iP/.test(navigator.platform)) byID("find-key").textContent = "⌘K";
  }

  /** @param {import("../client/store.js").Store} store */
  begin(store) {
    this.#store = store;
    this.#follow();
  }

  /** Shows a room, as an entry of the browser's history. */
  go(room) {
    const address = `#${addressOf(room)}`;
    if (location.hash === address) this.#options.show(room);
    else location.hash = address;
  }

  /** Writes to somebody. @param {string} name */
  write(name) {
    const known = [...(this.#store?.rooms.values() ?? [])].find((room) => room.with?.name === name);
    const room = known ?? this.#store?.open(`@${name}`);
    if (room) this.go(room);
  }

  /** To the first room, when the one that was shown is gone. */
  fallBack() {
    const first = this.#store?.rooms.values().next().value ?? this.#store?.open("lobby");
    if (first) this.go(first);
  }

  /** Shows what the address says. */
  #follow() {
    const store = this.#store;
    if (!store) return;
    let name = "";
    try {
      name = decodeURIComponent(location.hash.slice(1));
    } catch {
      // Somebody's broken address: as if there were none.
    }
    if (name.startsWith("@") && name.length > 1) {
      const known = [...store.rooms.values()].find((room) => room.with && `@${room.with.name}` === name);
      return this.#options.show(known ?? store.open(name));
    }
    const room = roomNameFrom(name);
    if (!room) return this.fallBack();
    this.#options.show(store.open(room));
  }

  #toggleRooms(isShown = !document.body.classList.contains("shows-rooms")) {
    document.body.classList.toggle("shows-rooms", isShown);
    byID("show-rooms").setAttribute("aria-expanded", String(isShown));
    if (isShown) byID("sidebar").querySelector("a")?.focus();
    else byID("show-rooms").focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.#store || document.querySelector("dialog[open]")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !event.shiftKey && event.key.toLowerCase() === "k") this.#find();
    else if (isCommand && event.shiftKey && event.key.toLowerCase() === "f") this.#search();
    else if (event.altKey && !isCommand && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.#step(event.key === "ArrowUp" ? -1 : 1);
    else if (event.key === "Escape" && document.body.classList.contains("shows-rooms")) this.#toggleRooms(false);
    else return;
    event.preventDefault();
  }

  #step(by) {
    const links = [...document.querySelectorAll("#sidebar li a")];
    const at = links.findIndex((link) => link.getAttribute("aria-current") === "page");
    const link = /** @type {HTMLElement | undefined} */ (links[(at + by + links.length) % links.length]);
    link?.click();
  }

  /** Own rooms, then those that others are in, then the one that is made by naming it. */
  #find() {
    this.#discover();
    this.#picker.open("Find or create a room; type @ for people", (typed) => {
      if (typed.startsWith("@")) return this.#people(typed.slice(1));
      const wanted = typed.toLowerCase();
      const rooms = [...(this.#store?.rooms.values() ?? [])];
      const choices = rooms
        .filter((room) => this.#options.nameOf(room).toLowerCase().includes(wanted.replace(/^#/, "")))
        .map((room) => this.#choice(room.with ? "@" : "#", this.#options.nameOf(room), room.unread ? `${room.unread} new` : "", () => this.go(room)));
      const name = roomNameFrom(typed);
      const others = this.#listed.filter(({ room }) => !this.#store?.find(room) && room.includes(wanted.replace(/^#/, "")));
      for (const { room, count, time } of others) {
        choices.push(this.#choice("#", room, `${people(count)} · active ${ago(time)}`, () => this.#openRoom(room)));
      }
      if (name && !this.#store?.find(name) && !others.some(({ room }) => room === name)) choices.push(this.#choice("+", name, "join or create", () => this.#openRoom(name)));
      return choices.slice(0, maxResults);
    });
  }

  async #discover() {
    const reply = await this.#options.listRooms();
    if (!reply) return;
    this.#listed = (Array.isArray(reply.rooms) ? reply.rooms : []).filter(({ room }) => typeof room === "string");
    this.#picker.refresh();
  }

  #findPerson() {
    this.#picker.open("Message someone", (typed) => this.#people(typed.replace(/^@/, "")));
  }

  #people(typed) {
    const store = this.#store;
    const wanted = typed.toLowerCase();
    const names = new Set();
    for (const room of store?.rooms.values() ?? []) for (const { id, name } of room.members.values()) if (id !== store?.user?.id) names.add(name);
    const found = [...names].filter((name) => name.toLowerCase().includes(wanted)).sort().slice(0, maxResults);
    const choices = found.map((name) => this.#choice("@", name, "", () => this.write(name)));
    const isMe = wanted === store?.user?.name.toLowerCase();
    if (typed && !isMe && !found.some((name) => name.toLowerCase() === wanted)) choices.push(this.#choice("@", typed, "use the full name", () => this.write(typed)));
    return choices;
  }

  /** In what is loaded of the room that is shown, newest first. */
  #search() {
    const nothing = (typed) => {
      if (!typed) return "Type to search the messages loaded so far.";
      return this.#store?.current?.timeline.hasEarlier ? "Nothing found so far. Scroll up to load older messages, then search again." : "Nothing found.";
    };
    this.#picker.open("Search this room", (typed) => {
      const entries = this.#store?.current?.timeline.entries ?? [];
      const wanted = typed.toLowerCase();
      if (!wanted) return [];
      const choices = [];
      for (let index = entries.length - 1; index >= 0 && choices.length < maxResults; index -= 1) {
        const { key, message, shown } = entries[index];
        const text = shown?.text ?? message?.text ?? "";
        if (!message || !text || !`${message.from.name} ${text}`.toLowerCase().includes(wanted)) continue;
        choices.push(this.#choice("", text.slice(0, 140), `${isolated(message.from.name)}, ${timeOfDay(message.time)}`, () => this.#options.reveal(key)));
      }
      return choices;
    }, nothing);
  }

  #openRoom(name) {
    const room = this.#store?.open(name);
    if (room) this.go(room);
  }

  #choice(sign, text, note, choose) {
    return { sign: sign ? h("span", { class: "sign", "aria-hidden": "true" }, sign) : null, text, note, choose };
  }
}
