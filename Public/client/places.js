import { ReadMarks } from "./read-marks.js";
import { isDirect, makeRoom } from "./room.js";

/** So many conversations, the latest, go before rooms; of others the server tells when something is said there. */
const latestDirects = 30;
/** So long it is waited for more to come. Milliseconds. */
const pace = 1_000;
/** A room that took a place and was refused all the same, as others' count as well, takes none for so long. Milliseconds. */
const vainTime = 30_000;
/** While rooms wait it is asked so often whether somebody was mentioned there, and up to half as much later. Milliseconds. */
const askInterval = 45_000;

/** @typedef {import("./room.js").Room} Room */

/**
 * Which rooms are followed where there are more than can be at once (`limits.rooms`): one that waits takes the place of one that is
 * wanted less. The one that is shown is wanted most; then those with something unsent, and those in which one is mentioned; of two of a kind,
 * the one that was read later. Fetched behind the page.
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
  /** Asks where one was mentioned and has not read it, which nobody tells of rooms that wait. @type {() => Promise<Set<string>>} */
  #ask;
  #mentioned = new Set();
  #asking = null;
  /** When a room took a place. @type {WeakMap<Room, number>} */
  #took = new WeakMap();
  /** @type {Room | null} */
  #shown = null;

  /** @param {Storage} storage @param {import("./clock.js").Clock} clock @param {() => Promise<Set<string>>} ask in which rooms one is mentioned */
  constructor(storage, clock, ask) {
    this.#marks = new ReadMarks(storage);
    this.#clock = clock;
    this.#ask = ask;
  }

  /** What is signed in now. @param {import("./store.js").Store} store @param {import("../tchatter.js").Chat} chat */
  watch(store, chat) {
    [this.#store, this.#chat] = [store, chat];
    this.#told.clear();
    this.#mentioned = new Set();
    const whileHere = (body) => (detail) => void (store === this.#store && body(detail));
    store.on("rooms", whileHere(() => this.#changed()));
    chat.on("direct", whileHere(({ room }) => this.#heard(room)));
    chat.on("outbox", whileHere(() => this.#changed()));
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
    const shown = this.#store?.current ?? null;
    // Somebody wants it who did not before.
    if (shown && shown !== this.#shown) this.#took.delete(shown);
    this.#shown = shown;
    if (shown && isWaiting(shown)) this.#look();
    this.#timer ??= this.#clock.after(pace, () => ((this.#timer = null), this.#look()));
  }

  #look() {
    const store = this.#store;
    if (!store) return;
    const rooms = [...store.rooms.values()];
    if (rooms.some(isWaiting)) this.#askLater();
    const waiting = rooms.filter((room) => isWaiting(room) && !this.#tookInVain(room));
    if (!waiting.length) return;
    const ranks = new Map(rooms.map((room) => [room, this.#rank(room, store)]));
    const inOrder = (some) => some.sort((one, other) => compare(ranks.get(one), ranks.get(other)));
    const followed = inOrder(rooms.filter((room) => room.isKnown && !room.isOneTooMany && !this.#isWritten(room)));
    for (const room of inOrder(waiting)) {
      const least = followed.pop();
      if (!least || compare(ranks.get(room), ranks.get(least)) >= 0) return;
      this.#exchange(store, room, least);
    }
  }

  #tookInVain(room) {
    const time = this.#took.get(room);
    return time !== undefined && this.#clock.now() < time + vainTime;
  }

  #askLater() {
    this.#asking ??= this.#clock.after(askInterval * (1 + this.#clock.random() / 2), async () => {
      const store = this.#store;
      const mentioned = await this.#ask();
      this.#asking = null;
      if (store === this.#store) this.#mentioned = mentioned;
      this.#look();
    });
  }

  /** Whether something is to be sent or done there yet. */
  #isWritten({ name }) {
    return this.#chat?.outbox?.of(name).some(({ state }) => state !== "failed") ?? false;
  }

  /** Smaller is wanted more. @returns {[number, number]} */
  #rank(room, store) {
    const { isFavourite, isMuted } = store.settings.of(room.name);
    const isLate = isDirect(room) && !this.#told.has(room.name) && ![...store.directs.keys()].slice(0, latestDirects).includes(room.name);
    const isMentioned = room.mentions > 0 || this.#mentioned.has(room.name);
    const kinds = [room === store.current, this.#isWritten(room), isMentioned, isDirect(room) && !isLate, isFavourite, room.unread > 0, !isDirect(room) && !isMuted, !isDirect(room)];
    const kind = kinds.indexOf(true);
    return [kind < 0 ? kinds.length : kind, -Math.max(room.openedAt, this.#marks.of(room.name)?.time ?? 0)];
  }

  /** What is known of the one that gives way is learnt anew, as after a reload, so that nothing is left out unseen. */
  #exchange(store, room, least) {
    const later = Object.assign(makeRoom(least.asked, least.with), { name: least.name });
    store.rooms.set(least.name, later);
    room.isOneTooMany = false;
    this.#took.set(room, this.#clock.now());
    this.#chat?.leave(least.name);
    // The one that waits is asked for at once, and goes on where it was if it had a place before.
    for (const { asked } of [room, later]) this.#chat?.join(asked);
  }
}

const isWaiting = ({ isOneTooMany }) => isOneTooMany;

const compare = ([kind, time], [otherKind, otherTime]) => kind - otherKind || time - otherTime;
