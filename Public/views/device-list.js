import { t } from "../languages/en-dialogs.js";
import { fill, h } from "./dom.js";
import { refusalWords } from "./governing-words.js";
import { moment } from "./time.js";

/**
 * Where somebody is signed in, and how they sign out there.
 * @param {(type: string, fields?: object) => Promise<any> | undefined} ask
 */
export function deviceList(ask) {
  const list = h("ul", { class: "devices", "aria-labelledby": "devices-title" });
  const status = h("p", { class: "note", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const others = h("button", { class: "secondary", type: "button", id: "end-others", onclick: () => end({ others: true }) }, t("endOthers"));
  const element = h("section", { class: "device", hidden: true, "aria-labelledby": "devices-title" },
    h("h3", { id: "devices-title" }, t("devices")), list, others, status, problem);
  const told = async (type, fields) => {
    const answer = await ask(type, fields);
    if (!answer) throw { code: "lost" };
    return answer;
  };
  const draw = (devices) => {
    fill(list, ...devices.map(({ device, since, used, here }) => h("li", { "data-device": device },
      h("span", {}, t("deviceSince", { time: moment(since) }),
        h("span", { class: "note" }, here ? t("thisDevice") : used ? t("deviceUsed", { time: moment(used) }) : "")),
      !here && h("button", { class: "secondary", type: "button", onclick: () => end({ device }) }, t("signOutThere")))));
    others.hidden = devices.filter(({ here }) => !here).length < 2;
    element.hidden = false;
  };
  /** An older server knows no devices: nothing is shown then. */
  const load = () => told("devices").then(({ devices }) => draw(devices), () => {});
  const end = async (which) => {
    [status.textContent, problem.textContent] = ["", ""];
    try {
      const { ended } = await told("revoke", which);
      status.textContent = t("devicesEnded", { count: ended });
    } catch (error) {
      problem.textContent = refusalWords(error);
    }
    await load();
  };
  load();
  return { element, load };
}
