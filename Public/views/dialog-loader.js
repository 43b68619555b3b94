import { t } from "./words.js";

/** Fetches the dialogs: as soon as the page has come up, or when one is wanted sooner. */
export class DialogLoader {
  #options;
  /** @type {Promise<import("./dialogs.js").Dialogs | null> | null} */
  #dialogs = null;
  /** Once they are there. @type {import("./dialogs.js").Dialogs | undefined} */
  loaded;

  /** @param {import("./dialogs.js").DialogOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @returns {Promise<import("./dialogs.js").Dialogs | null>} nothing where they can't be had; then the next call tries again */
  load() {
    this.#dialogs ??= import("./dialogs.js").then(({ makeDialogs }) => makeDialogs(this.#options)).then((made) => (this.loaded = made), () => (this.#dialogs = null));
    return this.#dialogs;
  }

  /** Does something with them, or says that they can't be had. @param {(dialogs: import("./dialogs.js").Dialogs) => void} body */
  async use(body) {
    const dialogs = await this.load();
    if (dialogs) body(dialogs);
    else this.#options.tell(t("partMissing"));
  }

  /** @param {string[]} question title, text, what the button says that does it @returns {Promise<boolean>} */
  ask(...question) {
    return new Promise((resolve) => this.use(({ confirm }) => resolve(confirm.ask(...question))));
  }
}
