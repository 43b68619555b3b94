import { avatar, byID, fill, h, icon, redrawing } from "./dom.js";
import { number, t } from "./words.js";

/** Who is in the room. */
export class Members {
  #panel = byID("members");
  #list = byID("member-list");
  #button = byID("show-members");
  #narrow = matchMedia("(max-width: 56rem)");
  #options;

  /** @param {{write: (user: any) => void, about: (anchor: any, user: any) => void, toggled: () => void}} options */
  constructor(options) {
    this.#options = options;
    this.#button.append(icon("people"), h("span", { class: "number" }));
    byID("hide-members").append(icon("close"));
    this.#button.addEventListener("click", () => this.toggle());
    byID("hide-members").addEventListener("click", () => this.#close());
    this.#closeWhereNarrow();
  }

  get isShown() {
    return !this.#panel.hidden;
  }

  /** Where it slides over the messages: it does not stay in their way. */
  #closeWhereNarrow() {
    this.#narrow.addEventListener("change", ({ matches }) => matches && this.toggle(false));
    byID("shade").addEventListener("click", () => this.isShown && this.#narrow.matches && this.#close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isShown && this.#narrow.matches && !document.querySelector("dialog[open]")) this.#close();
    });
  }

  #close() {
    this.toggle(false);
    this.#button.focus();
  }

  toggle(isShown = this.#panel.hidden) {
    this.#panel.hidden = !isShown;
    this.#button.setAttribute("aria-expanded", String(isShown));
    document.body.classList.toggle("shows-members", isShown);
    this.#options.toggled();
  }

  /**
   * @param {import("../client/store.js").Room} room
   * @param {string} myID
   */
  draw(room, myID) {
    this.#button.querySelector(".number").textContent = room.isCounted ? number(room.count) : "";
    this.#button.setAttribute("aria-label", room.isCounted ? t("membersCount", { count: room.count }) : t("members"));
    if (!this.isShown) return;
    const users = [...room.members.values()].sort((a, b) => a.name.localeCompare(b.name));
    const items = users.map((user) => this.#item(user, user.id === myID, room.leaders.get(user.id)));
    const rest = room.count - users.length;
    redrawing.keep(this.#list, () => fill(this.#list, ...items, rest > 0 && h("li", { class: "note" }, t("andMore", { count: rest }))));
  }

  #item(user, isMe, role) {
    const name = h("bdi", { class: "name" }, user.name);
    const badge = (word) => h("span", { class: "badge" }, t(word));
    const bot = user.kind === "bot" && badge("bot");
    const titled = role ? h("span", { class: "titled" }, name, badge(role)) : name;
    const face = h("span", { class: "face" }, avatar(user, true), h("span", { class: "dot" }));
    if (isMe) return h("li", {}, h("span", { class: "member" }, face, titled, h("span", { class: "note" }, t("you"))));
    const write = () => {
      if (this.#narrow.matches) this.toggle(false);
      this.#options.write(user);
    };
    const about = ({ currentTarget }) => this.#options.about(currentTarget, user);
    return h("li", { "data-user": user.id }, h("button", { class: "member", type: "button", title: t("messageTo", { name: user.name }), onclick: write }, face, titled, bot),
      h("button", { class: "icon leading", type: "button", "aria-label": t("about", { name: user.name }), title: t("more"), onclick: about }, icon("more")));
  }
}
