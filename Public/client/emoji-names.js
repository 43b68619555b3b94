/** Emoji by what they are called in another language than English; whatever has no name there keeps its English one. */
export class EmojiNames {
  /** Name and what is searched, by the emoji without its selectors. @type {Map<string, {name: string, text: string}>} */
  #entries = new Map();

  /** @param {string} table entries like `❤️ rotes Herz;liebe` with bars between them */
  constructor(table) {
    for (const entry of table.trim().split(/[|\n]/)) {
      const [said, words = ""] = entry.split(";");
      const at = said.indexOf(" ");
      this.#entries.set(bare(said.slice(0, at)), { name: said.slice(at + 1), text: ` ${folded(`${said.slice(at + 1)} ${words}`)}` });
    }
  }

  /** @param {string} emoji @returns {string | undefined} */
  nameOf(emoji) {
    return this.#entries.get(bare(emoji))?.name;
  }

  /**
   * Those in whose name or words each word that was typed begins one; those whose name begins so come first.
   * @template {{emoji: string}} T
   * @param {string} typed
   * @param {T[]} emojis
   */
  find(typed, emojis) {
    const wanted = folded(typed).trim();
    if (!wanted) return [];
    const begins = ({ emoji }) => this.#textOf(emoji).startsWith(` ${wanted}`);
    const found = emojis.filter(({ emoji }) => wanted.split(" ").every((word) => this.#textOf(emoji).includes(` ${word}`)));
    return [...found.filter(begins), ...found.filter((each) => !begins(each))];
  }

  #textOf(emoji) {
    return this.#entries.get(bare(emoji))?.text ?? "";
  }
}

const bare = (emoji) => emoji.replace(/[\uFE0E\uFE0F]/gu, "");

/** As people type it who leave out accents; and in Arabic the article, and the signs of hamza. */
const folded = (text) => text.toLowerCase().replace(/(?<!\p{L})ال(?=\p{L}{3})/gu, "").normalize("NFD").replace(/[\p{M}\u0640]/gu, "")
  .replace(/ى/gu, "ي").replace(/ة/gu, "ه").replace(/[\s:_-]+/gu, " ");
