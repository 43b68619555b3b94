import { moment } from "../views/time.js";
import { parts } from "../views/words.js";

/** What the server puts into its sentences in place of these; whatever else it puts there is words of its own, which have an entry, too. */
const patterns = { count: "\\d+", time: "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC", reason: ".+" };

/**
 * What the server says in English, in another language: by its sentence, which may have `{placeholders}` for what the server puts in, or
 * by an error's code. An entry with a `{count}` may have a form for each plural.
 */
export class Refusals {
  #entries;
  /** @type {[RegExp, string][]} what sentences with placeholders look like, and their entries */
  #patterns;

  /** @param {Record<string, string | Record<string, string>>} entries */
  constructor(entries) {
    this.#entries = entries;
    this.#patterns = Object.keys(entries).filter((key) => key.includes("{")).map((key) => [patternOf(key), key]);
  }

  get entries() {
    return this.#entries;
  }

  /** @param {string} message @param {(string | number | undefined)[]} codes @returns {string | undefined} */
  say(message, codes) {
    return this.#exact(message) ?? this.#filled(message) ?? codes.map((code) => this.#exact(code ?? "")).find(Boolean);
  }

  #exact(key) {
    const entry = Object.hasOwn(this.#entries, key) ? this.#entries[key] : undefined;
    return typeof entry === "string" && !String(key).includes("{") ? entry : undefined;
  }

  #filled(message) {
    for (const [pattern, key] of this.#patterns) {
      const found = pattern.exec(message)?.groups;
      const values = found && Object.entries(found).map(([name, text]) => [name, this.#value(name, text)]);
      // A word of the server's that is not known would stand there in English.
      if (values?.every(([, value]) => value !== undefined)) return parts(/** @type {any} */ (this.#entries[key]), Object.fromEntries(values)).join("");
    }
    return undefined;
  }

  #value(name, text) {
    if (name === "count") return Number(text);
    if (name === "time") return moment(Date.parse(text.replace(" UTC", "Z").replace(" ", "T")));
    return name in patterns ? text : this.#exact(text);
  }
}

/** @param {string} key */
function patternOf(key) {
  const source = key.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? `(?<${part}>${patterns[part] ?? ".+?"})` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  return new RegExp(`^${source.join("")}$`, "s");
}
