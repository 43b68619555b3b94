import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { icon } from "./more-icons.js";

/** The buttons of a message, which are shown while it is pointed at or has the focus. Fetched with the first row. */

/** Offered at every message, before all the others. */
const quickReactions = ["👍", "❤️", "😂"];

/** @param {import("../client/timeline.js").Entry} entry @param {import("./message.js").RowContext} context */
export function menu(entry, { act, myID, pinned }) {
  const { message, state } = entry;
  const isStored = message.position !== "" && (state === "stored" || state === "acknowledged");
  const isOwn = message.from.id === myID;
  const keyed = (action, key, what, drawing, kind) => button(action, t("withKey", { what: t(what), key }), icon(drawing), {}, kind);
  const button = (action, label, content, detail = {}, kind = "icon") =>
    h("button", { class: kind, type: "button", tabindex: -1, "data-action": action, "aria-label": label, title: label,
      onclick: (event) => act(action, entry, { anchor: event.currentTarget, ...detail }) }, content);
  return [
    ...(isStored ? quickReactions.map((reaction) => button("react", t("reactWith", { reaction }), reaction, { reaction })) : []),
    isStored && keyed("pick", "R", "react", "smile"),
    isStored && keyed("reply", "A", "reply", "reply"),
    keyed("copy", "C", "copy", "copy"),
    isStored && keyed("link", "L", "copyLink", "link"),
    isStored && isOwn && keyed("edit", "E", "edit", "edit"),
    isStored && keyed("delete", t("Del"), "delete", "trash", isOwn ? "icon" : "icon leading"),
    isStored && !isOwn && keyed("unread", "U", "markUnread", "bell"),
    isStored && keyed("pin", "P", entry.key === pinned ? "unpin" : "pin", "pin", "icon leading"),
    isStored && !isOwn && keyed("report", "!", "report", "flag", "icon reporting"),
    isStored && !isOwn && keyed("person", "M", "aboutAuthor", "people", "icon leading"),
  ].filter(Boolean);
}
