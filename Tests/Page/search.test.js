import assert from "node:assert/strict";
import test from "node:test";
import { aroundFound, foundPart } from "../../Public/client/found-part.js";
import { knownRooms } from "../../Public/client/known-rooms.js";
import { MessageSearch } from "../../Public/client/message-search.js";
import { RequestError, validate } from "../../Public/client/protocol.js";
import { ReadMarks } from "../../Public/client/read-marks.js";
import { MemoryStorage } from "../../Public/client/storage.js";
import { ada, bob } from "./fakes.js";

const marked = (text, sought) => {
  const part = foundPart(text, sought);
  return part && text.slice(...part);
};

test("what was found is marked as it stands there, however it is written", () => {
  for (const [text, sought, part] of [
    ["Hello there", "hELL", "Hell"], ["Größe", "GRÖSSE", "Größe"], ["Gro\u0308ße!", "größ", "Gro\u0308ß"], ["ＡＢＣ", "b", "Ｂ"],
    ["ΟΔΟΣ, οδός", "οδοσ", "ΟΔΟΣ"], ["ﬁn", "fi", "ﬁ"], ["Привет", "ВЕТ", "вет"], ["한국어".normalize("NFD"), "국", "국".normalize("NFD")],
    ["so\u00adft", "soft", "so\u00adft"], ["👨‍👩‍👧 x", "x", "x"], ["ab", "c", null], ["ab", "", null],
    ["ısı", "isi", null], ["ISI", "ısı", null], ["ısı", "ISI", null], ["İ", "i", "İ"], ["ᾼ", "αι", "ᾼ"], ["α\u0345\u0301", "άι", "α\u0345\u0301"], ["\u1fb4", "άι", "\u1fb4"], ["ꮳ", "Ꮳ", "ꮳ"],
  ]) assert.equal(marked(text, sought), part, `${text} ${sought}`);
});

test("of a long text the part around it is shown", () => {
  const [before, part, after] = aroundFound(`${"a".repeat(300)}NEEDLE${"b".repeat(300)}`, "needle");
  assert.deepEqual([before, part, after], [`…${"a".repeat(40)}`, "NEEDLE", "b".repeat(140)]);
  assert.deepEqual(aroundFound("nothing", "x"), ["", "", "nothing"]);
});

const said = (id, time, more) => ({ type: "message", seq: time, time, id, from: { id: "ada", name: "Ada" }, text: id, ...more });

/** Answers in turn, and what was asked. */
function scripted(answers) {
  const asked = [];
  const ask = async (type, name, more) => {
    asked.push([type, name, more.before]);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return { messages: [], looked: 1, ...answer };
  };
  return { asked, chat: /** @type {any} */ ({ ask }) };
}

test("rooms are searched together: the one that was looked through least far goes on", async () => {
  const { asked, chat } = scripted([
    { messages: [said("a9", 9)], time: 7, before: "a" }, { messages: [said("b8", 8)], time: 3, before: "b" },
    { messages: [said("a5", 5)], time: 2 }, { messages: [said("b1", 1)], time: 1 },
  ]);
  const search = new MessageSearch(["a", "b"], "x");
  const times = [];
  while (!search.isDone) {
    times.push(search.time);
    await search.step(chat);
  }
  assert.deepEqual(asked, [["search", "a", undefined], ["search", "b", undefined], ["search", "a", "a"], ["search", "b", "b"]]);
  assert.deepEqual(times, [Infinity, Infinity, 7, 3]);
  assert.deepEqual(search.found.map(({ text }) => text), ["a9", "b8", "a5", "b1"]);
});

test("of what is found, what is no message is left out", () => {
  const event = { ...said("m", 4), room: "a", position: "p" };
  const broken = [null, 7, { ...event, from: null }, { ...event, text: 1 }, { ...event, type: "edit" }];
  assert.deepEqual(validate({ type: "found", messages: [...broken, event] })?.messages, [event]);
});

