import { byID } from "./dom.js";

const welcome = "Choose a name. It is yours as long as you are here.";

/** Asks for a name until the server gives a session for one. */
export class SignIn {
  #page = byID("welcome");
  #form = byID("sign-in");
  #field = byID("name");
  #problem = byID("sign-in-problem");
  #hint = byID("sign-in-hint");
  #storage;
  #done;

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
  }

  /** @param {string} [hint] why it is asked for again */
  show(hint) {
    this.#form.classList.remove("is-waiting");
    this.#hint.textContent = hint ?? welcome;
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
    if (!name) return this.#showError("Please choose a name.");
    this.#form.classList.add("is-busy");
    try {
      const response = await fetch("/session", {
        method: "POST", credentials: "same-origin",
        headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name }),
      });
      const reply = await response.json().catch(() => ({}));
      if (response.ok) return this.#finish(reply.user);
      this.#showError(problemOf(response.status, reply));
    } catch {
      this.#showError("The server can't be reached. Please try again in a moment.");
    } finally {
      this.#form.classList.remove("is-busy");
    }
  }

  #finish(user) {
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
  if (code === "name_taken" || status === 409) return "Somebody has this name, or one that looks like it.";
  if (code === "rate_limited" || status === 429) return "That was a little fast. Please try again in a moment.";
  if (status >= 500) return message || "The chat can't be entered at the moment. Please try again soon.";
  return message || "This name can't be used.";
}
