import { byID, fill } from "./dom.js";

/** Asks before something that can't be taken back. */
export class Question {
  #dialog = byID("question");
  /** @type {(isYes: boolean) => void} */
  #answer = () => {};

  constructor() {
    byID("question-yes").addEventListener("click", () => this.#close(true));
    byID("question-no").addEventListener("click", () => this.#close(false));
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
    byID("question-title").textContent = title;
    fill(byID("question-text"), text);
    byID("question-yes").textContent = yes;
    this.#dialog.showModal();
    byID("question-yes").focus();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  #close(isYes) {
    this.#answer(isYes);
    this.#dialog.close();
  }
}
