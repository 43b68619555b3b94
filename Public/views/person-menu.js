import { deedsAbout, leads, roleAt } from "../client/room-roles.js";
import { t } from "../languages/en-dialogs.js";
import { fill, h } from "./dom.js";
import { calledSo, refusalWords, roleWords, spanName, spans } from "./governing-words.js";

/** What one may do about somebody in a room: another role, silence, a way out and back in. */
export class PersonMenu {
  #dialog = h("dialog", { id: "person-menu", class: "room-menu person-menu", "aria-labelledby": "person-menu-title" });
  #problem = h("p", { class: "problem", role: "alert" });
  #options;
  /** @type {any} */
  #about;

  /**
   * @param {object} options
   * @param {() => number} options.now
   * @param {(room: any) => Promise<{roles: import("../client/room-roles.js").Roles}>} options.load
   * @param {(room: any, what: object) => Promise<any>} options.govern
   * @param {(...question: string[]) => Promise<boolean>} options.ask
   * @param {() => string} options.me one's own id
   */
  constructor(options) {
    this.#options = options;
    document.body.append(this.#dialog);
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.close());
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
  }

  /**
   * @param {Element} anchor
   * @param {import("../client/room.js").Room} room
   * @param {{id: string, name: string}} user
   */
  async open(anchor, room, user) {
    const about = { room, user };
    this.#about = about;
    this.#draw(h("p", { class: "note" }, t("loading")));
    this.#dialog.showModal();
    this.#place(anchor);
    const loaded = await this.#options.load(room).catch((error) => ({ error }));
    if (this.#about !== about || !this.#dialog.open) return;
    this.#draw(...("error" in loaded ? [h("p", { class: "note", role: "alert" }, refusalWords(loaded.error))] : this.#items(loaded.roles)));
    this.#place(anchor);
    this.#dialog.querySelector("button")?.focus();
  }

  close() {
    this.#about = null;
    this.#dialog.close();
  }

  #draw(...content) {
    const { user } = this.#about;
    this.#problem.textContent = "";
    fill(this.#dialog, h("h2", { id: "person-menu-title" }, h("bdi", {}, user.name || t("unknown"))), this.#problem, ...content);
  }

  /** Below what it is about, as far as it fits. */
  #place(anchor) {
    const { right, bottom } = anchor.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.#dialog;
    const at = (wanted, most) => `${Math.max(8, Math.min(wanted, most - 8))}px`;
    Object.assign(this.#dialog.style, { left: at(right - offsetWidth, innerWidth - offsetWidth), top: at(bottom + 4, innerHeight - offsetHeight) });
  }

  /** @param {import("../client/room-roles.js").Roles} roles */
  #items(roles) {
    const { room, user } = this.#about;
    const now = this.#options.now();
    const standing = roles.get(user.id);
    const theirs = roleAt(standing, now);
    const isMe = user.id === this.#options.me();
    const deeds = deedsAbout({ mine: room.policy?.role, theirs, isMe, mode: room.policy?.mode });
    const note = roleWords({ role: theirs, until: theirs === standing?.role ? standing?.until : undefined }, now);
    return [
      note && h("p", { class: "note" }, note),
      ...deeds.map((deed) => (deed in spans ? this.#spans(deed, theirs) : this.#item(deed, theirs))),
      !deeds.length && h("p", { class: "note" }, t(leads(theirs) ? "onlyOwners" : "cantChangeThis")),
    ];
  }

  #item(deed, theirs) {
    return h("button", { class: "item", type: "button", "data-deed": deed, onclick: () => this.#do(deed, theirs, 0) }, captionOf(deed, theirs));
  }

  #spans(deed, theirs) {
    const buttons = spans[deed].map((span) =>
      h("button", { class: "secondary", type: "button", "data-deed": deed, "data-span": span, onclick: () => this.#do(deed, theirs, span),
        "aria-label": span ? t(`${deed}For`, { span: spanName(span) }) : t(`${deed}UntilLifted`) }, spanName(span)));
    return h("fieldset", {}, h("legend", {}, t(deed)), h("div", { class: "spans" }, ...buttons));
  }

  async #do(deed, theirs, span) {
    const { room, user } = this.#about;
    const { govern, ask, now } = this.#options;
    const question = questionOf(deed, calledSo(user.name), span);
    if (question && !(await ask(...question))) return;
    const until = span ? now() + span : undefined;
    try {
      await govern(room, { user: user.id, role: roleBy(deed, theirs, room.policy?.mode), until });
      this.close();
    } catch (error) {
      this.#problem.textContent = refusalWords(error, theirs === "owner" || deed === "stepDown");
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const buttons = [...this.#dialog.querySelectorAll("button")];
    const at = buttons.indexOf(/** @type {any} */ (document.activeElement));
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  }
}

/** What somebody becomes by it. A mute is lifted to a member where nobody is without a role. */
function roleBy(deed, theirs, mode) {
  const lifted = theirs === "muted" && mode === "closed" ? "member" : "none";
  return { mute: "muted", ban: "banned", remove: "none", lift: lifted, stepDown: "member" }[deed] ?? deed;
}

function captionOf(deed, theirs) {
  if (deed === "lift") return t(theirs === "banned" ? "liftBan" : "letWrite");
  const captions = {
    owner: "makeOwner", moderator: "makeModerator", member: leads(theirs) ? "makeOrdinary" : "makeMember",
    stepDown: "giveUpRole", remove: "removeFromRoom",
  };
  return t(captions[deed]);
}

/** What is asked before something that hurts; nothing before what is easily taken back. */
function questionOf(deed, name, span) {
  if (deed === "owner") return [t("ownerAsked", { name }), t("ownerNote"), t("makeOwner")];
  if (deed === "ban") return [t("banAsked", { name }), span ? t("banNoteFor", { span: spanName(span) }) : t("banNote"), t("ban")];
  if (deed === "remove") return [t("removeAsked", { name }), t("removeNote"), t("remove")];
  return deed === "stepDown" ? [t("giveUpAsked"), t("giveUpNote"), t("giveUp")] : null;
}
