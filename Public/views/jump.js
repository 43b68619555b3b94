import { delay } from "../client/clock.js";
import { seqSince } from "../client/day-search.js";
import { isNameOf, storedAt } from "../client/originals.js";
import { RequestError } from "../client/protocol.js";
import { intl, t, told } from "../languages/en-dialogs.js";
import { dayName, dayNumber } from "./time.js";

/** Entries that are read back at once, and the most that are for one message. */
const pageSize = 200;
const maxDistance = 15_000;
/** Failures in a row before it is given up. */
const maxFailures = 5;
/** The message that was gone to is marked so long. Milliseconds. */
const markTime = 2_500;
const progressTime = 1_500;

/**
 * Where one wants to go.
 * @typedef {object} Target
 * @property {(chat: import("../tchatter.js").Chat) => Promise<number | undefined>} seq where it should be
 * @property {(stored: any) => boolean} is whether something stored is the message
 */

/** The way to a message of the room that is shown, through earlier pages of its history too. The latest wish counts. */
export class Jump {
  #page;
  /** @type {object | null} */
  #wish = null;

  /** @param {Pick<import("./dialogs.js").DialogOptions, "store" | "chat" | "clock" | "reveal" | "tell">} page */
  constructor(page) {
    this.#page = page;
    globalThis.document?.addEventListener("click", stayHere);
  }

  /** To what a message answers. @param {import("../client/store.js").Room} room @param {import("../client/originals.js").Name} name */
  toOriginal(room, name) {
    const target = { seq: async () => name.seq, is: (stored) => isNameOf(name, stored) };
    return this.#go(room, (isWanted) => this.#seek(room, target, isWanted));
  }

  /** Where a link leads. @param {import("../client/store.js").Room} room @param {string} position */
  async toPlace(room, position) {
    const is = (stored) => stored?.type === "message" && stored.position === position;
    await this.#go(room, (isWanted) => this.#seek(room, { seq: (chat) => seqOf(chat, room.name, position), is }, isWanted));
    // Followed once; the same link leads there again.
    if (location.hash.endsWith(`/${encodeURIComponent(position)}`)) history.replaceState(null, "", location.hash.replace(/\/.*/, ""));
  }

  /** To the first message since a day began. @param {import("../client/store.js").Room} room @param {number} midnight */
  toDay(room, midnight) {
    return this.#go(room, (isWanted) => this.#seekDay(room, midnight, isWanted));
  }

  /** @param {(isWanted: () => boolean) => Promise<string>} seek brings what there is to say in the end */
  async #go(room, seek) {
    const wish = (this.#wish = {});
    const isWanted = () => wish === this.#wish && this.#page.store()?.current === room;
    const words = await seek(isWanted).catch((error) => {
      if (!(error instanceof RequestError)) throw error;
      return error.code === "bad_request" ? t("badLink") : t("cantGo", { problem: told(error.message, error.code) });
    });
    if (isWanted()) this.#page.tell(words);
  }

