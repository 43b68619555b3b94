import { ReadOnlyRooms } from "../client/read-only-rooms.js";
import { leads } from "../client/room-roles.js";
import { isolated, t } from "../languages/en-dialogs.js";
import { byID } from "./dom.js";
import { moment } from "./time.js";

/** A timer takes no longer span than some weeks, and devices sleep: at least so often the clock is looked at. Milliseconds. */
const longestWait = 3_600_000;

/** Why one may only read: `cause` is the key of the words for it. @typedef {{until?: number, reason?: string, cause?: string}} Silence */

/** Stands in place of the field for writing while one may only read, in this room or anywhere, and says until when. Fetched behind the page. */
export class Suspension {
  #note = byID("suspended");
  #composer = byID("composer");
  #hint = byID("draft-hint");
  #clock;
  #chat;
  #store;
  #timer;
  #readOnly = new ReadOnlyRooms(() => this.draw());

  /**
   * @param {import("../client/clock.js").Clock} clock
   * @param {() => import("../tchatter.js").Chat | null} chat
   * @param {() => import("../client/store.js").Store | null} store
   */
  constructor(clock, chat, store) {
    [this.#clock, this.#chat, this.#store] = [clock, chat, store];
    this.draw();
  }

  draw() {
    this.#clock.cancel(this.#timer);
    const now = this.#clock.date();
    const leftOf = (silence) => (silence ? (silence.until ?? Infinity) - now : 0);
    const [chat, room] = [this.#chat(), this.#store()?.current];
    if (chat) this.#readOnly.hear(chat);
    const here = silenced(room?.policy) ?? (this.#readOnly.has(room?.name ?? "") ? { cause: "onlyReads" } : null);
    const silence = leftOf(chat?.suspension) > 0 ? chat?.suspension : here;
    const left = leftOf(silence);
    const isOver = left <= 0;
    this.#note.hidden = isOver;
    document.body.classList.toggle("silent", !isOver);
    document.body.classList.toggle("only-reads", !isOver && silence?.cause !== "leadersWrite");
    this.#composer.hidden = this.#hint.hidden = !isOver;
    this.#note.textContent = isOver ? "" : wordsOf(/** @type {Silence} */ (silence), now);
    if (left > 0 && left < Infinity) this.#timer = this.#clock.after(Math.min(left, longestWait), () => this.draw());
  }
}

/** Why one may read in a room and not write, and until when; `null` if one may. @param {import("../client/room-roles.js").RoomPolicy | null | undefined} policy @returns {Silence | null} */
export function silenced(policy) {
  if (policy?.role === "muted") return { until: policy.until, cause: "mutedHere" };
  return policy?.mode === "announce" && !leads(policy.role) ? { cause: "leadersWrite" } : null;
}

/** @param {Silence} silence @param {number} now */
export function wordsOf({ until, reason, cause }, now) {
  const end = until === undefined ? t("readOnly") : t("readOnlyUntil", { time: moment(until, now) });
  return [end, cause ? t(cause) : isolated(reason ?? "")].filter(Boolean).join(" ");
}
