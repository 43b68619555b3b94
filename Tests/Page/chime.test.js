import assert from "node:assert/strict";
import { test } from "node:test";
import { chime } from "../../Public/views/chime.js";

/** What a browser makes sounds with, as far as they are made here. */
class Sound {
  /** @type {Sound[]} */
  static all = [];
  isClosed = false;
  currentTime = 0;
  destination = {};
  tones = 0;

  constructor() {
    Sound.all.push(this);
  }

  createGain = () => ({ gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (next) => next });
  createOscillator = () => ({ frequency: {}, connect: (next) => next, start: () => (this.tones += 1), stop() {} });
  close = async () => (this.isClosed = true);
}

test("each sound is closed once it has died away, or it would keep the machine awake", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.AudioContext = Sound;
  context.after(() => delete globalThis.AudioContext);
  chime();
  chime();
  assert.deepEqual(Sound.all.map(({ tones, isClosed }) => [tones, isClosed]), [[2, false], [2, false]]);
  context.mock.timers.tick(1_000);
  assert.ok(Sound.all.every(({ isClosed }) => isClosed));
});
