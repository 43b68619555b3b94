import { isNotified } from "../client/attention.js";
import { plainText } from "../client/plain-text.js";
import { byID, h } from "./dom.js";
import { titleOf } from "./room-labels.js";
import { isolated } from "./words.js";

/** So many announcements are kept for screen readers; of more within a moment nobody could hear all. */
const maxAnnouncements = 12;
/** Milliseconds. */
const moment = 200;

/** Tells of messages as they come: who listens to the page, and who looks elsewhere. Fetched behind the page. */
export class Arrivals {
  #live = byID("live");
  #store;
  #notifications;
  /** What is announced in a moment. @type {(() => string)[]} */
  #said = [];

  /** @param {() => import("../client/store.js").Store | null} store @param {import("./notifications.js").Notifications} notifications */
  constructor(store, notifications) {
    [this.#store, this.#notifications] = [store, notifications];
  }

  /** @param {{room: import("../client/room.js").Room, message: import("../client/protocol.js").Message, isMention: boolean, isSeen: boolean, isCatchUp: boolean}} arrival */
  tell({ room, message, isMention, isSeen, isCatchUp }) {
    const store = this.#store();
    const [name, isShown] = [isolated(message.from.name), room === store?.current];
    if (!isCatchUp && (isShown || isMention)) this.#announce(() => `${isShown ? "" : `${titleOf(room)}, `}${name}: ${plainText(message.text)}`);
    const setting = store?.settings.of(room.name);
    if (setting && !isSeen && !document.hasFocus() && isNotified(setting, { isMention, isCatchUp })) this.#notifications.notify(room, `${name} · ${titleOf(room)}`, plainText(message.text));
  }

  /** Words are made of what is told alone: of a flood that is little. */
  #announce(words) {
    if (this.#said.push(words) === 1) setTimeout(() => this.#announceAll(), moment);
    else if (this.#said.length > maxAnnouncements) this.#said.shift();
  }

  /** By the live region. */
  #announceAll() {
    this.#live.append(...this.#said.splice(0).map((words) => h("p", {}, words())));
    while (this.#live.childElementCount > maxAnnouncements) this.#live.firstElementChild?.remove();
  }
}
