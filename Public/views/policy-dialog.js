import { leads, mayFound, peopleOf } from "../client/room-roles.js";
import { list, parts, t } from "../languages/en-dialogs.js";
import { avatar, fill, h, icon, redrawing } from "./dom.js";
import { calledSo, refusalWords, retentionName, roleWords } from "./governing-words.js";
import { invitationForm } from "./invitation-form.js";
import { settingsForm, settingsList, settingsOf } from "./room-settings-form.js";
import { titleOf } from "./room-labels.js";

/** The settings of a room that hold for everybody, and who is what there: to be changed by who may, to be read by all. */
export class PolicyDialog {
  #dialog = h("dialog", { id: "policy", class: "confirm governing", "aria-labelledby": "policy-title" });
  #settings = h("div", {});
  #status = h("p", { class: "note", role: "status" });
  #inviting = h("div", {});
  #people = h("div", {});
  #field = h("input", { id: "new-member", type: "text", dir: "auto", autocomplete: "off", spellcheck: "false", maxlength: 64 });
  #adding = this.#addingForm();
  #options;
  /** @type {import("../client/room.js").Room | null} */
  #room = null;
  /** @type {import("../client/room-roles.js").Roles} */
  #roles = new Map();
  /** What the settings were, and whether one might change them, when they were drawn. */
  #drawn = "";
  /** Whether somebody has begun to change them. */
  #isDirty = false;
  #isPartial = false;

