import { isEmojiOnly } from "../client/emoji.js";
import { append, avatar, h, icon } from "./dom.js";
import { formatted } from "./formatted-text.js";
import { timeOfDay, wholeTime } from "./time.js";
import { isolated, list, number, t, told } from "./words.js";

/** Messages of one author within this time share a header. Milliseconds. */
const groupWindow = 5 * 60_000;
/** Those of a message that are told. */
const states = ["waiting", "sending", "rewound", "lost", "failed"];
/** Makes the buttons of a message, as soon as it is there. @type {typeof import("./message-menu.js").menu | undefined} */
let menu;
const fetchMenu = () => import("./message-menu.js").then((fetched) => (menu = fetched.menu));

/**
 * What a row needs to know besides its entry.
 * @typedef {object} RowContext
 * @property {string} me name
 * @property {string} myID
 * @property {string[]} names that can be mentioned
 * @property {(message: import("../client/protocol.js").Message) => string | undefined} roleOf whoever wrote it, if they lead the room
 * @property {string} pinned the key of the message that is pinned
 * @property {(action: string, entry: import("../client/timeline.js").Entry, detail?: object) => void} act
 */

/** Whether `entry` goes on under the head of `previous`. A webhook posts under several names. */
export function isContinuation(previous, entry) {
  return (
    previous?.kind === "message" && entry.kind === "message" &&
    previous.message.from.id === entry.message.from.id && previous.message.from.name === entry.message.from.name &&
    Math.abs(entry.message.time - previous.message.time) < groupWindow
  );
}

/**
 * The row of one entry.
 * @param {import("../client/timeline.js").Entry} entry
 * @param {boolean} continues without a head of its own
 * @param {RowContext} context
 * @param {Element} [old] what it takes the place of
 */
export function row(entry, continues, context, old) {
  if (entry.kind === "gap") return gapRow(entry);
  if (entry.kind === "change") return policyRow(entry);
  const { message, shown, state = "stored" } = entry;
  const text = textOf(entry, context);
  const { reply, data } = shown?.isDeleted ? {} : message;
  const isMention = (text.querySelector(".mention.me") !== null || reply?.from === context.myID) && message.from.id !== context.myID;
  const body = h("div", { class: "body" }, continues ? null : head(message, context), reply && quote(message, context), text, data && details(data),
    reactions(entry, context), stateLine(entry, context));
  const time = h("time", { class: "side", datetime: isoTime(message.time), title: wholeTime(message.time) }, timeOfDay(message.time));
  const classes = ["row", continues && "continues", state !== "stored" && `is-${state}`, isMention && "mentions-me", shown?.isDeleted && "is-deleted"];
  const buttons = shown?.isDeleted ? null : h("div", { class: "actions" });
  const come = () => buttons && drawActions(buttons, entry, context);
  // Fetched with the first row: later it may not be there any more.
  if (!menu) fetchMenu().catch(() => {});
  if (old?.querySelector(".actions > *")) come();
  return h(
    "article",
    { class: classes.filter(Boolean).join(" "), "data-key": entry.key, tabindex: -1, "aria-label": label(entry, state, context), "aria-describedby": textID(entry),
      onpointerenter: come, onfocusin: come },
    continues ? time : avatar(message.from), body, buttons,
  );
}

/** What a row says is read out with it, when it gets the focus. */
const textID = ({ key }) => `text-${key.replace(/\s/gu, "_")}`;

function head(message, { roleOf }) {
  const role = roleOf(message);
  return h(
    "header", { class: "row-head" },
    h("bdi", { class: "author" }, message.from.name),
    message.from.kind === "bot" && h("span", { class: "badge" }, t("bot")),
    role && h("span", { class: "badge" }, t(role)),
    h("time", { datetime: isoTime(message.time), title: wholeTime(message.time) }, timeOfDay(message.time)),
  );
}

function label({ message, shown }, state, { roleOf }) {
  const said = shown?.reactions.map(({ reaction, users }) => `${reaction} ${number(users.length)}`) ?? [];
  const notes = [states.includes(state) && t(state), shown?.isEdited && t("edited"), ...said].filter(Boolean);
  const role = roleOf(message);
  return [isolated(message.from.name), ...(role ? [t(role)] : []), timeOfDay(message.time), ...notes].join(t("comma"));
}

