import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { modeWords, modes, pauseWords, pauses } from "./governing-words.js";

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
  const [name, meaning] = modeWords(mode);
  return h("dl", { class: "settings" },
    h("dt", {}, t("topic")), h("dd", {}, topic ? h("bdi", {}, topic) : t("none")),
    h("dt", {}, t("whoWrites")), h("dd", {}, t("modeIs", { mode: name, meaning })),
    h("dt", {}, t("slowMode")), h("dd", {}, slow ? t("pauseBetween", { pause: pauseWords(slow) }) : t("off")));
}

/**
 * The settings to be changed.
 * @param {Settings} settings
 * @param {(changes: Partial<Settings>) => Promise<string>} save resolves with what is to be said: "" where all went well
 */
export function settingsForm(settings, save) {
  const topic = h("input", { id: "topic", type: "text", dir: "auto", maxlength: longestTopic, value: settings.topic, autocomplete: "off" });
  const choices = modes.map((mode) => {
    const [name, meaning] = modeWords(mode);
    return h("label", { class: "item" }, h("input", { type: "radio", name: "mode", value: mode, checked: mode === settings.mode }),
      h("span", {}, name, h("span", { class: "note" }, meaning)));
  });
  const offered = [...new Set([...pauses, settings.slow])].sort((a, b) => a - b);
  const slow = h("select", { id: "slow" }, ...offered.map((seconds) =>
    h("option", { value: seconds, selected: seconds === settings.slow }, pauseWords(seconds))));
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h("form", { class: "settings", novalidate: true },
    h("label", { for: "topic" }, t("topic")), topic,
    h("fieldset", {}, h("legend", {}, t("whoWrites")), ...choices),
    h("label", { for: "slow" }, t("slowMode")), slow, h("p", { class: "note" }, t("slowNote")),
    problem, h("p", { class: "answers" }, h("button", { class: "primary", type: "submit" }, t("save"))));
  let isSaving = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSaving) return;
    const mode = new FormData(form).get("mode");
    const changes = changesOf(settings, { mode: String(mode), slow: Number(slow.value), topic: topic.value.trim() });
    problem.textContent = Object.keys(changes).length ? "" : t("unchanged");
    if (problem.textContent) return;
    // A button that is disabled would lose the focus.
    isSaving = true;
    problem.textContent = await save(changes);
    isSaving = false;
  });
  return form;
}
