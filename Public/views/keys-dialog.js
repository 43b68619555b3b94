import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";

/** What the keyboard does, by what it does. */
const keys = [
  ["anotherRoom", [["Alt", "↑"], ["Alt", "↓"]]],
  ["unreadRoom", [["Alt", "Shift", "↑"], ["Alt", "Shift", "↓"]]],
  ["findRoomOrPerson", [["Ctrl", "K"]]],
  ["searchRoom", [["Ctrl", "Shift", "F"]]],
  ["sendOrLine", [["Enter"], ["Shift", "Enter"]]],
  ["editLast", [["↑"]]],
  ["toMessages", [["Ctrl", "↑"]]],
  ["scrollMessages", [["Page up"], ["Page down"]]],
  ["replyOrReact", [["A"], ["R"]]],
  ["toOriginal", [["O"]]],
  ["copyOrLink", [["C"], ["L"]]],
  ["editOrDelete", [["E"], ["Delete"]]],
  ["unreadFrom", [["U"]]],
  ["aboutItsAuthor", [["M"]]],
  ["pinOrReport", [["P"], ["!"]]],
  ["backToBox", [["Esc"]]],
  ["showKeys", [["?"], ["Ctrl", "/"]]],
];
const isMac = /Mac|iP/.test(navigator.platform);
/** Letters and signs are what they are in all languages. */
const named = (key) => (isMac && { Ctrl: "⌘", Alt: "⌥" }[key]) || t(key);
/** @type {HTMLDialogElement | null} */
let dialog = null;

/** Shows what the keyboard does. */
export function showKeys() {
  dialog ??= make();
  if (!dialog.open) dialog.showModal();
}

function make() {
  const rows = keys.flatMap(([what, combinations]) => [
    h("dt", {}, t(what)),
    h("dd", {}, ...combinations.map((combination) => h("span", {}, ...combination.map((key) => h("kbd", {}, named(key)))))),
  ]);
  const close = h("button", { class: "secondary", type: "button", onclick: () => made.close() }, t("close"));
  const made = h(
    "dialog", { id: "keys", class: "confirm keys", "aria-labelledby": "keys-title" },
    h("h2", { id: "keys-title" }, t("keyboard")), h("dl", {}, ...rows), h("p", { class: "answers" }, close),
  );
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  return made;
}
