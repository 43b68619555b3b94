import { h } from "./dom.js";
import { modeWords, pauseWords, pauses } from "./governing-words.js";

/** Characters of a topic, of which the server takes no more. */
const longestTopic = 250;

/** @typedef {{mode: string, slow: number, topic: string}} Settings */

/** As they are where nobody has said anything. @param {import("../client/room-policy.js").RoomPolicy | null} policy @returns {Settings} */
export const settingsOf = (policy) => ({ mode: policy?.mode ?? "open", slow: policy?.slow ?? 0, topic: policy?.topic ?? "" });

/** What differs. @param {Settings} before @param {Settings} after @returns {Partial<Settings>} */
export const changesOf = (before, after) =>
  Object.fromEntries(Object.entries(after).filter(([field, value]) => value !== before[field]));

/** The settings to be read. @param {Settings} settings */
export function settingsList({ mode, slow, topic }) {
  const [name, meaning] = modeWords[mode] ?? modeWords.open;
  return h("dl", { class: "settings" },
    h("dt", {}, "Topic"), h("dd", {}, topic ? h("bdi", {}, topic) : "None"),
    h("dt", {}, "Who writes"), h("dd", {}, `${name}. ${meaning}`),
    h("dt", {}, "Slow mode"), h("dd", {}, slow ? `${pauseWords(slow)} between two messages` : "Off"));
}

/**
 * The settings to be changed.
 * @param {Settings} settings
 * @param {(changes: Partial<Settings>) => Promise<string>} save resolves with what is to be said: "" where all went well
 */
export function settingsForm(settings, save) {
  const topic = h("input", { id: "topic", type: "text", dir: "auto", maxlength: longestTopic, value: settings.topic, autocomplete: "off" });
  const modes = Object.entries(modeWords).map(([mode, [name, meaning]]) =>
    h("label", { class: "item" }, h("input", { type: "radio", name: "mode", value: mode, checked: mode === settings.mode }),
      h("span", {}, name, h("span", { class: "note" }, meaning))));
  const offered = [...new Set([...pauses, settings.slow])].sort((a, b) => a - b);
  const slow = h("select", { id: "slow" }, ...offered.map((seconds) =>
    h("option", { value: seconds, selected: seconds === settings.slow }, pauseWords(seconds))));
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h("form", { class: "settings", novalidate: true },
    h("label", { for: "topic" }, "Topic"), topic,
    h("fieldset", {}, h("legend", {}, "Who writes"), ...modes),
    h("label", { for: "slow" }, "Slow mode"), slow, h("p", { class: "note" }, "How long people wait between two messages. Owners and moderators don't."),
    problem, h("p", { class: "answers" }, h("button", { class: "primary", type: "submit" }, "Save")));
  let isSaving = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSaving) return;
    const mode = new FormData(form).get("mode");
    const changes = changesOf(settings, { mode: String(mode), slow: Number(slow.value), topic: topic.value.trim() });
    problem.textContent = Object.keys(changes).length ? "" : "Nothing has been changed.";
    if (problem.textContent) return;
    // A button that is disabled would lose the focus.
    isSaving = true;
    problem.textContent = await save(changes);
    isSaving = false;
  });
  return form;
}
