import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { daysName, refusalWords } from "./governing-words.js";
import { addressOf } from "./sidebar.js";
import { moment } from "./time.js";

/** For how long a link lets people in: seconds. */
const lifetimes = [86_400, 604_800, 2_592_000];

/** A link that lets whoever opens it into a closed room. Its code stands behind the #, which browsers send to no server. */
export const linkOf = (room, invitation) => new URL(`#${addressOf(room)}?invitation=${encodeURIComponent(invitation)}`, location.href).href;

/**
 * Makes links that let people into a closed room, and makes them void.
 * @param {import("../client/room.js").Room} room
 * @param {object} options
 * @param {(room: any, what: {until: number, renew?: boolean}) => Promise<{invitation: string, until: number}>} options.invite
 * @param {(...question: string[]) => Promise<boolean>} options.ask
 * @param {() => number} options.now
 */
export function invitationForm(room, { invite, ask, now }) {
  const lifetime = h("select", { id: "lifetime" }, ...lifetimes.map((span) => h("option", { value: span, selected: span === lifetimes[1] }, daysName(span))));
  const link = h("input", { id: "invitation", type: "text", dir: "ltr", readonly: true, onfocus: () => link.select() });
  const status = h("p", { class: "note", "aria-live": "polite" });
  const problem = h("p", { class: "problem", role: "alert" });
  const copied = () => (status.textContent = t("copied"));
  const copy = () => {
    link.select();
    // Pages that came by plain HTTP from another host have none.
    (navigator.clipboard?.writeText(link.value) ?? Promise.reject()).then(copied, () => (problem.textContent = t("cantCopy")));
  };
  const result = h("div", { class: "adding", hidden: true }, h("label", { for: "invitation" }, t("invitationLink")), link,
    h("button", { class: "secondary", type: "button", onclick: copy }, t("copy")));
  const make = async (renew) => {
    [status.textContent, problem.textContent] = ["", ""];
    try {
      const { invitation, until } = await invite(room, { until: now() + 1_000 * Number(lifetime.value), renew });
      [link.value, result.hidden] = [linkOf(room, invitation), false];
      status.textContent = [renew && t("othersVoid"), t("validUntil", { time: moment(until, now()) })].filter(Boolean).join(" ");
      link.focus();
    } catch (error) {
      problem.textContent = refusalWords(error);
    }
  };
  const renew = async () => (await ask(t("voidAsked"), t("voidNote"), t("makeVoid"))) && make(true);
  const form = h("form", { class: "inviting" }, h("h3", {}, t("inviteByLink")), h("p", { class: "note" }, t("inviteNote")),
    h("div", { class: "adding" }, h("label", { for: "lifetime" }, t("validFor")), lifetime, h("button", { class: "secondary", type: "submit" }, t("makeLink"))),
    result, status, problem, h("button", { class: "link", type: "button", onclick: renew }, t("makeOthersVoid")));
  form.addEventListener("submit", (event) => (event.preventDefault(), make()));
  return form;
}
