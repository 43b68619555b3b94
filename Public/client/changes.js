import { asOneReaction } from "./emoji.js";

/**
 * What has become of messages: edits, deletions and reactions, kept by the name of the message that they are about, and
 * what they come to.
 *
 * @typedef {import("./protocol.js").Change} Change
 * @typedef {import("./protocol.js").Message} Message
 *
 * A message as it is now.
 * @typedef {object} Shown
 * @property {string} text
 * @property {boolean} isEdited
 * @property {boolean} isDeleted
 * @property {{reaction: string, users: import("./protocol.js").User[]}[]} reactions in the order of their first use
 * @property {{id: string, reason: string}} [problem] of an edit that could not be stored
 */

/** So many different reactions are shown of a message. */
const maxReactions = 24;

const nameOf = ({ from, id }) => `${from}/${id}`;

/**
 * The changes of one room. Those that are stored have their order; after them come the acknowledged ones, whose place in
 * it is not known yet, and the pending ones, which are shown as done before they are (optimistic updates).
 */
export class Changes {
  /** @type {Map<string, Change[]>} stored, in the room's order */
  #stored = new Map();
  /** @type {Map<string, Change>} stored, but not seen in their place yet, or rewound by the store; by their own names */
  #acknowledged = new Map();
  /** @type {any[]} on their way */
  #pending = [];

  /** The newest one. @param {Change} change @returns {string} the name of the message */
  append(change) {
    this.#acknowledged.delete(nameOf({ from: change.from.id, id: change.id }));
    const name = nameOf(change.target);
    this.#stored.set(name, [...(this.#stored.get(name) ?? []), change]);
    return name;
  }

  /** Earlier ones, oldest first. @param {Change[]} changes */
  prepend(changes) {
    for (const change of [...changes].reverse()) {
      const name = nameOf(change.target);
      this.#stored.set(name, [change, ...(this.#stored.get(name) ?? [])]);
    }
  }

  /** Lets go of one that is not in the timeline any more. @param {Change} change @returns {string} the name of the message */
  remove(change) {
    const name = nameOf(change.target);
    const left = (this.#stored.get(name) ?? []).filter(({ position }) => position !== change.position);
    if (left.length) this.#stored.set(name, left);
    else this.#stored.delete(name);
    return name;
  }

  /** Keeps one in effect whose place is still to come. @param {Change} change @returns {string} the name of the message */
  acknowledge(change) {
    this.#acknowledged.set(nameOf({ from: change.from.id, id: change.id }), change);
    return nameOf(change.target);
  }

  /** Puts these in place of those that were on their way. @returns {string[]} the names of the messages concerned */
  setPending(changes) {
    const names = [...this.#pending, ...changes].map(({ target }) => nameOf(target));
    this.#pending = changes;
    return names;
  }

  /** @param {Message} message @returns {Shown | undefined} nothing if nothing was changed */
  shown(message) {
    const name = nameOf({ from: message.from.id, id: message.id });
    const isMeant = ({ target }) => nameOf(target) === name;
    const all = [...(this.#stored.get(name) ?? []), ...[...this.#acknowledged.values()].filter(isMeant), ...this.#pending.filter(isMeant)];
    return all.length || message.text === "" ? applyChanges(message, all) : undefined;
  }
}

/** @param {Message} message @param {any[]} changes @returns {Shown} */
function applyChanges(message, changes) {
  /** @type {Shown} */
  const shown = { text: message.text, isEdited: false, isDeleted: message.text === "", reactions: [] };
  /** By what is compared of them. @type {Map<string, {reaction: string, users: Map<string, any>}>} */
  const reactions = new Map();
  for (const change of changes) {
    // A room's moderators delete what others wrote; who may, the server has judged.
    if (change.type === "delete") shown.isDeleted = true;
    else if (change.type === "edit" && change.from.id === message.from.id && change.text) {
      Object.assign(shown, { text: change.text, isEdited: true });
      if (change.problem) shown.problem = { id: change.id, reason: change.problem };
    } else if (change.type === "reaction") react(reactions, change);
  }
  if (shown.isDeleted) return { text: "", isEdited: false, isDeleted: true, reactions: [] };
  for (const { reaction, users } of reactions.values()) if (users.size) shown.reactions.push({ reaction, users: [...users.values()] });
  shown.reactions.splice(maxReactions);
  return shown;
}

function react(reactions, { reaction, on, from }) {
  const kind = asOneReaction(reaction);
  const known = reactions.get(kind) ?? { reaction, users: new Map() };
  // With the selector it is drawn in colour everywhere.
  if (reaction.length > known.reaction.length) known.reaction = reaction;
  if (on === false) known.users.delete(from.id);
  else known.users.set(from.id, from);
  reactions.set(kind, known);
}
