/** What is done with a message, by the key that does it. */
const actions = { a: "reply", c: "copy", e: "edit", l: "link", m: "person", o: "original", p: "pin", r: "pick", u: "unread", "!": "report", Delete: "delete", Backspace: "delete" };

/**
 * What a key does among the messages: goes from one to the other, does something with the one that has the focus, goes back.
 * @param {KeyboardEvent} event
 * @param {import("./timeline-view.js").TimelineView} timeline
 * @param {import("./composer.js").Composer} composer
 */
export function timelineKey(event, timeline, composer) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const by = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
  const action = actions[event.key];
  const row = document.activeElement;
  const button = action && row?.matches(".row") && row.querySelector(`[data-action="${action}"]`);
  if (by !== undefined) timeline.moveFocus(by);
  else if (event.key === "Escape") composer.focus();
  // Not one that is hidden from others.
  else if (button && getComputedStyle(button).display !== "none") button.click();
  else return;
  event.preventDefault();
}
