import assert from "node:assert/strict";
import test from "node:test";
import { Emitter } from "../../Public/client/emitter.js";
import { ReadOnlyRooms } from "../../Public/client/read-only-rooms.js";

const reason = "This room is not open to you, or not for this.";
const refused = (id, fields = {}) => ({ id, room: "tea", text: "", time: 1, state: "failed", reason, ...fields });

/** What somebody in one room hears of their messages there. */
class FakeChat extends Emitter {
  items = /** @type {any[]} */ ([]);
  outbox = { of: () => this.items };
  isLive = () => true;

  /** @param {any[]} items */
  has(...items) {
    this.items = items;
    this.emit("outbox", "tea");
  }
}

/** @returns {[ReadOnlyRooms, any, () => number]} */
function listening() {
  let changes = 0;
  const rooms = new ReadOnlyRooms(() => (changes += 1));
  const chat = /** @type {any} */ (new FakeChat());
  rooms.hear(chat);
  return [rooms, chat, () => changes];
}

test("a room is for reading alone from the refusal of a message on, not of a change", () => {
  for (const [fields, isReadOnly] of /** @type {[object, boolean][]} */ ([[{}, true], [{ state: "waiting" }, false], [{ reason: "Too long." }, false], [{ change: { type: "edit" } }, false]])) {
    const [rooms, chat, changes] = listening();
    chat.has(refused("one", fields));
    chat.has(refused("one", fields));
    assert.deepEqual([rooms.has("tea"), rooms.has("other"), changes()], [isReadOnly, false, Number(isReadOnly)]);
  }
});

test("what was refused before one joined anew tells nothing, until it is refused again", () => {
  const [rooms, chat] = listening();
  chat.has(refused("one"));
  chat.emit("joined", { room: "tea" });
  assert.equal(rooms.has("tea"), false);
  chat.has(refused("one"), refused("two", { state: "waiting" }));
  chat.has(refused("one"));
  assert.equal(rooms.has("tea"), false);
  chat.has(refused("one", { state: "waiting" }));
  chat.has(refused("one"));
  assert.equal(rooms.has("tea"), true);
});

test("with the last refused message goes what it told", () => {
  const [rooms, chat] = listening();
  chat.has(refused("one"));
  chat.has();
  assert.equal(rooms.has("tea"), false);
});

test("of another sign-in nothing is known", () => {
  const [rooms, chat] = listening();
  chat.has(refused("one"));
  const next = /** @type {any} */ (new FakeChat());
  rooms.hear(next);
  chat.has(refused("two"));
  assert.equal(rooms.has("tea"), false);
});
