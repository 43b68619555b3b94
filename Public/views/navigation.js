import { roomNameFrom } from "../client/protocol.js";
import { byID } from "./dom.js";
import { addressOf } from "./sidebar.js";

/** Which room is shown: by the address, the lists, the finder and the keyboard. */
export class Navigation {
  #options;
  /** @type {import("../client/store.js").Store | null} */
  #store = null;
  /** What was shown lately, the latest first. @type {import("../client/room.js").Room[]} */
  #shown = [];

  /**
   * @param {object} options
   * @param {(room: any) => void} options.show
   * @param {import("./sidebar.js").Sidebar} options.sidebar
   * @param {import("./dialog-loader.js").DialogLoader} options.dialogs
   */
  constructor(options) {
    this.#options = options;
    const { sidebar } = options;
    globalThis.addEventListener("hashchange", () => this.#follow());
    takeInvitation();
    document.addEventListener("keyup", ({ key }) => key === "Alt" && sidebar.release());
    globalThis.addEventListener("blur", () => sidebar.release());
    for (const id of ["find-room", "add-room"]) byID(id).addEventListener("click", () => this.open("findRoom"));
    byID("add-direct").addEventListener("click", () => this.open("findPerson"));
    byID("search").addEventListener("click", () => this.open("search"));
    byID("show-rooms").addEventListener("click", () => this.toggleRooms());
    byID("show-keys").addEventListener("click", () => this.showKeys());
    byID("shade").addEventListener("click", () => document.body.classList.contains("shows-rooms") && this.toggleRooms(false));
    byID("skip").addEventListener("click", (event) => (event.preventDefault(), byID("draft").focus()));
    if (/Mac|iP/.test(navigator.platform)) byID("find-key").textContent = "⌘K";
  }

  /** @param {import("../client/store.js").Store} store */
  begin(store) {
    [this.#store, this.#shown] = [store, []];
    this.#follow();
  }

  /** Shows a room, as an entry of the browser's history. @param {"assign" | "replace"} [how] */
  go(room, how = "assign") {
    const address = `#${addressOf(room, this.#store?.rooms.values())}`;
    if (location.hash === address) this.#show(room);
    else location[how](address);
  }

  #show(room) {
    this.#shown = [room, ...this.#shown.filter((each) => each !== room)].slice(0, 20);
    this.#options.show(room);
  }

  /**
   * Writes to whoever has a name now: who is listed under it, not who was called so when one wrote to them before.
   * @param {string} name @param {any} [user]
   */
  write(name, user) {
    const store = this.#store;
    if (!store) return;
    const rooms = [...store.rooms.values()];
    const now = user ?? rooms.flatMap(({ members }) => [...members.values()]).find((member) => member.name === name);
    const known = now ? null : rooms.findLast((room) => room.with?.name === name);
    this.go(known ?? store.open(`@${name}`, now));
  }

  /** To where one was before, or to the first room, when the one that was shown is gone. The way back of the browser leaves it out. */
  fallBack() {
    const store = this.#store;
    const before = this.#shown.map(({ name }) => store?.rooms.get(name)).find(Boolean);
    const room = before ?? store?.rooms.values().next().value ?? store?.open("lobby");
    if (room) this.go(room, "replace");
  }

  /** Shows what the address says: a room, and maybe behind a slash the position of a message there. */
  #follow() {
    takeInvitation();
    const store = this.#store;
    if (!store) return;
    const [name, place] = location.hash.slice(1).split("/").map(decoded);
    const isDirect = name.startsWith("@") && name.length > 1;
    const known = isDirect && [...store.rooms.values()].findLast((room) => room.name === name || (room.with && `@${room.with.name}` === name));
    const asked = isDirect ? name : roomNameFrom(name);
    if (!asked) return this.fallBack();
    const room = known || store.open(asked, null, history.state?.invitation);
    history.replaceState(null, "");
    this.#show(room);
    if (place) this.#options.dialogs.use(({ jump }) => jump.toPlace(room, place));
  }

  toggleRooms(isShown = !document.body.classList.contains("shows-rooms")) {
    document.body.classList.toggle("shows-rooms", isShown);
    byID("show-rooms").setAttribute("aria-expanded", String(isShown));
    if (isShown) byID("sidebar").querySelector("a")?.focus();
    else byID("show-rooms").focus();
  }

  /** @param {"findRoom" | "findPerson" | "search"} what */
  open(what) {
    this.#options.dialogs.use(({ finder }) => finder[what]());
  }

  showKeys() {
    this.#options.dialogs.use(({ showKeys }) => showKeys());
  }
}

/** An invitation is taken out of the address at once, and kept over the sign-in. */
function takeInvitation() {
  const [, room, invitation] = location.hash.match(/(.+)\?invitation=(.+)/) ?? [];
  if (room) history.replaceState({ invitation }, "", room);
}

/** Of somebody's broken address nothing. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
