import { pieces } from "../client/text.js";
import { avatar, h, icon } from "./dom.js";
import { timeOfDay, wholeTime } from "./time.js";

/** Messages of one author within this span share a head. Milliseconds. */
const groupSpan = 5 * 60_000;
const states = {
  waiting: "Waiting to be sent",
  sending: "Sending",
  settling: "",
  displaced: "Being restored",
  failed: "Not sent",
};
const gapReasons = {
  trimmed: "Some messages here are no longer kept.",
  expired: "Some messages here are no longer kept.",
};

/**
 * What a row needs to know besides its entry.
 * @typedef {object} Surroundings
 * @property {string} me name
 * @property {string} myID
 * @property {string[]} names that can be mentioned
 * @property {(action: "retry" | "discard" | "copy", entry: import("../client/timeline.js").Entry) => void} act
 */

/** Whether `entry` goes on under the head of `previous`. */
export function isContinuation(previous, entry) {
  return (
    previous?.kind === "message" && entry.kind === "message" &&
    previous.message.from.id === entry.message.from.id && Math.abs(entry.message.time - previous.message.time) < groupSpan
  );
}

/**
 * The row of one entry.
 * @param {import("../client/timeline.js").Entry} entry
 * @param {boolean} continues without a head of its own
 * @param {Surroundings} around
 */
export function row(entry, continues, around) {
  if (entry.kind === "gap") return gapRow(entry);
  const { message, state = "stored" } = entry;
  const text = h("div", { class: "text", dir: "auto" }, ...nodes(message.text, around));
  const isMention = text.querySelector(".mention.me") !== null && message.from.id !== around.myID;
  const body = h("div", { class: "body" }, continues ? null : head(message), text, stateLine(entry, around));
  const time = h("time", { class: "side", datetime: isoTime(message.time), title: wholeTime(message.time) }, timeOfDay(message.time));
  const classes = ["row", continues && "continues", state !== "stored" && `is-${state}`, isMention && "mentions-me"];
  return h(
    "article",
    { class: classes.filter(Boolean).join(" "), "data-key": entry.key, tabindex: -1, "aria-label": label(message, state) },
    continues ? time : avatar(message.from), body, actions(entry, around),
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

function label(message, state) {
  const note = states[state] ? `, ${states[state]}` : "";
  return `${message.from.name}, ${timeOfDay(message.time)}${note}`;
}

const isoTime = (time) => (Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : "");

/** The text's pieces as nodes. */
function nodes(text, { names, me }) {
  return pieces(text, names, me).map((piece) => {
    if (piece.kind === "link") {
      return h("a", { href: piece.href, target: "_blank", rel: "noopener noreferrer nofollow" }, piece.text);
    }
    if (piece.kind === "code") return h("code", {}, piece.text);
    if (piece.kind === "block") return h("pre", { tabindex: 0 }, h("code", {}, piece.text));
    if (piece.kind === "mention") return h("span", { class: piece.isMe ? "mention me" : "mention" }, piece.text);
    return piece.text;
  });
}

function stateLine(entry, { act }) {
  const note = states[entry.state ?? ""];
  if (!note) return null;
  if (entry.state !== "failed") return h("p", { class: "state" }, note);
  return h(
    "p", { class: "state" }, `${note}. ${entry.problem ?? ""} `,
    h("button", { class: "link", type: "button", onclick: () => act("retry", entry) }, "Try again"), " ",
    h("button", { class: "link", type: "button", onclick: () => act("discard", entry) }, "Discard"),
  );
}

function actions(entry, { act }) {
  return h(
    "div", { class: "actions" },
    h("button", { class: "icon", type: "button", tabindex: -1, "aria-label": "Copy the message", title: "Copy", onclick: () => act("copy", entry) }, icon("copy")),
  );
}

function gapRow(entry) {
  const text = gapReasons[entry.reason] ?? "Messages may be missing here.";
  return h("p", { class: "rule gap", "data-key": entry.key, role: "note" }, h("span", {}, text));
}

/** A line across with a caption: a day, or where the new messages begin. */
export const rule = (key, caption, kind) =>
  h("p", { class: `rule ${kind}`, "data-key": key, role: "separator", "aria-label": caption }, h("span", {}, caption));
