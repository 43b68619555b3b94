import { byID, fill } from "./dom.js";

/** Asks for confirmation before something that can't be taken back. */
export class ConfirmDialog {
  #dialog = byID("confirm");
  /** @type {(isYes: boolean) => void} */
  #answer = () => {};

  constructor() {
    byID("confirm-yes").addEventListener("click", () => this.#close(true));
    byID("confirm-no").addEventListener("click", () => this.#close(false));
    this.#dialog.addEventListener("close", () => this.#answer(false));
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#close(false));
  }

  /**
   * @param {string} title
   * @param {string} text
   * @param {string} yes what the button says that does it
   * @returns {Promise<boolean>}
   */
  ask(title, text, yes) {
    byID("confirm-title").textContent = title;
    fill(byID("confirm-text"), text);
    byID("confirm-yes").textContent = yes;
    this.#dialog.showModal();
    byID("confirm-yes").focus();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  #close(isYes) {
    this.#answer(isYes);
    this.#dialog.close();
  }
}
