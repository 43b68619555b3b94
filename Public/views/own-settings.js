import { t } from "../languages/en-dialogs.js";
import { deviceCode } from "./device-code.js";
import { deviceList } from "./device-list.js";
import { fill, h } from "./dom.js";
import { languageChoice } from "./language-choice.js";

/** @type {HTMLDialogElement | null} */
let dialog = null;
/** @type {{element: HTMLElement, end: (words?: string) => void} | null} */
let device = null;
/** @type {{element: HTMLElement, load: () => Promise<void>} | null} */
let devices = null;

/**
 * What somebody has chosen for the whole page, the way to another device, and where one is signed in.
 * @param {Storage} storage
 * @param {{chat: () => import("../tchatter.js").Chat | null, clock: import("../client/clock.js").Clock}} page
 */
export function showOwnSettings(storage, { chat, clock }) {
  dialog ??= make();
  if (dialog.open) return;
  device = deviceCode(() => chat()?.ask("device"), clock);
  devices = deviceList((type, fields) => chat()?.ask(type, undefined, fields));
  const close = h("button", { class: "secondary", type: "button", onclick: () => dialog?.close() }, t("close"));
  fill(dialog, h("h2", { id: "own-settings-title" }, t("ownSettings")), languageChoice(storage), device.element, devices.element, h("p", { class: "answers" }, close));
  dialog.showModal();
}

/** A device has come in by a code: where that is shown, it is shown now. */
export function showNewDevice() {
  if (!dialog?.open) return;
  device?.end(t("codeUsed"));
  devices?.load();
}

function make() {
  const made = h("dialog", { id: "own-settings", class: "confirm", "aria-labelledby": "own-settings-title" });
  made.addEventListener("click", (event) => event.target === made && made.close());
  // A code is not shown to whoever comes next.
  made.addEventListener("close", () => (device?.end(), (devices = null), made.replaceChildren()));
  document.body.append(made);
  return made;
}
