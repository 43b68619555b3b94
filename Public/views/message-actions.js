import { asOneReaction } from "../client/emoji.js";
import { t } from "./words.js";

/** What is done with a message: by its buttons, or by a key while it has the focus. */
export class MessageActions {
  #options;

  /**
   * @param {object} options
   * @param {() => import("../client/store.js").Store | null} options.store
   * @param {() => import("../tchatter.js").Chat | null} options.chat
   * @param {import("./composer.js").Composer} options.composer
   * @param {import("./notifications.js").Notifications} options.notifications
   * @param {import("./dialog-loader.js").DialogLoader} options.dialogs
   */
  constructor(options) {
    this.#options = options;
  }

  /**
   * @param {string} action
   * @param {import("../client/timeline.js").Entry} entry
   * @param {{reaction?: string, anchor?: Element | null, text?: string}} [detail] `text` to be copied: all of it, if not told
   */
  act(action, entry, { reaction = "", anchor = null, text } = {}) {
    const { outbox } = this.#options.chat() ?? {};
    const id = entry.message?.id ?? "";
    if (action === "retry") outbox?.retry(id);
    else if (action === "discard") outbox?.discard(id);
    else if (action === "retryEdit") outbox?.retry(entry.shown?.problem?.id);
    else if (action === "discardEdit") outbox?.discard(entry.shown?.problem?.id);
    else if (action === "copy") this.#copy(text ?? entry.shown?.text ?? entry.message?.text ?? "");
    else if (action === "quote") this.#quote(anchor, entry.message);
    else if (this.#canChange(entry)) this.#change(action, entry, reaction, anchor);
  }

  /** At once, where it can be: what is drawn later is laid out once more. */
  #quote(line, message) {
    const { dialogs } = this.#options;
    if (dialogs.loaded) dialogs.loaded.quotes.draw(line, message);
    else dialogs.load().then((loaded) => loaded?.quotes.draw(line, message));
  }

  /** Edits the latest own message. @returns {boolean} whether there was one */
  editLast() {
    const store = this.#options.store();
    // One that is on its way can't be changed yet, and the one before it isn't meant.
    if (store?.current && store.pending(store.current).some(({ state }) => state !== "failed" && state !== "lost")) return true;
    const entry = store?.current?.timeline.findLast((candidate) => this.#isOwn(candidate) && this.#canChange(candidate));
    if (entry) this.#edit(entry);
    return Boolean(entry);
  }

  /** An edit is done: `text` takes the place of the message's. @returns {boolean} whether it was taken */
  save(message, text) {
    const store = this.#options.store();
    if (!store?.current || !this.#options.chat()?.outbox) return false;
    store.change(store.current, message, { type: "edit", text });
    return true;
  }

  #change(action, entry, reaction, anchor) {
    if (action === "react") this.#react(entry, reaction);
    if (action === "pick") this.#options.dialogs.use(({ picker }) => picker.open(anchor, (emoji) => this.#react(entry, emoji)));
    if (action === "reply") this.#options.composer.reply(entry.message);
    if (action === "link") this.#copy(new URL(`#${entry.message.room}/${encodeURIComponent(entry.message.position)}`, location.href).href);
    if (action === "unread") this.#options.dialogs.use(({ markUnread }) => markUnread(entry.message));
    if (action === "edit" && this.#isOwn(entry)) this.#edit(entry);
    if (action === "delete") this.#delete(entry);
    if (action === "person") this.#options.dialogs.use(({ governance }) => governance.openPerson(anchor, entry.message.from));
    if (action === "pin" || action === "report") this.#options.dialogs.use(({ moderation }) => moderation[action](entry));
  }

  /** Only what is stored has a place that a change can refer to. */
  #canChange({ message, state, shown }) {
    return Boolean(message?.position) && (state === "stored" || state === "acknowledged") && !shown?.isDeleted;
  }

  #isOwn({ message }) {
    return message?.from.id === this.#options.chat()?.user?.id;
  }

  #copy(text) {
    // Pages that came by plain HTTP from another host have none.
    if (!navigator.clipboard) return this.#cantCopy();
    navigator.clipboard.writeText(text).then(() => this.#options.notifications.showToast(t("copied"), 1_500), () => this.#cantCopy());
  }

  #cantCopy() {
    this.#options.notifications.showToast(t("cantCopy"));
  }

  /** Given if it was not, else taken back. */
  #react({ message, shown }, reaction) {
    const store = this.#options.store();
    const users = shown?.reactions.find((known) => asOneReaction(known.reaction) === asOneReaction(reaction))?.users ?? [];
    const isMine = users.some(({ id }) => id === store?.user?.id);
    if (store?.current) store.change(store.current, message, { type: "reaction", reaction, on: !isMine });
  }

  #edit({ message, shown }) {
    this.#options.composer.edit(message, shown?.text ?? message.text);
  }

  async #delete({ message }) {
    const store = this.#options.store();
    const room = store?.current;
    const isMeant = await this.#options.dialogs.ask(t("deleteAsked"), t("deleteForAll"), t("delete"));
    if (isMeant && room) store?.change(room, message, { type: "delete" });
  }
}
