import { ReadMarks } from "./read-marks.js";
import { isDirect, makeRoom } from "./room.js";

/** So many conversations, the latest, go before rooms; of others the server tells when something is said there. */
const latestDirects = 30;
/** So long it is waited for more to come. Milliseconds. */
const pace = 1_000;

/** @typedef {import("./room.js").Room} Room */

/**
 * Which rooms are followed where there are more than can be at once (`limits.rooms`): one that waits takes the place of one that is
 * wanted less. The one that is shown is wanted most; of two of a kind, the one that was read later. Fetched behind the page.
 */
export class Places {
  #marks;
  #clock;
  /** @type {import("./store.js").Store | null} */
  #store = null;
  /** @type {import("../tchatter.js").Chat | null} */
  #chat = null;
  /** Conversations in which something was said while they waited, the latest last. @type {Set<string>} */
  #told = new Set();
  #timer = null;

  /** @param {Storage} storage @param {import("./clock.js").Clock} clock */
  constructor(storage, clock) {
    this.#marks = new ReadMarks(storage);
    this.#clock = clock;
  }

  /** What is signed in now. @param {import("./store.js").Store} store @param {import("../tchatter.js").Chat} chat */
  watch(store, chat) {
    [this.#store, this.#chat] = [store, chat];
    this.#told.clear();
    const whileHere = (body) => (detail) => void (store === this.#store && body(detail));
    store.on("rooms", whileHere(() => this.#changed()));
    chat.on("direct", whileHere(({ room }) => this.#heard(room)));
    this.#changed();
  }

  #heard(name) {
    this.#told.delete(name);
    this.#told.add(name);
    if (this.#told.size > latestDirects) this.#told.delete([...this.#told][0]);
    this.#changed();
  }

  /** What is shown does not wait; else many change at once. */
  #changed() {
    if (this.#store?.current && isWaiting(this.#store.current)) this.#look();
    this.#timer ??= this.#clock.after(pace, () => ((this.#timer = null), this.#look()));
  }

  #look() {
    const store = this.#store;
    if (!store) return;
    const rooms = [...store.rooms.values()];
    const waiting = rooms.filter(isWaiting);
    if (!waiting.length) return;
    const ranks = new Map(rooms.map((room) => [room, this.#rank(room, store)]));
    const inOrder = (some) => some.sort((one, other) => compare(ranks.get(one), ranks.get(other)));
    const followed = inOrder(rooms.filter((room) => room.isKnown && !this.#chat?.outbox?.of(room.name).length));
    for (const room of inOrder(waiting)) {
      const least = followed.pop();
      if (!least || compare(ranks.get(room), ranks.get(least)) >= 0) return;
      this.#exchange(store, room, least);
    }
  }

  /** Smaller is wanted more. @returns {[number, number]} */
  #rank(room, store) {
    const { isFavourite, isMuted } = store.settings.of(room.name);
    const isLate = isDirect(room) && !this.#told.has(room.name) && ![...store.directs.keys()].slice(0, latestDirects).includes(room.name);
    const kinds = [room === store.current, isDirect(room) && !isLate, isFavourite, room.unread > 0, !isDirect(room) && !isMuted, !isDirect(room)];
    const kind = kinds.indexOf(true);
    return [kind < 0 ? kinds.length : kind, -Math.max(room.openedAt, this.#marks.of(room.name)?.time ?? 0)];
  }

  /** What is known of the one that gives way is learnt anew, as after a reload, so that nothing is left out unseen. */
  #exchange(store, room, least) {
    const later = Object.assign(makeRoom(least.asked, least.with), { name: least.name });
    store.rooms.set(least.name, later);
    room.isOneTooMany = false;
    this.#chat?.leave(least.name);
    for (const each of [room, later]) {
      // It is asked for at once, and not when it would have been again.
      this.#chat?.leave(each.asked);
      this.#chat?.join(each.asked);
    }
  }
}

const isWaiting = ({ isKnown, isOneTooMany }) => !isKnown && isOneTooMany;

const compare = ([kind, time], [otherKind, otherTime]) => kind - otherKind || time - otherTime;
