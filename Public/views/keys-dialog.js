import { h } from "./dom.js";

/** What the keyboard does, by what it does. */
const keys = [
  ["Go to another room", [["Alt", "↑"], ["Alt", "↓"]]],
  ["Go to another unread room", [["Alt", "Shift", "↑"], ["Alt", "Shift", "↓"]]],
  ["Find a room or a person", [["Ctrl", "K"]]],
  ["Search this room", [["Ctrl", "Shift", "F"]]],
  ["Send, start a new line", [["Enter"], ["Shift", "Enter"]]],
  ["Edit your last message", [["↑"]]],
  ["Go to the messages", [["Ctrl", "↑"]]],
  ["Scroll the messages", [["Page up"], ["Page down"]]],
  ["Reply to, react to a message", [["A"], ["R"]]],
  ["Go to what it replies to", [["O"]]],
  ["Copy a message, a link to it", [["C"], ["L"]]],
  ["Edit, delete a message", [["E"], ["Delete"]]],
  ["About its author, where you moderate", [["M"]]],
  ["Back to the message box", [["Esc"]]],
  ["Show these keys", [["?"], ["Ctrl", "/"]]],
];
const isMac = /Mac|iP/.test(navigator.platform);
const named = (key) => (isMac ? { Ctrl: "⌘", Alt: "⌥" }[key] ?? key : key);
/** @type {HTMLDialogElement | null} */
let dialog = null;

/** Shows what the keyboard does. */
export function showKeys() {
  dialog ??= make();
  if (!dialog.open) dialog.showModal();
}

function make() {
  const rows = keys.flatMap(([what, combinations]) => [
    h("dt", {}, what),
    h("dd", {}, ...combinations.map((combination) => h("span", {}, ...combination.map((key) => h("kbd", {}, named(key)))))),
  ]);
  const close = h("button", { class: "secondary", type: "button", onclick: () => made.close() }, "Close");
  const made = h(
    "dialog", { id: "keys", class: "confirm keys", "aria-labelledby": "keys-title" },
    h("h2", { id: "keys-title" }, "Keyboard"), h("dl", {}, ...rows), h("p", { class: "answers" }, close),
  );
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  return made;
}
