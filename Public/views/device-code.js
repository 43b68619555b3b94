import { intl, t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { refusalWords } from "./governing-words.js";

/** How often the time that is left is drawn: milliseconds. */
const step = 1_000;

/**
 * Shows a guest a code by which they are the same user on another device.
 * @param {() => Promise<{code: string, within: number}> | undefined} ask
 * @param {import("../client/clock.js").Clock} clock
 */
export function deviceCode(ask, clock) {
  const code = h("input", { id: "device-code", type: "text", dir: "ltr", readonly: true, "aria-describedby": "device-left", onfocus: () => code.select() });
  const left = h("p", { id: "device-left", class: "note" });
  const status = h("p", { class: "note", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const copied = () => (status.textContent = t("copied"));
  const copy = () => {
    code.select();
    // Pages that came by plain HTTP from another host have none.
    (navigator.clipboard?.writeText(code.value) ?? Promise.reject()).then(copied, () => (problem.textContent = t("cantCopy")));
  };
  const shown = h("div", { class: "adding", hidden: true }, h("label", { for: "device-code" }, t("codeForDevice")), code,
    h("button", { class: "secondary", type: "button", onclick: copy }, t("copy")), left);
  let timer;
  /** How often it was hidden: what was asked for before is not shown behind it. */
  let turn = 0;
  const hide = (words = "") => {
    turn += 1;
    clock.cancel(timer);
    [code.value, shown.hidden, status.textContent, problem.textContent] = ["", true, words, ""];
  };
  /** By the device's time of day, which goes on while it sleeps. */
  const count = (end) => {
    const span = end - clock.date();
    if (span <= 0) return hide(t("codeOver"));
    left.textContent = t("codeLeft", { time: spanOf(span) });
    timer = clock.after(step, () => count(end));
  };
  const make = async () => {
    hide();
    const begun = turn;
    try {
      const answer = await ask();
      if (begun !== turn) return;
      if (!answer) throw { code: "lost" };
      [code.value, shown.hidden] = [answer.code, false];
      count(clock.date() + answer.within);
      code.focus();
    } catch (error) {
      if (begun === turn) problem.textContent = isUnknown(error) ? t("codesUnknown") : refusalWords(error);
    }
  };
  const element = h("section", { class: "device", "aria-labelledby": "device-title" },
    h("h3", { id: "device-title" }, t("otherDevice")), h("p", { class: "note" }, t("otherDeviceNote")),
    h("button", { class: "secondary", type: "button", id: "make-code", onclick: make }, t("showCode")), shown, status, problem);
  return { element, end: hide };
}

/** Minutes and seconds, as on a clock. @param {number} span milliseconds */
function spanOf(span) {
  const digits = (value, minimumIntegerDigits) => intl("NumberFormat", { minimumIntegerDigits }, String(minimumIntegerDigits)).format(value);
  const seconds = Math.ceil(span / 1_000);
  return `${digits(Math.floor(seconds / 60), 1)}:${digits(seconds % 60, 2)}`;
}

/** Said by an older server. */
const isUnknown = ({ code, message }) => code === "bad_request" && /unknown type/.test(message);
