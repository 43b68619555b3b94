import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";

/** Asks for confirmation before something that can't be taken back. */
export class ConfirmDialog {
  #title = h("h2", { id: "confirm-title" });
  #text = h("p", { id: "confirm-text" });
  #yes = h("button", { id: "confirm-yes", class: "primary danger", type: "button", onclick: () => this.#close(true) });
  #no = h("button", { id: "confirm-no", class: "secondary", type: "button", onclick: () => this.#close(false) }, t("cancel"));
  #dialog = h("dialog", { id: "confirm", class: "confirm", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
    this.#title, this.#text, h("p", { class: "answers" }, this.#no, this.#yes));
  /** @type {(isYes: boolean) => void} */
  #answer = () => {};

  constructor() {
    document.body.append(this.#dialog);
    // It is told a moment later: the next question may be open by then.
    this.#dialog.addEventListener("close", () => this.#dialog.open || this.#answer(false));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#close(false));
  }

  /**
   * @param {string} title
   * @param {string} text
   * @param {string} yes what the button says that does it
   * @returns {Promise<boolean>}
   */
  ask(title, text, yes) {
    this.#title.textContent = title;
    this.#text.textContent = text;
    this.#yes.textContent = yes;
    this.#dialog.showModal();
    this.#yes.focus();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  #close(isYes) {
    this.#answer(isYes);
    this.#dialog.close();
  }
}
