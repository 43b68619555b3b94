import { isDirect } from "../client/room.js";
import { t } from "../languages/en-dialogs.js";
import { byID, fill, h } from "./dom.js";
import { leads } from "../client/room-roles.js";
import { titleOf } from "./room-labels.js";

const toggles = /** @type {const} */ (["isFavourite", "isMuted"]);
const notified = { all: "allMessages", mentions: "mentions", none: "nothing" };

/** How somebody wants the room that is shown: favourite, muted, what is notified; and ways to what holds for everybody, and out of it. */
export class RoomMenu {
  #dialog = h("dialog", { id: "room-menu", class: "room-menu" });
  #button = byID("show-room-menu");
  #options;

  /** @param {{store: () => import("../client/store.js").Store | null, leave: (room: any) => void, govern: () => void, goToDay: () => void, moderation: import("./moderation.js").Moderation}} options */
  constructor(options) {
    this.#options = options;
    document.body.append(this.#dialog);
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
  }

  open() {
    const store = this.#options.store();
    const room = store?.current;
    if (!store || !room) return;
    const setting = store.settings.of(room.name);
    const leave = () => (this.#dialog.close(), this.#options.leave(room));
    this.#dialog.setAttribute("aria-label", t("yourSettings", { room: titleOf(room) }));
    fill(
      this.#dialog,
      // Each direct message is a mention: there would be nothing to mute.
      ...toggles.filter((field) => field !== "isMuted" || !isDirect(room)).map((field) => option("checkbox", field, t(field), t(`${field}Note`), setting[field], (isOn) => store.set(room, { [field]: isOn }))),
      h("fieldset", {}, h("legend", {}, t("notifyOf")), ...this.#choices(room).map(([value, key]) =>
        option("radio", "notify", t(key), "", setting.notify === value, () => store.set(room, { notify: value })))),
      !isDirect(room) && h("button", { class: "item", type: "button", onclick: () => (this.#dialog.close(), this.#options.govern()) }, t("roomSettings")),
      !isDirect(room) && leads(room.policy?.role) && h("button", { class: "item", type: "button", onclick: () => (this.#dialog.close(), this.#options.moderation.openReports()) },
        t("reports"), this.#options.moderation.menuCount),
      h("button", { class: "item", type: "button", onclick: () => (this.#dialog.close(), this.#options.goToDay()) }, t("goToDay")),
      h("button", { class: "item", type: "button", onclick: leave }, t(isDirect(room) ? "closeConversation" : "leaveThisRoom")),
    );
    this.#dialog.showModal();
    this.#options.moderation.renew();
    const { right, bottom } = this.#button.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.#dialog;
    // In a low window it stands over its button.
    const top = Math.min(bottom + 4, innerHeight - offsetHeight - 8);
    Object.assign(this.#dialog.style, { left: `${Math.max(8, right - offsetWidth)}px`, top: `${Math.max(8, top)}px` });
  }

  /** Each direct message addresses one. */
  #choices(room) {
    return Object.entries(isDirect(room) ? { mentions: notified.all, none: notified.none } : notified);
  }
}

function option(type, name, caption, note, isOn, changed) {
  return h("label", { class: "item" },
    h("input", { type, name, checked: isOn, onchange: ({ target }) => changed(target.checked) }),
    h("span", {}, caption, note && h("span", { class: "note" }, note)));
}
