import assert from "node:assert/strict";
import test from "node:test";
import { aroundFound, foundPart } from "../../Public/client/found-part.js";
import { MessageSearch } from "../../Public/client/message-search.js";
import { RequestError, validate } from "../../Public/client/protocol.js";

const marked = (text, sought) => {
  const part = foundPart(text, sought);
  return part && text.slice(...part);
};

test("what was found is marked as it stands there, however it is written", () => {
  for (const [text, sought, part] of [
    ["Hello there", "hELL", "Hell"], ["Größe", "GRÖSSE", "Größe"], ["Gro\u0308ße!", "größ", "Gro\u0308ß"], ["ＡＢＣ", "b", "Ｂ"],
    ["ΟΔΟΣ, οδός", "οδοσ", "ΟΔΟΣ"], ["ﬁn", "fi", "ﬁ"], ["Привет", "ВЕТ", "вет"], ["한국어".normalize("NFD"), "국", "국".normalize("NFD")],
    ["so\u00adft", "soft", "so\u00adft"], ["👨‍👩‍👧 x", "x", "x"], ["ab", "c", null], ["ab", "", null],
  ]) assert.equal(marked(text, sought), part, `${text} ${sought}`);
});

test("of a long text the part around it is shown", () => {
  const [before, part, after] = aroundFound(`${"a".repeat(300)}NEEDLE${"b".repeat(300)}`, "needle");
  assert.deepEqual([before, part, after], [`…${"a".repeat(40)}`, "NEEDLE", "b".repeat(140)]);
  assert.deepEqual(aroundFound("nothing", "x"), ["", "", "nothing"]);
});

const said = (id, time, more) => ({ type: "message", seq: time, time, id, from: { id: "ada", name: "Ada" }, text: id, ...more });
const room = (name) => /** @type {any} */ ({ name });

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
  const search = new MessageSearch([room("a"), room("b")], "x");
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
  const search = new MessageSearch([room("a")], "x");
  await search.step(chat);
  assert.deepEqual(search.found.map(({ name, text }) => [name, text]), [[{ seq: 4, from: "ada", id: "m" }, "new"]]);
});

test("what passes is tried again, a room that can't be read is left out, and all else is told", async () => {
  const { chat } = scripted([
    new RequestError("rate_limited", "Later.", 500), new RequestError("forbidden", "No."), { time: 1, before: "p" },
    ...Array.from({ length: 5 }, () => new RequestError("unavailable", "Away.")),
  ]);
  const search = new MessageSearch([room("a"), room("b")], "x");
  assert.deepEqual([await search.step(chat), await search.step(chat), await search.step(chat)], [500, 0, 0]);
  for (let times = 0; times < 4; times += 1) assert.equal(await search.step(chat), 1_000);
  await assert.rejects(search.step(chat), { code: "unavailable" });
});

test("a server that gets nowhere is not asked for ever", async () => {
  const { chat } = scripted([{ time: 1, before: "p" }, { time: 1, before: "p" }]);
  const stuck = new MessageSearch([room("a")], "x");
  await stuck.step(chat);
  await stuck.step(chat);
  assert.equal(stuck.isDone, true);
});
