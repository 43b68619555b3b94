import { t, told } from "../languages/en-dialogs.js";
import { newID } from "../client/protocol.js";
import { h } from "./dom.js";
import { languageChoice } from "./language-choice.js";

/**
 * Adds to the form that asks for a name what comes behind the page: the choice of a language, and the way to sign in by a code from
 * another device.
 * @param {HTMLFormElement} form
 * @param {Storage} storage
 * @param {(user: any) => void} done
 */
export function addOptions(form, storage, done) {
  const other = codeForm(() => swap(other, form), done);
  const link = h("button", { class: "link", type: "button", id: "have-code", onclick: () => swap(form, other) }, t("haveCode"));
  form.append(link, languageChoice(storage));
  form.after(other);
}

/** @param {HTMLElement} from @param {HTMLElement} to */
function swap(from, to) {
  [from.hidden, to.hidden] = [true, false];
  to.querySelector("input")?.focus();
}

/** What else is said of the field. */
const described = ["code-hint", "code-problem"].join(" ");

/** @param {() => void} back @param {(user: any) => void} done */
function codeForm(back, done) {
  /** By which the server knows the same request again, as an answer may be lost. */
  let asked = { code: "", secret: "" };
  const problem = h("p", { id: "code-problem", class: "problem", role: "alert" });
  const showProblem = (text) => {
    problem.textContent = text;
    field.setAttribute("aria-invalid", String(text !== ""));
    if (text) field.focus();
  };
  const field = h("input", { id: "code", name: "code", dir: "ltr", autocomplete: "off", autocapitalize: "characters", spellcheck: "false",
    maxlength: 20, required: true, "aria-describedby": described, oninput: () => showProblem("") });
  const form = h("form", { id: "sign-in-by-code", class: "card", hidden: true, autocomplete: "off" },
    h("h1", {}, t("haveCode")), h("p", { id: "code-hint", class: "note" }, t("codeHint")), h("label", { for: "code" }, t("codeFromDevice")), field,
    problem, h("button", { class: "primary", type: "submit" }, t("join")),
    h("button", { class: "link", type: "button", onclick: back }, t("withName")));
  const submit = async () => {
    const code = field.value.trim();
    if (!code) return showProblem(t("typeCode"));
    if (code !== asked.code) asked = { code, secret: newID() };
    showProblem("");
    form.classList.add("is-busy");
    try {
      const response = await fetch("/session", {
        method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked),
      });
      const reply = await response.json().catch(() => ({}));
      if (!response.ok) return showProblem(problemOf(reply));
      [asked, field.value] = [{ code: "", secret: "" }, ""];
      back();
      done(reply.user);
    } catch {
      showProblem(t("unreachableNow"));
    } finally {
      form.classList.remove("is-busy");
    }
  };
  form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
  return form;
}

function problemOf({ code, message }) {
  // An older server wants a name of everybody.
  if (code === "bad_request" || !message) return t(message ? "codesUnknown" : "unavailableNow");
  return told(message, code);
}
