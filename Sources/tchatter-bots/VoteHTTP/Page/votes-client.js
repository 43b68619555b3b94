// The bot's HTTP interface as the page uses it: reads votes, and hears what changes.
import { EventStreamParser } from "./event-stream.js";

const STORED = "votes-key";
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
// The bot says something every 15 s; who hears nothing for so long is cut off.
const SILENCE = 40_000;

export class Unauthorized extends Error {}

export class VotesClient {
  onVotes = () => {};
  onVote = () => {};
  onState = () => {};
  #key = sessionStorage.getItem(STORED);
  #stop = null;
  #lastId = "";

  get hasKey() { return this.#key !== null; }

  setKey(key) {
    this.#key = key;
    sessionStorage.setItem(STORED, key);
  }

  forgetKey() {
    this.#key = null;
    this.#lastId = "";
    sessionStorage.removeItem(STORED);
    this.#stop?.abort();
  }

  async get(path) {
    return (await this.#fetch(path)).json();
  }

  async #fetch(path, options = {}) {
    const headers = { ...options.headers };
    if (this.#key !== null) headers.Authorization = `Bearer ${this.#key}`;
    const answer = await fetch(path, { ...options, headers, cache: "no-store" });
    if (answer.status === 401) throw new Unauthorized();
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer;
  }

  /** Follows the votes until the key is forgotten or refused; comes back after interruptions. */
  async follow() {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    let pause = FIRST_PAUSE;
    while (!stop.signal.aborted) {
      try {
        await this.#listen(stop.signal, () => { pause = FIRST_PAUSE; });
      } catch (error) {
        if (error instanceof Unauthorized) throw error;
      }
      if (stop.signal.aborted) return;
      this.onState("waiting");
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  async #listen(signal, onHeard) {
    const one = new AbortController();
    const abort = () => one.abort();
    signal.addEventListener("abort", abort);
    let watch = setTimeout(abort, SILENCE);
    try {
      const headers = this.#lastId === "" ? {} : { "Last-Event-ID": this.#lastId };
      const answer = await this.#fetch("/votes/events", { signal: one.signal, headers });
      this.onState("live");
      const parser = new EventStreamParser((event) => this.#hear(event));
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        clearTimeout(watch);
        watch = setTimeout(abort, SILENCE);
        onHeard();
        parser.push(read.value);
      }
    } finally {
      clearTimeout(watch);
      signal.removeEventListener("abort", abort);
      one.abort();
    }
  }

  #hear({ type, data, id }) {
    this.#lastId = id;
    if (type === "votes") this.onVotes(JSON.parse(data).votes);
    else if (type === "vote") this.onVote(JSON.parse(data));
  }
}
