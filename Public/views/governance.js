import { isDirect } from "../client/room.js";
import { leads, rolesIn } from "../client/room-roles.js";
import { t } from "../languages/en-dialogs.js";
import { byID, fill, h } from "./dom.js";
import { headline, retentionName } from "./governing-words.js";
import { PersonMenu } from "./person-menu.js";
import { PolicyDialog } from "./policy-dialog.js";

/** What may be done in the room that is shown: its topic in the head, its settings, and what one may do about people. Fetched behind the page. */
export class Governance {
  #topic = h("span", { id: "room-topic", class: "note" });
  #options;
  #dialog;
  #menu;

  /**
   * @param {object} options
   * @param {() => import("../client/store.js").Store | null} options.store
   * @param {() => import("../tchatter.js").Chat | null} options.chat
   * @param {(...question: string[]) => Promise<boolean>} ask
   */
  constructor(options, ask) {
    this.#options = options;
    const common = {
      now: () => Date.now(), me: () => options.store()?.user?.id ?? "", ask,
      load: (room) => this.#load(room), govern: (room, what) => this.#govern(room, what),
      invite: (room, what) => options.chat()?.ask("invite", room.name, what) ?? notSignedIn(),
    };
    this.#menu = new PersonMenu(common);
    this.#dialog = new PolicyDialog({ ...common, about: (...what) => this.#menu.open(...what) });
    const note = byID("room-note");
    const line = h("div", { class: "room-line" });
    note.replaceWith(line);
    line.append(note, this.#topic);
  }

  /** @param {import("../client/store.js").Store} store @param {import("../tchatter.js").Chat} chat what is signed in now */
  watch(store, chat) {
    store.on("rooms", () => store === this.#options.store() && this.#draw(store));
    store.on("members", (room) => this.#dialog.changed(room));
    store.on("refused", ({ room }) => this.#dialog.left(room));
    chat.on("change", ({ change }) => {
      const room = change.type === "policy" && store.find(change.room);
      if (room) this.#dialog.changed(room, true);
    });
    this.#draw(store);
  }

  /** The settings of the room that is shown. */
  openRoom() {
    const room = this.#options.store()?.current;
    if (room && !isDirect(room)) this.#dialog.open(room);
  }

  /** @param {Element} anchor @param {{id: string, name: string}} user */
  openPerson(anchor, user) {
    const room = this.#options.store()?.current;
    if (room) this.openPersonIn(anchor, room, user);
  }

  /** @param {Element} anchor @param {import("../client/room.js").Room} room @param {{id: string, name: string}} user */
  openPersonIn(anchor, room, user) {
    this.#menu.open(anchor, room, user);
  }

  /** @param {import("../client/store.js").Store} store */
  #draw({ current }) {
    const { topic = "", retain, role } = current?.policy ?? {};
    fill(this.#topic, ...headline(current?.policy).flatMap((part) => [h("span", {}, " · "), h("bdi", {}, part)]));
    this.#topic.title = [topic, retain && `${t("keepMessages")}: ${retentionName(retain)}`].filter(Boolean).join(" · ");
    document.body.classList.toggle("leads", leads(role));
    document.body.classList.toggle("moderated", Boolean(current?.policy) && !leads(role));
  }

  async #load(room) {
    // In a large room nobody tells who comes and goes: those who were listed may be few, and long gone.
    if (!room.isListed) await this.#options.store()?.loadMembers(room);
    const reply = await this.#options.chat()?.members(room.name, true);
    return { roles: rolesIn(reply), isPartial: Boolean(reply.moreRoles) };
  }

  #govern(room, what) {
    return this.#options.chat()?.govern(room.name, what) ?? notSignedIn();
  }
}

const notSignedIn = () => Promise.reject(new Error("Not signed in."));