  /** @param {import("../client/store.js").Room} room @param {Target} target */
  async #seek(room, target, isWanted) {
    const find = () => room.timeline.findLast(({ message }) => target.is(message));
    if (!find()) {
      // It is asked for by itself first: who waits for pages shall not wait for nothing.
      const seq = await this.#attempt(room, isWanted, (chat) => find() ? 0 : placeOf(chat, room.name, target));
      if (seq === null) return t("messageGone");
      if (seq && earliestIn(room) - seq > maxDistance) return t("tooFar");
      if (seq) await this.#readBack(room, seq, isWanted, find);
    }
    if (!isWanted()) return "";
    const entry = find();
    return entry ? this.#show(entry) : t("messageGone");
  }

  async #seekDay(room, midnight, isWanted) {
    const { timeline } = room;
    const isReached = () => !timeline.hasEarlier || placed(timeline.entries[0])?.time < midnight;
    const seq = await this.#attempt(room, isWanted, (chat) => isReached() ? 0 : seqSince(chat, room.name, midnight, earliestIn(room)));
    if (seq && earliestIn(room) - seq > maxDistance) return t("dayTooFar");
    if (seq) await this.#readBack(room, seq, isWanted, isReached);
    if (!isWanted()) return "";
    const messages = timeline.entries.filter(({ kind }) => kind === "message");
    const entry = messages.find(({ message }) => message.time >= midnight) ?? messages.at(-1);
    if (!entry) return t("roomEmpty");
    const words = this.#show(entry);
    const { time } = entry.message;
    return dayNumber(time) === dayNumber(midnight) ? words : t("noneThatDay", { day: dayName(midnight), other: dayName(time) });
  }

  async #readBack(room, seq, isWanted, isDone) {
    const distance = earliestIn(room) - seq;
    while (isWanted() && !isDone() && room.timeline.hasEarlier && earliestIn(room) > seq) {
      const part = 1 - (earliestIn(room) - seq) / distance;
      this.#page.tell(t("goingThere", { part: intl("NumberFormat", { style: "percent" }, "percent").format(part) }), progressTime);
      await this.#attempt(room, isWanted, () => this.#page.store()?.loadEarlier(room, pageSize));
    }
  }

  #show({ key, shown }) {
    const row = this.#page.reveal(key);
    row?.classList.add("found");
    this.#page.clock.after(markTime, () => row?.classList.remove("found"));
    return shown?.isDeleted ? t("wasDeleted") : "";
  }

  /** Asks the server, as soon as the room can be read, and again after what passes. Nothing if it is not wanted any more. */
  async #attempt(room, isWanted, ask) {
    for (let failures = 1; ; failures += 1) {
      const chat = this.#page.chat();
      if (chat && isWanted()) await live(chat, room, isWanted);
      if (!chat || !isWanted()) return undefined;
      try {
        return await ask(chat);
      } catch (error) {
        if (!error.isPassing || failures === maxFailures) throw error;
        await delay(this.#page.clock, error.retryAfter ?? 1_000);
      }
    }
  }
}

/** The seq of a position, which does not tell it itself. */
async function seqOf(chat, room, position) {
  // What comes after it the store knows alone; what lies before it, an archive, too.
  const { messages: before } = await chat.history(room, position, 1);
  if (before.length) return before[0].seq + 1;
  if ((await storedAt(chat, room, 1))?.position === position) return 1;
  // In this order: what comes between the two comes after the one that was the newest.
  const { messages: newest } = await chat.history(room, undefined, 1);
  const { messages: after } = await chat.history(room, undefined, 1, position);
  return after.length ? after[0].seq - 1 : newest[0]?.seq;
}

/** @param {Target} target @returns {Promise<number | null>} its seq, if it is there */
async function placeOf(chat, room, target) {
  const seq = await target.seq(chat);
  return seq && target.is(await storedAt(chat, room, seq)) ? seq : null;
}

/** What has a place in the room's order. */
const placed = (entry) => entry?.message ?? entry?.change;

/** The seq from which on the room has been read. */
const earliestIn = ({ timeline }) => placed(timeline.entries.find(placed))?.seq ?? 0;

/** Until the room can be read, or nobody wants to any more. */
function live(chat, room, isWanted) {
  if (chat.isLive(room.name)) return undefined;
  return new Promise((resolve) => {
    const end = chat.on("live", () => {
      if (isWanted() && !chat.isLive(room.name)) return;
      end();
      resolve(undefined);
    });
  });
}

/** A link to this page that somebody has sent is followed on it. @param {MouseEvent} event */
function stayHere(event) {
  const link = event.target instanceof Element && event.target.closest(".text a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { hash, href } = new URL(link.getAttribute("href") ?? "", location.href);
  if (!hash || href !== new URL(hash, location.href).href) return;
  event.preventDefault();
  location.hash = hash;
}
