/** The dotless ı is no i, though both have the same capital. */
const cased = (text) => text.split("ı").map((part) => part.toLowerCase().toUpperCase().toLowerCase()).join("ı");

/** As the server folds it, but for letters that are newer than its Unicode 14 or older than the browser's: it alone finds them, and nothing is marked. */
export const folded = (text) => cased(text.normalize("NFKC")).replaceAll("ς", "σ").replace(/\p{Default_Ignorable_Code_Point}/gu, "").normalize("NFKC");

/**
 * Where something that was found stands in a text.
 * @param {string} text
 * @param {string} sought
 * @returns {[number, number] | null} from where to where
 */
export function foundPart(text, sought) {
  const wanted = folded(sought);
  // A letter and its marks are folded together, since they may become one.
  const letters = text.match(/\P{M}[\p{M}\u1160-\u11ff]*|\p{M}+/gu) ?? [];
  let [whole, at] = ["", 0];
  /** For each unit of what is folded: the part of the text that it is of. @type {[number, number][]} */
  const origins = [];
  for (const letter of letters) {
    const part = folded(letter);
    for (let unit = 0; unit < part.length; unit += 1) origins.push([at, at + letter.length]);
    whole += part;
    at += letter.length;
  }
  const start = wanted ? whole.indexOf(wanted) : -1;
  return start < 0 ? null : [origins[start][0], origins[start + wanted.length - 1][1]];
}

/**
 * The part of a text around what was found, in three: before it, what was found, and what is behind it.
 * @param {string} text
 * @param {string} sought
 * @returns {[string, string, string]}
 */
export function aroundFound(text, sought) {
  const [start, end] = foundPart(text, sought) ?? [0, 0];
  const before = [...text.slice(0, start)];
  const after = [...text.slice(end)];
  return [`${before.length > 40 ? "…" : ""}${before.slice(-40).join("")}`, text.slice(start, end), after.slice(0, 140).join("")];
}
