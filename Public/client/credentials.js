import { RequestError, newID } from "./protocol.js";

/** So many tokens refused in a row are no accident: the chat ends. */
const mostRefusals = 3;
/** How long the page may take to bring a token. Milliseconds. */
const tokenTimeout = 30_000;

/**
 * What a hello is said with: the session as long as there is one, else a token of the page's application, else a code or a name.
 *
 * The page is asked for a token once at a time, when one is needed. Only the one that was refused last is kept, and not shown again.
 */
export class Credentials {
  #name;
  /** @type {string | undefined} */
  #session;
  #bring;
  #clock;
  /** @type {Promise<string> | null} */
  #asking = null;
  /** @type {string | undefined} */
  #refused;
  #refusals = 0;
  #isRenewing = false;

  /**
   * @param {import("../tchatter.js").Options} options
   * @param {import("./clock.js").Clock} clock
   */
  constructor({ session, name, token, code }, clock) {
    this.#session = session;
    this.#name = code ? { code, secret: newID() } : { name };
    this.#bring = token;
    this.#clock = clock;
  }

  /** What can be said at once; `null` where a token is asked for first. */
  get atHand() {
    if (this.#session) return { session: this.#session };
    return this.#bring ? null : this.#name;
  }

  /** Whether it is no use to ask for another token. */
  get areRefused() {
    return this.#refusals >= mostRefusals;
  }

  /** A new token. Rejects with `RequestError` where there is none. @returns {Promise<string>} */
  token() {
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  /**
   * The session ends soon: has a new token shown, unless that is under way. What fails is tried again when it has ended.
   * @param {(token: string) => Promise<unknown>} show
   */
  async renew(show) {
    if (!this.#bring || this.#isRenewing) return;
    this.#isRenewing = true;
    await this.token().then(show).catch(() => {});
    this.#isRenewing = false;
  }

  async #ask() {
    const token = await this.#brought();
    if (typeof token !== "string" || !token) throw new RequestError("unavailable", "There is no token.");
    if (token !== this.#refused) return token;
    this.#refusals += 1;
    throw new RequestError("unauthorized", "The token was refused before.");
  }

  /** @returns {Promise<unknown>} */
  #brought() {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(tokenTimeout, () => reject(new RequestError("timeout", "No token came in time.")));
      const none = () => reject(new RequestError("unavailable", "There is no token."));
      Promise.resolve()
        .then(this.#bring)
        .then(resolve, none)
        .finally(() => this.#clock.cancel(timer));
    });
  }

  /** @param {{session?: string}} welcome */
  welcomed(welcome) {
    if (welcome.session) this.#session = welcome.session;
    this.#refusals = 0;
  }

  /**
   * A connection has ended. Whether that was for its session or its token, and a new token may do better.
   * @param {{code: number, error?: {code: string}}} end
   * @param {string} [token] that its hello was said with, if it was refused
   */
  canMend({ code, error }, token) {
    if (!this.#bring || (code !== 4010 && code !== 4501 && error?.code !== "unauthorized")) return false;
    this.#session = undefined;
    if (token !== undefined) {
      this.#refused = token;
      this.#refusals += 1;
    }
    return !this.areRefused;
  }
}