function textOf(entry, { names, me, act }) {
  const { message, shown } = entry;
  if (shown?.isDeleted) return h("div", { id: textID(entry), class: "text" }, t("deleted"));
  const text = shown?.text ?? message.text;
  const mark = shown?.isEdited && [" ", h("bdi", { class: "edited" }, t("editedMark"))];
  return h("div", { id: textID(entry), class: isEmojiOnly(text) ? "text large" : "text", dir: "auto" },
    ...formatted(text, { names, me, everybody: message.everybody, copy: (code) => act("copy", entry, { text: code }) }), ...(mark || []));
}

/** The line with what a message answers. What stands in it comes later, or changes. @param {any} message @param {Pick<RowContext, "act">} context */
export function quote(message, { act }) {
  const line = h("button", { class: "quote", type: "button", tabindex: -1, "data-action": "original" }, "…");
  act("quote", { key: "", kind: "message", message }, { anchor: line });
  return line;
}

/** What a program sent along. */
const details = (data) => h("details", {}, h("summary", {}, t("details")), h("pre", { tabindex: 0, dir: "ltr" }, JSON.stringify(data, null, 2)));

function reactions(entry, { myID, act }) {
  const given = entry.shown?.reactions ?? [];
  if (!given.length) return null;
  const buttons = given.map(({ reaction, users }) => {
    const isMine = users.some(({ id }) => id === myID);
    const names = list(users.slice(0, 20).map(({ id, name }) => (id === myID ? t("you") : name)));
    const count = number(users.length);
    return h(
      "button",
      { class: isMine ? "reaction mine" : "reaction", type: "button", tabindex: -1, "aria-pressed": String(isMine), title: names,
        "aria-label": `${reaction} ${count}: ${names}`, onclick: () => act("react", entry, { reaction }) },
      h("span", { class: "emoji" }, reaction), count,
    );
  });
  const more = h("button", { class: "reaction more", type: "button", tabindex: -1, "aria-label": t("react"), title: t("react"),
    onclick: (event) => act("pick", entry, { anchor: event.currentTarget }) }, icon("smile"));
  return h("div", { class: "reactions", role: "group", "aria-label": t("reactions") }, ...buttons, more);
}

const isoTime = (time) => (Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : "");

function stateLine(entry, { act }) {
  const { problem } = entry.shown ?? {};
  const button = (action, caption) => h("button", { class: "link", type: "button", onclick: () => act(action, entry) }, caption);
  const line = (kind, key, reason, ...choices) =>
    h("p", { class: kind }, t(key, { problem: told(reason ?? "") }), " ", button(choices[0], t("tryAgain")), " ", button(choices[1], t("discard")));
  if (problem) return line("state bad", "notSaved", problem.reason, "retryEdit", "discardEdit");
  if (entry.state === "failed") return line("state", "notSent", entry.problem, "retry", "discard");
  return states.includes(entry.state) ? h("p", { class: "state" }, t(entry.state)) : null;
}

/** What one can do with a message: buttons, which most messages never need. They are there as soon as somebody comes to it. */
function drawActions(group, entry, context) {
  const draw = () => group.firstChild || append(group, ...menu(entry, context));
  if (menu) draw();
  else fetchMenu().then(draw, () => {});
}

function gapRow(entry) {
  const text = t(["trimmed", "expired"].includes(entry.reason) ? "trimmed" : "gap");
  return h("p", { class: "rule gap", "data-key": entry.key, role: "note" }, h("span", {}, text));
}

/** What may be done here has changed: a line across, whose words are fetched with the first one. */
function policyRow({ key, change }) {
  const words = h("span", {}, t("policyChanged"));
  import("./policy-words.js").then(({ policyWords }) => (words.textContent = policyWords(change)), () => {});
  return h("p", { class: "rule policy", "data-key": key, role: "note" }, words);
}

/** A line across with a caption: a day, or where the new messages begin. */
export const rule = (key, caption, kind) =>
  h("p", { class: `rule ${kind}`, "data-key": key, role: "separator", "aria-label": caption }, h("span", {}, caption));

/** Whether an entry has a row of its own. */
export const isVisible = (entry) => entry.kind !== "change" || entry.change.type === "policy";

/** The entry at `index` or before it that has one. */
export function lastVisible(entries, index) {
  let at = index;
  while (at >= 0 && !isVisible(entries[at])) at -= 1;
  return entries[at];
}
