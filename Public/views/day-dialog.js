import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { dayName } from "./time.js";

/** Asks for a day of the room that is shown, and goes there. */
export class DayDialog {
  #field = h("input", { id: "day", type: "date", required: true });
  /** As the page writes it, in whatever way the browser does. */
  #words = h("p", { id: "day-words", class: "note", role: "status" });
  #dialog = h("dialog", { id: "day-dialog", class: "confirm", "aria-labelledby": "day-title" },
    h("form", { method: "dialog" },
      h("h2", { id: "day-title" }, t("goToDay")),
      h("label", { for: "day" }, t("day")), this.#field, this.#words,
      h("p", { class: "answers" }, h("button", { class: "secondary", type: "button", onclick: () => this.#dialog.close() }, t("cancel")),
        h("button", { class: "primary", type: "submit" }, t("go")))));
  #go;

  /** @param {(midnight: number) => void} go to the first message since then */
  constructor(go) {
    this.#go = go;
    document.body.append(this.#dialog);
    this.#field.addEventListener("input", () => this.#draw());
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.querySelector("form")?.addEventListener("submit", (event) => {
      const day = midnightOf(this.#field.value);
      // First, as it gives the focus back: what one goes to has it then.
      event.preventDefault();
      this.#dialog.close();
      if (day !== null) this.#go(day);
    });
  }

  open() {
    this.#field.value = this.#field.max = dateOf(new Date());
    this.#draw();
    this.#dialog.showModal();
    this.#field.focus();
  }

  #draw() {
    const day = midnightOf(this.#field.value);
    this.#words.textContent = day === null ? "\u00a0" : dayName(day);
  }
}

const two = (number) => String(number).padStart(2, "0");

/** As a field for dates has it, where the reader is. @param {Date} date */
export const dateOf = (date) => `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** When a day begins where the reader is. @param {string} text @returns {number | null} */
export function midnightOf(text) {
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(year, month - 1, day);
  return dateOf(date) === text ? date.getTime() : null;
}
