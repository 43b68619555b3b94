import { t } from "../languages/en-dialogs.js";
import { h } from "./dom.js";
import { refusalWords } from "./governing-words.js";

/** Characters of a reason, of which the server takes no more. */
const longestReason = 250;

/** Asks why somebody reports a message, and tells the room's moderators. */
export class ReportDialog {
  #reason = h("input", { id: "report-reason", type: "text", dir: "auto", maxlength: longestReason, autocomplete: "off" });
  #problem = h("p", { class: "problem", role: "alert" });
  #form = h("form", {}, h("h2", { id: "report-title" }, t("reportAsked")), h("p", { class: "note" }, t("reportNote")),
    h("label", { for: "report-reason" }, t("reportReason")), this.#reason, this.#problem,
    h("p", { class: "answers" },
      h("button", { class: "secondary", type: "button", onclick: () => this.#dialog.close() }, t("cancel")),
      h("button", { class: "primary", type: "submit" }, t("sendReport"))));
  #dialog = h("dialog", { id: "report", class: "confirm governing", "aria-labelledby": "report-title" }, this.#form);
  /** @type {(reason: string | undefined) => Promise<any>} */
  #send = async () => {};

  constructor() {
    document.body.append(this.#dialog);
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#form.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
  }

  /** @param {(reason: string | undefined) => Promise<any>} send */
  open(send) {
    [this.#send, this.#reason.value, this.#problem.textContent] = [send, "", ""];
    this.#dialog.showModal();
    this.#reason.focus();
  }

  async #submit() {
    const send = this.#send;
    try {
      await send(this.#reason.value.trim() || undefined);
      if (send === this.#send) this.#dialog.close();
    } catch (error) {
      if (send === this.#send) this.#problem.textContent = refusalWords(error);
    }
  }
}
