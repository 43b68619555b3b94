/** A transport whose module is fetched behind the page: what is sent before it has come waits. @implements {import("./socket-transport.js").Transport} */
export class LateTransport {
  kind;
  #load;
  /** @type {import("./socket-transport.js").Transport | null} */
  #transport = null;
  /** @type {import("./socket-transport.js").TransportEvents | null} */
  #events = null;
  #queue = [];

  /** @param {"socket" | "poll"} kind @param {() => Promise<import("./socket-transport.js").Transport>} load makes the one that it stands for */
  constructor(kind, load) {
    this.kind = kind;
    this.#load = load;
  }

  open(events) {
    this.#events = events;
    this.#load().then((transport) => this.#begin(transport)).catch(() => this.close(1006, "not loaded"));
  }

  send(object) {
    if (this.#transport) this.#transport.send(object);
    else if (this.#events) this.#queue.push(object);
  }

  close(code, reason) {
    const events = this.#events;
    this.#events = null;
    if (this.#transport) this.#transport.close(code, reason);
    else events?.closed(code, reason);
  }

  #begin(transport) {
    if (!this.#events) return;
    this.#transport = transport;
    transport.open(this.#events);
    for (const object of this.#queue.splice(0)) transport.send(object);
  }
}
