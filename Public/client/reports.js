import { Emitter } from "./emitter.js";
import { isUser } from "./protocol.js";

/** What others have resolved may go untold: so old, what is known is asked for again where somebody looks at it. Milliseconds. */
const freshTime = 30_000;

/**
 * What people have told a room's moderators of a message.
 * @typedef {object} Report
 * @property {string} position the message's
 * @property {number} seq the message's
 * @property {number} time when it was told
 * @property {import("./protocol.js").User} user who told it
 * @property {string} [reason]
 */

/** What was reported in the rooms that one leads, and is not resolved. Tells `changed` (the room's name). */
export class Reports extends Emitter {
  #chat;
  #clock;
  /** @type {Map<string, Report[]>} by the room's name */
  #known = new Map();
  /** When it was asked of them. @type {Map<string, number>} */
  #asked = new Map();

  /** @param {import("../tchatter.js").Chat} chat @param {import("./clock.js").Clock} clock */
  constructor(chat, clock) {
    super();
    this.#chat = chat;
    this.#clock = clock;
    chat.on("live", ({ room }) => this.#asked.delete(room));
    chat.on("report", (report) => this.#told(report));
    chat.on("resolved", ({ room, position }) => this.#drop(room, position));
  }

  /** The messages that were reported, the latest report first, each with what was told of it. @param {string} room @returns {Report[][]} */
  of(room) {
    /** @type {Map<string, Report[]>} */
    const messages = new Map();
    for (const report of this.#known.get(room) ?? []) messages.set(report.position, [...(messages.get(report.position) ?? []), report]);
    return [...messages.values()];
  }

  /** Asks once each time that the room has become live. @param {string} room */
  look(room) {
    if (this.#asked.has(room) || !this.#chat.isLive(room)) return;
    this.load(room).catch(() => {});
  }

  /** Asks again if that was a while ago; nothing of rooms of which nobody asks. @param {string} room */
  renew(room) {
    if (this.#clock.now() - (this.#asked.get(room) ?? Infinity) < freshTime) return;
    if (this.#asked.delete(room)) this.look(room);
  }

  /** One does not lead it any more. @param {string} room */
  forget(room) {
    this.#asked.delete(room);
    this.#known.delete(room);
  }

  /** @param {string} room */
  async load(room) {
    this.#asked.set(room, this.#clock.now());
    const { items } = await this.#chat.ask("reports", room);
    this.#set(room, (Array.isArray(items) ? items : []).filter(isReport));
  }

  /** It needs nobody's attention any more. @param {string} room @param {string} position */
  async resolve(room, position) {
    await this.#chat.ask("resolve", room, { position });
    this.#drop(room, position);
  }

  #drop(room, position) {
    const known = this.#known.get(room) ?? [];
    if (known.some((report) => report.position === position)) this.#set(room, known.filter((report) => report.position !== position));
  }

  #told(report) {
    if (!isReport(report)) return;
    const others = (this.#known.get(report.room) ?? []).filter(({ position, user }) => position !== report.position || user.id !== report.user.id);
    this.#set(report.room, [report, ...others]);
  }

  #set(room, reports) {
    this.#known.set(room, reports);
    this.emit("changed", room);
  }
}

const isReport = (report) => typeof report?.position === "string" && Number.isFinite(report.seq) && Number.isFinite(report.time) && isUser(report.user);