  /**
   * @param {object} options
   * @param {() => number} options.now
   * @param {() => string} options.me one's own id
   * @param {(room: any) => Promise<{roles: import("../client/room-roles.js").Roles, isPartial: boolean}>} options.load
   * @param {(room: any, what: object) => Promise<any>} options.govern
   * @param {Parameters<typeof invitationForm>[1]["invite"]} options.invite
   * @param {(...question: string[]) => Promise<boolean>} options.ask
   * @param {(anchor: Element, room: any, user: any) => void} options.about shows what may be done about somebody
   */
  constructor(options) {
    this.#options = options;
    const close = h("button", { class: "icon", type: "button", "aria-label": t("close"), title: t("close"), onclick: () => this.#dialog.close() }, icon("close"));
    this.#dialog.append(h("header", {}, h("h2", { id: "policy-title" }), close), this.#settings, this.#status, this.#inviting, this.#people, this.#adding);
    this.#settings.addEventListener("input", () => ([this.#isDirty, this.#status.textContent] = [true, ""]));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.addEventListener("close", () => (this.#room = null));
    document.body.append(this.#dialog);
  }

  /** @param {import("../client/room.js").Room} room */
  open(room) {
    this.#room = room;
    this.#roles = new Map();
    [this.#drawn, this.#isDirty, this.#status.textContent, this.#field.value] = ["", false, "", ""];
    this.#adding.hidden = true;
    fill(this.#inviting);
    fill(this.#people, h("p", { class: "note" }, t("loading")));
    fill(/** @type {any} */ (this.#dialog.querySelector("h2")), ...parts("settingsOf", { room: h("bdi", {}, titleOf(room)) }));
    this.#drawSettings(room);
    this.#dialog.showModal();
    return this.#load(room);
  }

  /** One is not in a room any more. @param {import("../client/room.js").Room} room */
  left(room) {
    if (room === this.#room) this.#dialog.close();
  }

  /** Something has changed in a room: what may be done, or who is there. @param {import("../client/room.js").Room} room @param {boolean} [isPolicy] */
  changed(room, isPolicy = false) {
    if (room !== this.#room) return;
    if (isPolicy) this.#load(room);
    else this.#drawPeople(room);
  }

  async #load(room) {
    const loaded = await this.#options.load(room).catch((error) => ({ error }));
    if (room !== this.#room) return;
    this.#drawSettings(room);
    if ("error" in loaded) return fill(this.#people, h("p", { class: "problem", role: "alert" }, refusalWords(loaded.error)));
    [this.#roles, this.#isPartial] = [loaded.roles, loaded.isPartial];
    this.#drawPeople(room);
  }

  #mayGovern(room) {
    return leads(room.policy?.role) || mayFound(room, this.#options.me());
  }

  /** Drawn anew only where they have become others, and not while somebody changes them: what they save is what they have changed. */
  #drawSettings(room) {
    const settings = settingsOf(room.policy);
    const mayGovern = this.#mayGovern(room);
    const drawn = JSON.stringify([settings, mayGovern, room.policy?.role]);
    if (drawn === this.#drawn || (this.#isDirty && mayGovern)) return;
    [this.#drawn, this.#isDirty] = [drawn, false];
    this.#drawInviting(room);
    const hadFocus = this.#settings.contains(document.activeElement);
    if (mayGovern) fill(this.#settings, !room.policy && h("p", { class: "note" }, t("unowned")), settingsForm(settings, room.policy?.role !== "moderator", (set) => this.#save(room, set)));
    else fill(this.#settings, settingsList(settings));
    if (hadFocus) /** @type {HTMLElement | null} */ (this.#settings.querySelector("[type=submit]"))?.focus();
  }

  /** Into an open room there is no need to be let in. */
  #drawInviting(room) {
    const isWanted = room.policy?.mode === "closed" && leads(room.policy.role);
    if (!isWanted) fill(this.#inviting);
    else if (!this.#inviting.hasChildNodes()) fill(this.#inviting, invitationForm(room, this.#options));
  }

  async #save(room, set) {
    const { ask } = this.#options;
    if (set.mode === "closed" && !(await ask(t("closeAsked"), this.#whoLeaves(room), t("closeIt")))) return "";
    const isShorter = set.retain && set.retain < (room.policy?.retain || Infinity);
    if (isShorter && !(await ask(t("shortenAsked"), t("shortenNote", { span: retentionName(set.retain) }), t("shorten")))) return "";
    try {
      await this.#options.govern(room, { set });
      [this.#isDirty, this.#status.textContent] = [false, t("saved")];
      this.#drawSettings(room);
      return "";
    } catch (error) {
      return refusalWords(error);
    }
  }

  #whoLeaves(room) {
    const leaving = peopleOf(room.members.values(), this.#roles, this.#options.now()).filter(({ id, role }) => !role && id !== this.#options.me());
    const names = leaving.slice(0, 5).map(({ name }) => calledSo(name));
    const unlisted = Math.max(0, room.count - room.members.size);
    const more = Math.max(0, leaving.length - 5) + unlisted;
    if (more > 0) names.push(t(unlisted ? "othersAtMost" : "others", { count: more }));
    return leaving.length ? `${t("onlyRoles")} ${t("willLeave", { names: list(names) })}` : t("onlyRoles");
  }

  #drawPeople(room) {
    const now = this.#options.now();
    const people = peopleOf(room.members.values(), this.#roles, now);
    const isLeading = leads(room.policy?.role);
    const isKeptOut = ({ role }) => role === "muted" || role === "banned";
    const section = (title, group) => group.length > 0 && [h("h3", {}, title), h("ul", { "aria-label": title }, ...group.map((each) => this.#item(room, each, isLeading, now)))];
    const shown = isLeading ? people.filter((each) => !isKeptOut(each)) : people.filter(({ role }) => leads(role));
    const sections = [section(t(isLeading ? "peopleTitle" : "leaders"), shown), isLeading && section(t("keptOut"), people.filter(isKeptOut))];
    redrawing.keep(this.#people, () => fill(this.#people,
      ...sections.filter(Boolean).flat(),
      !isLeading && !shown.length && h("p", { class: "note" }, this.#mayGovern(room) ? "" : t("ungoverned")),
      this.#isPartial && h("p", { class: "note" }, t("notAllListed"))));
    this.#adding.hidden = !isLeading;
  }

  #item(room, person, isLeading, now) {
    const isMe = person.id === this.#options.me();
    const name = person.name || t("unknown");
    const about = h("button", { class: "icon", type: "button", "data-about": person.id, "aria-label": t("about", { name }), title: t("more"),
      onclick: ({ currentTarget }) => this.#options.about(currentTarget, room, person) }, icon("more"));
    const notes = [roleWords(person, now), isMe && t("you"), !person.isHere && person.role !== "banned" && t("notHere")].filter(Boolean);
    return h("li", {}, avatar({ name, kind: person.kind }, true), h("bdi", { class: "name" }, name), h("span", { class: "note" }, notes.join(t("comma"))), isLeading && about);
  }

  /** Somebody who is not here can be let in by name. */
  #addingForm() {
    const problem = h("p", { class: "problem", role: "alert" });
    const form = h("form", { class: "adding", hidden: true }, h("label", { for: "new-member" }, t("addMember")), this.#field,
      h("button", { class: "secondary", type: "submit" }, t("add")), problem);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const [room, name] = [this.#room, this.#field.value.trim().replace(/^@/, "")];
      problem.textContent = "";
      if (!room || !name) return;
      try {
        await this.#options.govern(room, { user: `@${name}`, role: "member" });
        this.#field.value = "";
      } catch (error) {
        problem.textContent = error.code === "not_found" ? t("noSuchName") : refusalWords(error);
      }
    });
    form.addEventListener("input", () => (problem.textContent = ""));
    return form;
  }
}
