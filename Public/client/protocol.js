/**
 * The words of the chat protocol (see /protocol.md), as the client reads and writes them.
 *
 * @typedef {{id: string, name: string, kind: "user" | "bot"}} User
 * @typedef {object} Message
 * @property {"message"} type
 * @property {string} room canonical: a public room's name, or `@id.id` for two people
 * @property {number} seq its sequence number in the room
 * @property {string} position opaque cursor in the room's history; never calculated with
 * @property {string} id chosen by the author, and the same with every retry (an idempotency key); with the author's id it
 *   names the message
 * @property {User} from
 * @property {string} text
 * @property {number} time milliseconds since 1970, by the server's clock
 * @property {{from: string, id: string, seq: number}} [reply] the name of the message that is answered, as of a change's target, and its seq then
 * @property {"here" | "all"} [everybody] whom of all the message calls, as its author may
 * @property {object} [data] for programs, which alone know what it means
 * @typedef {object} Change what was done to a message; stored in the room's order like a message
 * @property {"edit" | "delete" | "reaction"} type
 * @property {string} room
 * @property {number} seq its sequence number in the room, as messages have
 * @property {string} position
 * @property {string} id
 * @property {User} from
 * @property {number} time
 * @property {number} of the sequence number that the message had then
 * @property {{from: string, id: string}} target the message's name: its author's id, and its own
 * @property {string} [text] of an edit; empty once the message was deleted or edited again
 * @property {string} [reaction] of a reaction: one character as people see it
 * @property {boolean} [on] of a reaction: given, or taken back
 * @typedef {{type: string, id?: string, room?: string, [field: string]: any}} Wire any object of the protocol
 */

export const version = 1;
export const subprotocol = "tchatter.v1";

/** Characters in a message; the server's `welcome.limits.text` wins where it differs. */
export const textLimit = 4000;

/** Bytes of one object: the server closes the connection on a larger one, and the same again would end the next. */
const objectLimit = 64 * 1024;

/** Half a character, as is left where a text is cut within an emoji, is nothing that can be sent: U+FFFD stands for it. */
export const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/** An object as it is sent. @param {object} object */
export const encode = (object) => JSON.stringify(object, (_, value) => (typeof value === "string" ? wellFormed(value) : value));

/** @param {Wire} object whether it may be sent */
export function fits(object) {
  const text = encode(object);
  return text.length * 3 <= objectLimit || new TextEncoder().encode(text).length <= objectLimit;
}

/** Nobody is silenced for longer than this, whatever a server, or something on the way, says. Milliseconds. */
export const maxPause = 300_000;

/** A span that was told, within bounds. @param {unknown} told @returns {number | undefined} milliseconds; nothing if it is none */
export const pauseOf = (told) => (typeof told === "number" && told >= 0 ? Math.min(told, maxPause) : undefined);

/** What can be said about a refused request. `code` is the protocol's, `lost` when the connection broke first, or `timeout`. */
export class RequestError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number} [retryAfter] milliseconds, of which at most `maxPause` are kept
   */
  constructor(code, message, retryAfter) {
    super(message);
    this.name = "RequestError";
    this.code = code;
    this.retryAfter = pauseOf(retryAfter);
  }

  /** Whether the error is transient: the same request may succeed later, unchanged. */
  get isPassing() {
    // Too many rooms at once are no verdict on the room.
    const isFull = this.code === "forbidden" && this.retryAfter !== undefined;
    return isFull || ["lost", "timeout", "rate_limited", "unavailable", "maintenance"].includes(this.code);
  }
}

/** What someone typed as a room's name, brought into the form that a room's name must have; "" when nothing is left. */
export function roomNameFrom(typed) {
  const plain = typed.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/^#/, "");
  return plain.replace(/[^a-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 64);
}

/**
 * A new request id: 128 random bits, 32 bytes of text.
 * `randomUUID` is missing on pages that came by plain HTTP from another host, so it is not used.
 */
export function newID() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Reads one object of the protocol; `null` for what is none. Unknown types and fields pass: two versions may run side
 * by side.
 * @param {unknown} text
 * @returns {Wire | null}
 */
export function parse(text) {
  if (typeof text !== "string") return null;
  try {
    return validate(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Checks the fields that the client relies on, so that no other module has to.
 * @param {any} object
 * @returns {Wire | null}
 */
export function validate(object) {
  if (object === null || typeof object !== "object" || typeof object.type !== "string") return null;
  if (["message", "edit", "delete", "reaction"].includes(object.type) && !isStored(object)) return null;
  if (["history", "found"].includes(object.type) && Array.isArray(object.messages)) {
    return { ...object, messages: object.messages.filter((stored) => stored && typeof stored === "object" && isStored(stored)) };
  }
  return object;
}

/**
 * Whether the object is something that is stored in a room's order: a message, a change, or what a later version knows.
 * @param {any} object
 */
export function isStored(object) {
  const texts = ["type", "room", "position", "id", ...(requiredTexts[object.type] ?? [])];
  return (
    texts.every((field) => typeof object[field] === "string") && Number.isFinite(object.time) && isUser(object.from) &&
    (!(object.type in changes) || isTarget(object.target))
  );
}

const changes = { edit: true, delete: true, reaction: true };
const requiredTexts = { message: ["text"], edit: ["text"], reaction: ["reaction"] };

/** @param {any} target */
const isTarget = (target) => target !== null && typeof target === "object" && typeof target.from === "string" && typeof target.id === "string";

/** @param {any} user */
export const isUser = (user) =>
  user !== null && typeof user === "object" && typeof user.id === "string" && typeof user.name === "string";