test("a message and its edit are one, which leads to the message", async () => {
  const edit = said("e", 9, { type: "edit", of: 4, target: { from: "ada", id: "m" }, text: "new" });
  const { chat } = scripted([{ messages: [edit, said("m", 4)], time: 4 }]);
  const search = new MessageSearch(["a"], "x");
  await search.step(chat);
  assert.deepEqual(search.found.map(({ name, text }) => [name, text]), [[{ seq: 4, from: "ada", id: "m" }, "new"]]);
});

test("what passes is tried again, a room that can't be read is left out, and all else is told", async () => {
  const { chat } = scripted([
    new RequestError("rate_limited", "Later.", 500), new RequestError("forbidden", "No."), { time: 1, before: "p" },
    ...Array.from({ length: 5 }, () => new RequestError("unavailable", "Away.")), { time: 1 },
  ]);
  const search = new MessageSearch(["a", "b"], "x");
  assert.deepEqual([await search.step(chat), await search.step(chat), await search.step(chat)], [500, 0, 0]);
  for (let times = 0; times < 4; times += 1) assert.equal(await search.step(chat), 1_000);
  await assert.rejects(search.step(chat), { code: "unavailable" });
  // Whoever wants to go on does.
  assert.deepEqual([search.isDone, search.missed], [false, 2]);
  await search.step(chat);
  assert.deepEqual([search.isDone, search.missed, search.count], [true, 1, 2]);
});

test("of many rooms it is known in how many it has been looked; one that can't be had waits for the others, and the last that may not be read ends nothing", async () => {
  const away = new RequestError("unavailable", "Away.", 2_000);
  const { asked, chat } = scripted([away, { time: 7, before: "b" }, new RequestError("not_found", "Gone."), { time: 3 }, { time: 2 }]);
  const search = new MessageSearch(["a", "b", "c"], "x");
  const seen = [];
  while (!search.isDone) seen.push([await search.step(chat), search.begun, search.missed, search.time]);
  assert.deepEqual(asked.map(([, name, before]) => [name, before]), [["a", undefined], ["b", undefined], ["c", undefined], ["b", "b"], ["a", undefined]]);
  assert.deepEqual(seen, [[2_000, 0, 1, Infinity], [0, 1, 1, Infinity], [0, 2, 2, 7], [0, 2, 2, Infinity], [0, 3, 1, -Infinity]]);
  const closed = new MessageSearch(["a", "b"], "x");
  const refusing = scripted([{ time: 1 }, new RequestError("forbidden", "No.")]);
  for (let times = 0; times < 2; times += 1) await closed.step(refusing.chat);
  assert.deepEqual([closed.isDone, closed.missed], [true, 1]);
  const alone = scripted([new RequestError("forbidden", "No.")]);
  await assert.rejects(new MessageSearch(["a"], "x").step(alone.chat), { code: "forbidden" });
});

test("all rooms are those that are open, those that were read here or elsewhere, and direct ones, and nobody else's", () => {
  const storage = new MemoryStorage();
  const read = new ReadMarks(storage);
  for (const [room, time] of [["left", 5], ["open", 9], ["@a.b", 7], ["@x.y", 8], ["Not a room", 9]]) read.set(room, { position: "p", time });
  storage.setItem("tchatter.draft.other", "text");
  const store = /** @type {any} */ ({ user: ada, rooms: new Map(["tea", "open"].map((name) => [name, { name }])), directs: new Map([["@a.c", bob]]) });
  const marks = [{ room: "elsewhere", time: 6 }, { room: "left", time: 8 }, { room: "open", time: 1 }];
  assert.deepEqual(knownRooms(store, marks, storage), ["tea", "open", "left", "@a.b", "elsewhere", "@a.c"]);
  const many = Array.from({ length: 500 }, (_, index) => ({ room: `r${index}`, time: index }));
  const known = knownRooms(store, many, storage);
  assert.deepEqual([known.length, known.slice(0, 3)], [400, ["tea", "open", "r499"]]);
});

test("a server that gets nowhere is not asked for ever", async () => {
  const { chat } = scripted([{ time: 1, before: "p" }, { time: 1, before: "p" }]);
  const stuck = new MessageSearch(["a"], "x");
  await stuck.step(chat);
  await stuck.step(chat);
  assert.equal(stuck.isDone, true);
});
