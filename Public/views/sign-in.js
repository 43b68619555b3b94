import { newID } from "../client/protocol.js";
import { byID } from "./dom.js";
import { t, told } from "./words.js";

/** Asks for a name until the server gives a session for one. */
export class SignIn {
  #page = byID("welcome");
  #form = byID("sign-in");
  #field = byID("name");
  #problem = byID("sign-in-problem");
  #hint = byID("sign-in-hint");
  #storage;
  #done;
  /** For whom the server was asked last, and by which secret it knows the same request again. */
  #asked = { name: "", secret: "" };

  /**
   * @param {Storage} storage
   * @param {(user: any) => void} done
   */
  constructor(storage, done) {
    this.#storage = storage;
    this.#done = done;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("input", () => this.#showError(""));
    import("./sign-in-options.js").then(({ addOptions }) => addOptions(this.#form, storage, (user) => this.#finish(user)), () => {});
  }

  /** @param {string} [hint] why it is asked for again */
  show(hint) {
    this.#form.classList.remove("is-waiting");
    this.#hint.textContent = hint ?? t("nameHint");
    this.#field.value = this.#storage.getItem("tchatter.name") ?? "";
    this.#page.hidden = false;
    this.#field.focus();
    this.#field.select();
  }

  /** Nobody can enter now. @param {string} text why */
  wait(text) {
    this.#hint.textContent = text;
    this.#form.classList.add("is-waiting");
    this.#page.hidden = false;
  }

  async #submit() {
    const name = this.#field.value.trim();
    if (!name) return this.#showError(t("chooseName"));
    if (name !== this.#asked.name) this.#asked = { name, secret: newID() };
    this.#form.classList.add("is-busy");
    try {
      const response = await fetch("/session", {
        method: "POST", credentials: "same-origin",
        headers: { "Content-Type": "application/json" }, body: JSON.stringify(this.#asked),
      });
      const reply = await response.json().catch(() => ({}));
      if (response.ok) return this.#finish(reply.user);
      this.#showError(problemOf(response.status, reply));
    } catch {
      this.#showError(t("unreachableNow"));
    } finally {
      this.#form.classList.remove("is-busy");
    }
  }

  #finish(user) {
    this.#asked = { name: "", secret: "" };
    this.#storage.setItem("tchatter.name", user.name);
    this.#page.hidden = true;
    this.#done(user);
  }

  #showError(text) {
    this.#problem.textContent = text;
    this.#field.setAttribute("aria-invalid", String(text !== ""));
    if (text) this.#field.focus();
  }
}

function problemOf(status, { code, message }) {
  if (code === "name_taken" || status === 409) return t("nameTaken");
  if (code === "rate_limited" || status === 429) return t("tooManyTries");
  if (status >= 500) return message ? told(message, code) : t("unavailableNow");
  return message ? told(message, code) : t("cantUseName");
}
