import { badgeOf } from "../client/attention.js";
import { nextRoom } from "../client/next-room.js";
import { byID } from "./dom.js";

/** What is done with a message, by the key that does it. */
const actions = { a: "reply", c: "copy", e: "edit", l: "link", m: "person", o: "original", p: "pin", r: "pick", u: "unread", "!": "report", Delete: "delete", Backspace: "delete" };

/** What keys do on the page: among the messages, and wherever one is. Fetched behind the page. */
export class Keys {
  #timeline = byID("timeline");
  #navigation;
  #sidebar;
  #composer;
  #store;

  /**
   * @param {import("./navigation.js").Navigation} navigation
   * @param {import("./sidebar.js").Sidebar} sidebar
   * @param {import("./composer.js").Composer} composer
   * @param {() => import("../client/store.js").Store | null} store
   */
  constructor(navigation, sidebar, composer, store) {
    [this.#navigation, this.#sidebar, this.#composer, this.#store] = [navigation, sidebar, composer, store];
    this.#timeline.addEventListener("keydown", (event) => this.#timelineKey(event));
    document.addEventListener("keydown", (event) => this.#pageKey(event));
  }

  /** From the field for writing to the messages. @param {"up" | "pageUp" | "pageDown"} where */
  leaveField(where) {
    const { clientHeight } = this.#timeline;
    if (where === "up") this.#moveFocus(0);
    else this.#timeline.scrollBy({ top: (where === "pageUp" ? -1 : 1) * clientHeight * 0.85 });
  }

  /** Goes from one message to the other, does something with the one that has the focus, goes back. @param {KeyboardEvent} event */
  #timelineKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    const action = actions[event.key];
    const row = document.activeElement;
    const button = action && row?.matches(".row") && row.querySelector(`[data-action="${action}"]`);
    if (by !== undefined) this.#moveFocus(by);
    else if (event.key === "Escape") this.#composer.focus();
    // Not one that is hidden from others.
    else if (button && getComputedStyle(button).display !== "none") button.click();
    else return;
    event.preventDefault();
  }

  /** Moves the focus from message to message. @param {number} by rows; ±Infinity for the ends of what is there */
  #moveFocus(by) {
    const rows = [...this.#timeline.querySelectorAll(".row")];
    const at = rows.indexOf(document.activeElement?.closest(".row"));
    const from = at < 0 ? rows.length : at;
    const target = rows[Math.max(0, Math.min(rows.length - 1, from + by))];
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #pageKey(event) {
    const navigation = this.#navigation;
    if (!this.#store() || document.querySelector("dialog[open]")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const by = /** @type {const} */ ({ ArrowUp: -1, ArrowDown: 1 })[event.key];
    if (isCommand && !event.shiftKey && event.key.toLowerCase() === "k") navigation.open("findRoom");
    else if (isCommand && event.shiftKey && event.key.toLowerCase() === "f") navigation.open("search");
    else if (event.altKey && !isCommand && by) this.#step(by, event.shiftKey);
    else if (event.key === "?" && !isField(event.target)) navigation.showKeys();
    else if (isCommand && event.key === "/") navigation.showKeys();
    else if (event.key === "Escape" && document.body.classList.contains("shows-rooms")) navigation.toggleRooms(false);
    else return;
    event.preventDefault();
  }

  /** While the key is held the lists stay as they are: who goes through them comes to each. */
  #step(by, isUnread) {
    const [store, sidebar] = [this.#store(), this.#sidebar];
    if (!store) return;
    sidebar.hold();
    const isWanted = (room) => !isUnread || badgeOf(room, store.settings.of(room.name)) > 0;
    const room = nextRoom(sidebar.order, store.current, by, isWanted);
    if (room) this.#navigation.go(room);
  }
}

const isField = (target) => target instanceof Element && target.closest("input, textarea") !== null;
