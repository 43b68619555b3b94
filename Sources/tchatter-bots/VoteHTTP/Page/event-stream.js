// Server-sent events out of a body that is read piece by piece (HTML, section 9.2). The browser's own EventSource sends no
// key, and a key in an address would stand in logs.

/** Hands each event that has data to `onEvent({type, data, id})`. */
export class EventStreamParser {
  #onEvent;
  #rest = "";
  #event = { type: "", data: [], id: "" };

  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  push(text) {
    // A CR at the end may be half of a line's end.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) this.#take(line);
  }

  #take(line) {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event.type = value;
    else if (name === "data") this.#event.data.push(value);
    else if (name === "id" && !value.includes("\0")) this.#event.id = value;
  }

  #dispatch() {
    const { type, data, id } = this.#event;
    this.#event = { type: "", data: [], id };
    if (data.length > 0) this.#onEvent({ type: type || "message", data: data.join("\n"), id });
  }
}
