/** `Storage` for pages and programs that have none: lives as long as they do. @implements {Storage} */
export class MemoryStorage {
  #items = new Map();
  get length() {
    return this.#items.size;
  }
  key(index) {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(key) {
    return this.#items.get(key) ?? null;
  }
  setItem(key, value) {
    this.#items.set(key, String(value));
  }
  removeItem(key) {
    this.#items.delete(key);
  }
  clear() {
    this.#items.clear();
  }
}

/** One of the browser's, or a substitute where it is missing or forbidden. @returns {Storage} */
export function openStorage(name = "localStorage") {
  try {
    const storage = globalThis[name];
    storage.setItem("tchatter.trial", "1");
    storage.removeItem("tchatter.trial");
    return storage;
  } catch {
    return new MemoryStorage();
  }
}

/**
 * Reads a JSON value; `fallback` for what is missing or broken.
 * @template T
 * @param {Storage} storage
 * @param {string} key
 * @param {T} fallback
 * @returns {T}
 */
export function readJSON(storage, key, fallback) {
  try {
    return JSON.parse(storage.getItem(key) ?? "null") ?? fallback;
  } catch {
    return fallback;
  }
}

/** Writes a JSON value; a full storage keeps the old one. */
export function writeJSON(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: what is kept here is a convenience.
  }
}
