import { readJSON, writeJSON } from "./storage.js";

/** The public rooms that are open, over reloads and in all tabs. */
export class OpenRooms {
  /** Where they are kept. */
  static key = "tchatter.rooms";
  #storage;

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @returns {string[]} */
  get names() {
    const names = readJSON(this.#storage, OpenRooms.key, ["lobby"]);
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : ["lobby"];
  }

  /** One name more: what other tabs have opened stays. @param {string} name */
  add(name) {
    if (!this.names.includes(name)) writeJSON(this.#storage, OpenRooms.key, [...this.names, name]);
  }

  /** @param {string} name */
  remove(name) {
    writeJSON(this.#storage, OpenRooms.key, this.names.filter((other) => other !== name));
  }
}
