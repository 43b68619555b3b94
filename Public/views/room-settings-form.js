import { callersIn } from "../client/callers.js";
import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { callers, modeWords, modes, pauseWords, pauses, retentionName, retentions } from "./governing-words.js";

/** Characters of a topic, of which the server takes no more. */
const longestTopic = 250;

/** @typedef {{mode: string, slow: number, topic: string, retain: number, everybody: string}} Settings */

/** As they are where nobody has said anything. @param {import("../client/room-roles.js").RoomPolicy | null} policy @returns {Settings} */
export const settingsOf = (policy) =>
  ({ mode: policy?.mode ?? "open", slow: policy?.slow ?? 0, topic: policy?.topic ?? "", retain: policy?.retain ?? 0, everybody: callersIn(policy) });

/** What differs. @param {Settings} before @param {Settings} after @returns {Partial<Settings>} */
export const changesOf = (before, after) =>
  Object.fromEntries(Object.entries(after).filter(([field, value]) => value !== before[field]));

/** The settings to be read. @param {Settings} settings */
export function settingsList({ mode, slow, topic, retain, everybody }) {
  const [name, meaning] = modeWords(mode);
  return h("dl", { class: "settings" },
    h("dt", {}, t("topic")), h("dd", {}, topic ? h("bdi", {}, topic) : t("none")),
    h("dt", {}, t("whoWrites")), h("dd", {}, t("modeIs", { mode: name, meaning })),
    h("dt", {}, t("slowMode")), h("dd", {}, slow ? t("pauseBetween", { pause: pauseWords(slow) }) : t("off")),
    h("dt", {}, t("whoCalls")), h("dd", {}, t(callers[everybody])),
    ...retentionItem(retain));
}

/** How long messages are kept, to be read. */
const retentionItem = (retain) => [h("dt", {}, t("keepMessages")), h("dd", {}, retentionName(retain), retain > 0 && h("span", { class: "note" }, " ", t("retentionNote")))];

/**
 * The settings to be changed.
 * @param {Settings} settings
 * @param {boolean} isOwner who says how long messages are kept
 * @param {(changes: Partial<Settings>) => Promise<string>} save resolves with what is to be said: "" where all went well
 */
export function settingsForm(settings, isOwner, save) {
  const topic = h("input", { id: "topic", type: "text", dir: "auto", maxlength: longestTopic, value: settings.topic, autocomplete: "off" });
  const choices = modes.map((mode) => {
    const [name, meaning] = modeWords(mode);
    return h("label", { class: "item" }, h("input", { type: "radio", name: "mode", value: mode, checked: mode === settings.mode }),
      h("span", {}, name, h("span", { class: "note" }, meaning)));
  });
  const slow = choice("slow", ascending(pauses, settings.slow), settings.slow, pauseWords);
  const retain = choice("retain", ascending(retentions, settings.retain), settings.retain, retentionName);
  const everybody = choice("everybody", Object.keys(callers), settings.everybody, (who) => t(callers[who]));
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h("form", { class: "settings", novalidate: true },
    h("label", { for: "topic" }, t("topic")), topic,
    h("fieldset", {}, h("legend", {}, t("whoWrites")), ...choices),
    h("label", { for: "slow" }, t("slowMode")), slow, h("p", { class: "note" }, t("slowNote")),
    h("label", { for: "everybody" }, t("whoCalls")), everybody, h("p", { class: "note" }, t("callsNote")),
    ...(isOwner ? [h("label", { for: "retain" }, t("keepMessages")), retain, h("p", { class: "note" }, t("retentionNote"))] : [h("dl", {}, ...retentionItem(settings.retain))]),
    problem, h("p", { class: "answers" }, h("button", { class: "primary", type: "submit" }, t("save"))));
  let isSaving = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSaving) return;
    const mode = new FormData(form).get("mode");
    const changes = changesOf(settings, { mode: String(mode), slow: Number(slow.value), topic: topic.value.trim(), retain: Number(retain.value), everybody: everybody.value });
    problem.textContent = Object.keys(changes).length ? "" : t("unchanged");
    if (problem.textContent) return;
    // A button that is disabled would lose the focus.
    isSaving = true;
    problem.textContent = await save(changes);
    isSaving = false;
  });
  return form;
}

/** A field with what is offered, and what it is. */
const choice = (id, offered, value, name) => h("select", { id }, ...offered.map((each) => h("option", { value: each, selected: each === value }, name(each))));

/** What is offered with what it is. @param {number[]} usual @param {number} value */
const ascending = (usual, value) => [...new Set([...usual, value])].sort((a, b) => a - b);
