import { readJSON, writeJSON } from "../client/storage.js";
import { t } from "../languages/en-dialogs.js";
import { byID, h } from "./dom.js";
import { refusalWords } from "./governing-words.js";
import { moment } from "./time.js";

/** Where it is kept which new devices somebody knows of; so many. */
const [place, most] = ["tchatter.devices", 20];

/**
 * Tells somebody, until they answer, that a device has come in by their code; each is told once, however often the server does.
 * @param {{device: string, time: number}} told
 * @param {Storage} storage
 * @param {(type: string, fields?: object) => Promise<any> | undefined} ask
 */
export async function tellNewDevice({ device, time }, storage, ask) {
  const id = `device-${device}`;
  const isKnown = () => document.getElementById(id) || readJSON(storage, place, []).includes(device);
  if (isKnown()) return;
  // It may have been signed out meanwhile.
  const answer = await Promise.resolve(ask("devices")).catch(() => undefined);
  if (isKnown() || answer?.devices.every((each) => each.device !== device)) return;
  const words = h("p", { role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const done = () => {
    writeJSON(storage, place, [...readJSON(storage, place, []), device].slice(-most));
    notice.remove();
  };
  const end = async () => {
    try {
      if (await ask("revoke", { device })) return done();
      problem.textContent = refusalWords({ code: "lost" });
    } catch (error) {
      problem.textContent = refusalWords(error);
    }
  };
  const notice = h("section", { id, class: "new-device", "aria-label": t("devices") },
    words, problem,
    h("p", { class: "answers" },
      h("button", { class: "secondary", type: "button", onclick: end }, t("signOutThere")),
      h("button", { class: "primary", type: "button", onclick: done }, t("wasMe"))));
  byID("chat").append(notice);
  // What is there before its words is spoken.
  words.textContent = t("deviceAdded", { time: moment(time) });
}

/** Somebody else may be signed in now. */
export function forgetNewDevices() {
  for (const notice of document.querySelectorAll(".new-device")) notice.remove();
}
