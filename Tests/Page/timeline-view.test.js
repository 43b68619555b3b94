import assert from "node:assert/strict";
import test from "node:test";
import { Timeline } from "../../Public/client/timeline.js";
import { settled } from "./fakes.js";

const rowHeight = 40;
let [frames, scrolls] = [[], []];

/** As much of an element as rows and what scrolls them take; all rows are of one height. */
class FakeElement {
  dataset = {};
  style = { setProperty: () => {} };
  children = [];
  clientHeight = 800;
  #class = "";
  #scrollTop = 0;
  #scrolled = () => {};
  classList = { add: (name) => (this.#class += ` ${name}`), toggle: () => {}, contains: (name) => this.#class.split(" ").includes(name) };
  set className(names) {
    this.#class = names;
  }
  get scrollHeight() {
    return this.children.length * rowHeight;
  }
  get scrollTop() {
    return Math.max(0, Math.min(this.#scrollTop, this.scrollHeight - this.clientHeight));
  }
  set scrollTop(top) {
    const before = this.scrollTop;
    this.#scrollTop = top;
    if (this.scrollTop !== before) scrolls.push(this.#scrolled);
  }
  get firstElementChild() {
    return this.children[0] ?? null;
  }
  get nextElementSibling() {
    return this.parent?.children[this.parent.children.indexOf(this) + 1] ?? null;
  }
  addEventListener(name, body) {
    if (name === "scroll") this.#scrolled = body;
  }
  setAttribute(name, value) {
    if (name === "class") this.#class = value;
    if (name === "data-key") this.dataset.key = value;
  }
  append(...children) {
    for (const child of children) this.insertBefore(child, null);
  }
  replaceChildren() {
    this.children = [];
  }
  insertBefore(child, next) {
    child.remove?.();
    this.children.splice(next ? this.children.indexOf(next) : this.children.length, 0, child);
    if (child instanceof FakeElement) child.parent = this;
  }
  remove() {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }
  getBoundingClientRect() {
    const top = this.parent ? this.parent.children.indexOf(this) * rowHeight - this.parent.scrollTop : 0;
    return { top, bottom: top + rowHeight };
  }
  querySelector = () => null;
  querySelectorAll = () => [];
  scrollIntoView() {
    this.parent.scrollTop = this.parent.children.indexOf(this) * rowHeight;
  }
  focus() {}
}

const make = () => new FakeElement();
Object.assign(globalThis, {
  document: { createElement: make, createElementNS: make, documentElement: make() },
  ResizeObserver: class { observe() {} },
  requestAnimationFrame: (body) => frames.push(body),
});
const { TimelineView } = await import("../../Public/views/timeline-view.js");

/** A room's view; what says so many messages, what adds so many reactions to the first; and what waits until nothing is drawn any more. */
function setUp() {
  const [timeline, element, from] = [new Timeline(), make(), { id: "bob", name: "Bob" }];
  timeline.hasEarlier = false;
  const context = { me: "Ada", myID: "ada", names: [], act: () => {}, roleOf: () => null };
  const view = new TimelineView(element, {
    clock: null, pending: () => [], loadEarlier: async () => false, context: () => context, moved: () => {},
  });
  let seq = 0;
  const next = () => ({ room: "lobby", seq: (seq += 1), position: `e.0.${seq}.x`, id: `${seq}`, from, time: seq });
  const say = (count) => {
    for (let number = 0; number < count; number += 1) timeline.append({ type: "message", text: "hello", ...next() });
  };
  const react = (count) => {
    const what = { type: "reaction", of: 1, target: { from: "bob", id: "1" }, reaction: "👍" };
    for (let number = 0; number < count; number += 1) timeline.change({ ...what, on: number % 2 === 0, ...next() });
  };
  const rows = () => element.children.filter(({ classList }) => classList.contains("row")).map(({ dataset }) => dataset.key);
  const drawn = async () => {
    for (let turns = 0; frames.length || scrolls.length; turns += 1) {
      assert.ok(turns < 100, "it is drawn for ever");
      const due = [...scrolls, ...frames];
      [frames, scrolls] = [[], []];
      for (const body of due) body();
      await settled();
    }
    return rows();
  };
  const show = () => {
    view.show({ timeline, unread: 0, isKnown: true, name: "lobby", asked: "lobby", leaders: new Map() });
    return drawn();
  };
  return { view, element, say, react, drawn, show };
}

test("a room where many have reacted since the last message shows its messages", async () => {
  const { view, say, react, drawn, show } = setUp();
  say(30);
  react(70);
  assert.equal((await show()).length, 30);
  for (let turn = 0; turn < 4; turn += 1) {
    react(50);
    view.update();
    assert.equal((await drawn()).length, 30);
  }
  react(300);
  assert.equal((await show()).length, 30);
});

test("over what has no rows one scrolls both ways", async () => {
  const { view, element, say, react, drawn, show } = setUp();
  say(30);
  react(300);
  say(30);
  await show();
  for (let turn = 0; turn < 10; turn += 1) {
    element.scrollTop -= 300;
    await drawn();
  }
  assert.equal((await drawn())[0], "bob/1");
  view.reveal("bob/1");
  for (let turn = 0; turn < 10; turn += 1) {
    await drawn();
    element.scrollTop += 300;
  }
  assert.equal((await drawn()).at(-1), "bob/360");
});

test("however much comes, so many rows are drawn at most", async () => {
  const { view, element, say, drawn, show } = setUp();
  say(100);
  await show();
  element.scrollTop -= 1_000;
  await drawn();
  say(1_000);
  view.update();
  assert.ok((await drawn()).length <= 240);
  view.toNewest();
  for (let turn = 0; turn < 20; turn += 1) {
    say(50);
    view.update();
    assert.ok((await drawn()).length <= 300);
  }
});
