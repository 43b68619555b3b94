import { isEmojiOnly } from "../client/emoji.js";
import { isolated } from "../client/text.js";
import { avatar, h, icon } from "./dom.js";
import { formatted } from "./formatted-text.js";
import { timeOfDay, wholeTime } from "./time.js";

/** Messages of one author within this time share a header. Milliseconds. */
const groupWindow = 5 * 60_000;
const states = {
  waiting: "Waiting to send",
  sending: "Sending…",
  acknowledged: "",
  rewound: "Being restored…",
  failed: "Not sent",
};
/** Offered at every message, before all the others. */
const quickReactions = ["👍", "❤️", "😂"];
const gapReasons = {
  trimmed: "Some messages here are no longer available.",
  expired: "Some messages here are no longer available.",
};

/**
 * What a row needs to know besides its entry.
 * @typedef {object} RowContext
 * @property {string} me name
 * @property {string} myID
 * @property {string[]} names that can be mentioned
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
 */
export function row(entry, continues, context) {
  if (entry.kind === "gap") return gapRow(entry);
  if (entry.kind === "change") return policyRow(entry);
  const { message, shown, state = "stored" } = entry;
  const text = textOf(entry, context);
  const { reply, data } = shown?.isDeleted ? {} : message;
  const isMention = (text.querySelector(".mention.me") !== null || reply?.from === context.myID) && message.from.id !== context.myID;
  const body = h("div", { class: "body" }, continues ? null : head(message), reply && quote(message, context), text, data && details(data),
    reactions(entry, context), stateLine(entry, context));
  const time = h("time", { class: "side", datetime: isoTime(message.time), title: wholeTime(message.time) }, timeOfDay(message.time));
  const classes = ["row", continues && "continues", state !== "stored" && `is-${state}`, isMention && "mentions-me", shown?.isDeleted && "is-deleted"];
  return h(
    "article",
    { class: classes.filter(Boolean).join(" "), "data-key": entry.key, tabindex: -1, "aria-label": label(entry, state) },
    continues ? time : avatar(message.from), body, shown?.isDeleted ? null : actions(entry, context),
  );
}

function head(message) {
  return h(
    "header", { class: "row-head" },
    h("bdi", { class: "author" }, message.from.name),
    message.from.kind === "bot" && h("span", { class: "badge" }, "bot"),
    h("time", { datetime: isoTime(message.time), title: wholeTime(message.time) }, timeOfDay(message.time)),
  );
}

function label({ message, shown }, state) {
  const said = shown?.reactions.map(({ reaction, users }) => `${reaction} ${users.length}`) ?? [];
  const notes = [states[state], shown?.isEdited && "edited", ...said].filter(Boolean);
  return [isolated(message.from.name), timeOfDay(message.time), ...notes].join(", ");
}

function textOf(entry, { names, me, act }) {
  const { message, shown } = entry;
  if (shown?.isDeleted) return h("div", { class: "text" }, "This message was deleted.");
  const text = shown?.text ?? message.text;
  const mark = shown?.isEdited && h("span", { class: "edited" }, " (edited)");
  return h("div", { class: isEmojiOnly(text) ? "text large" : "text", dir: "auto" },
    ...formatted(text, { names, me, copy: (code) => act("copy", entry, { text: code }) }), mark);
}

/** The line with what a message answers. What stands in it comes later, or changes. @param {any} message @param {Pick<RowContext, "act">} context */
export function quote(message, { act }) {
  const line = h("button", { class: "quote", type: "button", tabindex: -1, "data-action": "original" }, "…");
  act("quote", { key: "", kind: "message", message }, { anchor: line });
  return line;
}

/** What a program sent along. */
const details = (data) => h("details", {}, h("summary", {}, "Details"), h("pre", { tabindex: 0, dir: "ltr" }, JSON.stringify(data, null, 2)));

function reactions(entry, { myID, act }) {
  const list = entry.shown?.reactions ?? [];
  if (!list.length) return null;
  const buttons = list.map(({ reaction, users }) => {
    const isMine = users.some(({ id }) => id === myID);
    const names = users.slice(0, 20).map(({ id, name }) => (id === myID ? "you" : isolated(name))).join(", ");
    return h(
      "button",
      { class: isMine ? "reaction mine" : "reaction", type: "button", tabindex: -1, "aria-pressed": String(isMine), title: names,
        "aria-label": `${reaction} ${users.length}: ${names}`, onclick: () => act("react", entry, { reaction }) },
      h("span", { class: "emoji" }, reaction), String(users.length),
    );
  });
  const more = h("button", { class: "reaction more", type: "button", tabindex: -1, "aria-label": "React", title: "React",
    onclick: (event) => act("pick", entry, { anchor: event.currentTarget }) }, icon("smile"));
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, ...buttons, more);
}

const isoTime = (time) => (Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : "");

function stateLine(entry, { act }) {
  if (entry.shown?.problem) {
    return h(
      "p", { class: "state bad" }, `Not saved. ${entry.shown.problem.reason} `,
      h("button", { class: "link", type: "button", onclick: () => act("retryEdit", entry) }, "Try again"), " ",
      h("button", { class: "link", type: "button", onclick: () => act("discardEdit", entry) }, "Discard"),
    );
  }
  const note = states[entry.state ?? ""];
  if (!note) return null;
  if (entry.state !== "failed") return h("p", { class: "state" }, note);
  return h(
    "p", { class: "state" }, `${note}. ${entry.problem ?? ""} `,
    h("button", { class: "link", type: "button", onclick: () => act("retry", entry) }, "Try again"), " ",
    h("button", { class: "link", type: "button", onclick: () => act("discard", entry) }, "Discard"),
  );
}

function actions(entry, { act, myID }) {
  const { message, state } = entry;
  const isStored = message.position !== "" && (state === "stored" || state === "acknowledged");
  const isOwn = message.from.id === myID;
  const button = (action, label, content, detail = {}, kind = "icon") =>
    h("button", { class: kind, type: "button", tabindex: -1, "data-action": action, "aria-label": label, title: label,
      onclick: (event) => act(action, entry, { anchor: event.currentTarget, ...detail }) }, content);
  return h(
    "div", { class: "actions" },
    ...(isStored ? quickReactions.map((reaction) => button("react", `React with ${reaction}`, reaction, { reaction })) : []),
    isStored && button("pick", "React (R)", icon("smile")),
    isStored && button("reply", "Reply (A)", icon("reply")),
    button("copy", "Copy (C)", icon("copy")),
    isStored && button("link", "Copy link (L)", icon("link")),
    isStored && isOwn && button("edit", "Edit (E)", icon("edit")),
    isStored && button("delete", "Delete (Del)", icon("trash"), {}, isOwn ? "icon" : "icon leading"),
    isStored && !isOwn && button("person", "About the author (M)", icon("people"), {}, "icon leading"),
  );
}

function gapRow(entry) {
  const text = gapReasons[entry.reason] ?? "Some messages may be missing here.";
  return h("p", { class: "rule gap", "data-key": entry.key, role: "note" }, h("span", {}, text));
}

/** What may be done here has changed: a line across, whose words are fetched with the first one. */
function policyRow({ key, change }) {
  const words = h("span", {}, "What may be done in this room has changed.");
  import("./policy-words.js").then(({ policyWords }) => (words.textContent = policyWords(change)), () => {});
  return h("p", { class: "rule policy", "data-key": key, role: "note" }, words);
}

/** A line across with a caption: a day, or where the new messages begin. */
export const rule = (key, caption, kind) =>
  h("p", { class: `rule ${kind}`, "data-key": key, role: "separator", "aria-label": caption }, h("span", {}, caption));
