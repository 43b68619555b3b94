/** While the last answer is not older it is not asked again, unless somebody wants to see it. Milliseconds. */
const freshness = 60_000;
/** Within so long all ask whose connections came up together. Milliseconds. */
const spread = 15_000;
/** So long after it was heard the server may not have noted one yet. Milliseconds. */
const noting = 10_000;

/** So many are kept, as the server does. */
const most = 50;

/**
 * Where somebody was mentioned, as the server tells it: neither who did nor what they said, as that may have changed since.
 * @typedef {{room: string, position: string, seq: number, time: number}} Mention
 */

/** Where one was mentioned lately, in rooms that are open here and in others, and what is said there now. */
export class Mentions {
  #options;
  /** @type {Mention[]} */
  #items = [];
  /** Whose connection was asked last, and whose answered. @type {import("../tchatter.js").Chat | null} */
  #asked = null;
  /** @type {import("../tchatter.js").Chat | null} */
  #told = null;
  #toldAt = -Infinity;
  /** How often was asked, and which of these answers is the latest that came. */
  #asks = 0;
  #answered = 0;
  /** What was heard of lately, and when. @type {{mention: Mention, at: number}[]} */
  #heard = [];
  #timer = null;
  /** What was read back, by position; `null` for what is gone. @type {Map<string, import("./protocol.js").Message | null>} */
  #messages = new Map();

  /**
   * @param {object} options
   * @param {() => import("../tchatter.js").Chat | null} options.chat
   * @param {() => import("./store.js").Store | null} options.store
   * @param {import("./clock.js").Clock} options.clock
   * @param {(mention: Mention) => boolean} options.isRead
   * @param {() => void} options.changed
   */
  constructor(options) {
    this.#options = options;
  }

  /** None of somebody else's, who was signed in before. */
  get #known() {
    return this.#told === this.#options.chat() ? this.#items : [];
  }

  /** All but what is known to be gone. */
  get all() {
    return this.#known.filter((mention) => this.said(mention) !== null);
  }

  get unread() {
    return this.#known.filter((mention) => !this.#options.isRead(mention) && this.said(mention) !== null);
  }

  /** Asks in a while, where the last answer is old by then; at once for whoever has just signed in. */
  refresh() {
    const { chat, clock } = this.#options;
    if (this.#asked !== chat()) return void this.load();
    this.#timer ??= clock.after(spread * clock.random(), () => {
      this.#timer = null;
      if (clock.now() - this.#toldAt >= freshness) this.load();
    });
  }

  /** One has come where it can be seen. @param {import("./protocol.js").Message} message */
  heard({ room, position, seq, time }) {
    const { chat, clock, changed } = this.#options;
    if (this.#asked !== chat() || this.#heard.some(({ mention }) => mention.position === position)) return;
    const mention = { room, position, seq, time };
    this.#heard = [{ mention, at: clock.now() }, ...this.#heard].slice(0, most);
    if (this.#told !== chat() || this.#items.some((item) => item.position === position)) return;
    this.#items = [mention, ...this.#items].slice(0, most);
    changed();
  }

  /** Asks now. */
  async load() {
    const { chat: current, clock, changed } = this.#options;
    const [chat, askedAt] = [current(), clock.now()];
    if (chat !== this.#asked) this.#heard = [];
    this.#asked = chat;
    const ask = (this.#asks += 1);
    const reply = await chat?.mentions().catch(() => null);
    // One may come behind the answer to what was asked later.
    if (!Array.isArray(reply?.items) || chat !== current() || ask < this.#answered) return;
    this.#answered = ask;
    const items = reply.items.filter(({ room, position }) => typeof room === "string" && typeof position === "string");
    const noted = new Set(items.map(({ position }) => position));
    this.#heard = this.#heard.filter(({ mention, at }) => at >= askedAt - noting && !noted.has(mention.position));
    this.#items = [...this.#heard.map(({ mention }) => mention), ...items].slice(0, most);
    [this.#told, this.#toldAt] = [chat, clock.now()];
    changed();
  }

  /** What was read back may have been deleted or erased since; what is gone stays so. */
  forget() {
    for (const [position, message] of this.#messages) if (message) this.#messages.delete(position);
  }

  /**
   * As it is now, as far as that is known: of a room that is not open here, edits are not.
   * @param {Mention} mention
   * @returns {{name: string, text: string} | null | undefined} `null` if it is gone; nothing while it is not known
   */
  said({ room, position }) {
    const timeline = this.#options.store()?.find(room)?.timeline;
    const shown = timeline?.has(position) ? timeline.entries.findLast(({ message }) => message?.position === position) : undefined;
    const message = shown?.message ?? this.#messages.get(position);
    if (!message) return message;
    const { text } = timeline?.changes.shown(message) ?? message;
    return text ? { name: message.from.name, text } : null;
  }

  /** Finds out what was said. @param {Mention} mention @returns {Promise<boolean>} whether that is news */
  async read(mention) {
    if (this.said(mention) !== undefined) return false;
    const { room, position, seq } = mention;
    const reply = await this.#options.chat()?.history(room, undefined, 1, seq - 1).catch(() => null);
    if (!Array.isArray(reply?.messages)) return false;
    const found = reply.messages.find((message) => message.position === position);
    this.#messages.set(position, found?.text ? found : null);
    return true;
  }
}
