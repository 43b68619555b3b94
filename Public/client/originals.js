/** So many answers of the server are kept of a room. */
const maxKept = 500;
/** After a failure it is asked again. Milliseconds. */
const retryDelay = 5_000;
const asked = Symbol("asked");

/**
 * What names the message that another one answers: its author's id and its own, and the seq that it had then.
 * @typedef {{from: string, id: string, seq: number}} Name
 */

/** @param {any} reply */
export const isName = (reply) => Number.isFinite(reply?.seq) && [reply.from, reply.id].every((part) => typeof part === "string");

/** @param {Name} name @param {any} message */
export const isNameOf = (name, message) => message?.type === "message" && message.id === name.id && message.from.id === name.from;

/** What is stored at a seq; nothing where it is not there any more. @param {import("../tchatter.js").Chat} chat @param {string} room @param {number} seq */
export async function storedAt(chat, room, seq) {
  const { messages } = await chat.history(room, seq + 1, 1);
  return messages.find((stored) => stored.seq === seq);
}

/**
 * The messages that are answered, as they are now. One that lies before what has been read of its room is asked for. Of its edits
 * those count then that have been read; of its deletion the server tells.
 */
export class Originals {
  #chat;
  #clock;
  /** What the server has answered, by the room and the message's name; `null` is what is gone. @type {WeakMap<object, Map<string, any>>} */
  #answers = new WeakMap();
  /** Rooms that were joined anew, or whose store lost something: what was gone may be there again. @type {Set<string>} */
  #renewed = new Set();
  /** The one that is listened to. @type {import("../tchatter.js").Chat | null} */
  #heard = null;
  /** One question after the other. @type {Promise<void>} */
  #last = Promise.resolve();

  /** @param {() => import("../tchatter.js").Chat | null} chat @param {import("./clock.js").Clock} clock */
  constructor(chat, clock) {
    this.#chat = chat;
    this.#clock = clock;
  }

  /**
   * @param {import("./room.js").Room} room
   * @param {Name} name
   * @param {() => void} learned is called when more is known
   * @returns {{author: string, text: string, isDeleted: boolean} | null | undefined} `null` if it is gone; nothing while it is not known
   */
  find(room, name, learned) {
    const { timeline } = room;
    const key = `${name.from}/${name.id}`;
    const entry = timeline.named(name) ?? timeline.acknowledged.get(key) ?? timeline.rewound.get(key);
    const message = entry?.message ?? this.#answerOf(room, name, key, learned);
    if (!message) return message;
    const { text, isDeleted } = timeline.changes.shown(message) ?? { text: message.text, isDeleted: false };
    return { author: message.from.name, text, isDeleted };
  }

  #answerOf(room, name, key, learned) {
    const chat = this.#chat();
    if (chat !== this.#heard) this.#hear(chat);
    const answers = this.#answersIn(room);
    const answer = answers.get(key);
    if (answer !== undefined) return answer === asked ? undefined : answer;
    if (!chat?.isLive(room.name)) return undefined;
    if (answers.size >= maxKept) answers.delete(answers.keys().next().value);
    answers.set(key, asked);
    this.#last = this.#last.then(() => this.#ask(chat, room, name)).then(
      (stored) => void answers.set(key, stored),
      () => void this.#clock.after(retryDelay, () => (answers.delete(key), learned())),
    ).then(learned);
    return undefined;
  }

  /** @param {import("../tchatter.js").Chat | null} chat */
  #hear(chat) {
    this.#heard = chat;
    for (const event of ["joined", "rewind"]) chat?.on(event, ({ room }) => this.#renewed.add(room));
  }

  #answersIn(room) {
    const answers = this.#answers.get(room) ?? new Map();
    this.#answers.set(room, answers);
    if (this.#renewed.delete(room.name)) for (const [key, answer] of answers) if (answer === null) answers.delete(key);
    return answers;
  }

  async #ask(chat, room, name) {
    const stored = await storedAt(chat, room.name, name.seq);
    if (isNameOf(name, stored)) return stored;
    if ([...room.timeline.rewound.values()].some(({ state }) => state === "rewound")) throw new Error("It may be about to be put back.");
    return null;
  }
}
