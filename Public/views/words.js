/**
 * The page's words in the language of whoever reads them. Each string stands in a catalogue of `../languages` by its key. English is there
 * from the beginning; another language is fetched before the page is drawn.
 */
import english from "../languages/en.js";

/** What each language calls itself, and its catalogue. @type {Record<string, [string, (() => Promise<{default: Catalogue}>)?]>} */
export const languages = {
  en: ["English"],
  de: ["Deutsch", () => import("../languages/de.js")],
  fr: ["Français", () => import("../languages/fr.js")],
  ar: ["العربية", () => import("../languages/ar.js")],
};

/** @typedef {Record<string, any>} Catalogue strings, or one for each plural category of the language */
/** @type {Catalogue} */
let catalogue;
let locale;
/** @type {Map<string, any>} */
let formats;

/** @param {Catalogue} words @param {string} tag of a language, and a region where that is known */
function set(words, tag) {
  [catalogue, locale, formats] = [words, tag, new Map()];
}
set(english, "en");

/** Words that come later; what is there already is another language's. @param {Catalogue} words */
export const add = (words) => void (catalogue = { ...words, ...catalogue });

/** `Intl`'s format of this kind in the reader's language. Those of one kind are told apart by a name. */
export function intl(kind, options = {}, name = "") {
  const key = kind + name;
  if (!formats.has(key)) formats.set(key, new Intl[kind](locale, options));
  return formats.get(key);
}

/** @param {number} value */
export const number = (value) => intl("NumberFormat").format(value);

/** The parts of a string with what its placeholders stand for: a number `count` chooses its plural, nodes stay nodes. */
export function parts(key, values = {}) {
  const entry = catalogue[key] ?? key;
  const text = typeof entry === "string" ? entry : entry[intl("PluralRules").select(values.count)] ?? entry.other;
  return text.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? shown(values[part]) : part));
}

/** @param {string} key @param {Record<string, string | number>} [values] */
export const t = (key, values) => parts(key, values).join("");

const shown = (value = "") => (typeof value === "number" ? number(value) : typeof value === "string" ? isolated(value) : value);

/** Names in a sentence. @param {string[]} names */
export const list = (names) => intl("ListFormat").format(names.map(isolated));

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]|[\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Something to be put into a sentence: what may run in the other direction takes nothing of the sentence with it. @param {string} text */
export const isolated = (text) => (text && (catalogue.direction === "rtl" || rightToLeft.test(text)) ? `\u2068${text}\u2069` : text);

/** What the server, or the connection, says in English. @param {string} message @param {...(string | number | undefined)} codes */
export const told = (message, ...codes) => catalogue.refusals?.say(message, codes) ?? message;

/** Gives what stands in the page itself its words; elements in it stand for placeholders by their `data-as`. */
export function drawWords() {
  Object.assign(document.documentElement, { lang: locale, dir: t("direction") });
  for (const element of document.querySelectorAll("[data-t]")) {
    element.replaceChildren(...parts(element.dataset.t, Object.fromEntries([...element.children].map((child) => [child.dataset.as, child]))));
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    const label = t(element.dataset.label);
    element.setAttribute("aria-label", label);
    if (element.matches("button")) element.title = label;
  }
}

/** Browsers let people write down anything. */
const isTag = (tag) => {
  try {
    return Boolean(new Intl.Locale(tag));
  } catch {
    return false;
  }
};

/** Takes the language that was chosen, or else the first of those that the browser is set to. @param {Storage} storage */
export async function speak(storage, tags = navigator.languages) {
  const wanted = tags.filter(isTag);
  const [chosen] = [storage.getItem("tchatter.language"), ...wanted].map((tag) => String(tag).split("-")[0]).filter((tag) => Object.hasOwn(languages, tag)).concat("en");
  const load = languages[chosen]?.[1];
  // Without its catalogue English is understood more than nothing.
  const words = load ? (await load().catch(() => null))?.default : english;
  if (!words) return;
  // Times are written as where the reader is, even in another language: 15:30 or 3:30 pm.
  const region = new Intl.Locale(wanted[0] ?? "en").region;
  set(words, wanted.find((tag) => tag.split("-")[0] === chosen) ?? [chosen, region].filter(Boolean).join("-"));
}
