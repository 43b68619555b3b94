// Has something asked for anew after it has changed. Everybody who looks hears of a change at once: so each asks after a moment
// of their own, once for all changes until then, and again if it fails, as when too many have asked.
import { Unauthorized } from "./votes-client.js";

const SPREAD = 1_000;
const LONGEST_SPREAD = 15_000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Refresher {
  #ask;
  #wait;
  #isStale = false;
  #isAsking = false;

  /** @param ask asks, and shows what comes; rejects if it could not. */
  constructor(ask, wait = pause) {
    this.#ask = ask;
    this.#wait = wait;
  }

  /** @param spread within how many milliseconds to ask; 0 for who has waited for nothing else. */
  async refresh(spread = SPREAD) {
    this.#isStale = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isStale) {
      if (spread > 0) await this.#wait(spread * Math.random());
      this.#isStale = false;
      try {
        await this.#ask();
        spread = SPREAD;
      } catch (error) {
        // Without a key there is nothing to ask for.
        this.#isStale = !(error instanceof Unauthorized);
        spread = Math.min(Math.max(spread * 2, SPREAD), LONGEST_SPREAD);
      }
    }
    this.#isAsking = false;
  }
}
