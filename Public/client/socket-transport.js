import { encode, parse, subprotocol } from "./protocol.js";

/**
 * What carries the protocol's objects. Both transports have this shape, so that nothing else knows which is in use.
 *
 * @typedef {object} TransportEvents
 * @property {() => void} opened connected; called at most once
 * @property {(object: import("./protocol.js").Wire) => void} received
 * @property {(code: number, reason: string) => void} closed exactly once, and nothing after it
 *
 * @typedef {object} Transport
 * @property {"socket" | "poll"} kind
 * @property {(events: TransportEvents) => void} open throws where there is no such transport
 * @property {(object: import("./protocol.js").Wire) => void} send before `opened` it waits; after `closed` it is dropped
 * @property {(code: number, reason: string) => void} close tells the other side; `closed` follows at once
 */

/** The protocol over a WebSocket. @implements {Transport} */
export class SocketTransport {
  /** @type {"socket"} */
  kind = "socket";
  #url;
  #make;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {TransportEvents | null} */
  #events = null;
  /** @type {string[]} */
  #queue = [];

  /**
   * @param {string} url `ws:` or `wss:`
   * @param {(url: string, protocol: string) => WebSocket} make
   */
  constructor(url, make = (url, protocol) => new WebSocket(url, protocol)) {
    this.#url = url;
    this.#make = make;
  }

  /** @param {TransportEvents} events */
  open(events) {
    this.#events = events;
    const socket = this.#make(this.#url, subprotocol);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => {
      const object = parse(data);
      if (object) this.#events?.received(object);
    };
    socket.onclose = ({ code, reason }) => this.#finish(code, reason);
    // Not everything closes what has failed: WebKitGTK beyond its number of sockets, Node 22 after a refused handshake.
    socket.onerror = () => this.close(1006, "error");
  }

  /** @param {import("./protocol.js").Wire} object */
  send(object) {
    const text = encode(object);
    if (this.#socket?.readyState === 1) this.#socket.send(text);
    else if (this.#events) this.#queue.push(text);
  }

  /**
   * @param {number} code 1000, or 3000–4999: browsers allow no other
   * @param {string} reason
   */
  close(code, reason) {
    const socket = this.#socket;
    this.#finish(code, reason);
    if (socket) socket.close(code === 1000 || code >= 3000 ? code : 1000, reason);
  }

  #opened() {
    for (const text of this.#queue.splice(0)) this.#socket?.send(text);
    this.#events?.opened();
  }

  #finish(code, reason) {
    const events = this.#events;
    // Nothing it does from here on matters; and undici 6 errs once more, from within, when one that has erred is closed.
    if (this.#socket) this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = this.#socket.onerror = null;
    this.#events = null;
    this.#queue = [];
    events?.closed(code, reason);
  }
}
