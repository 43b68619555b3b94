import { inlinesOf, parse } from "../client/blocks.js";
import { callIn, callersIn, mayCall } from "../client/callers.js";
import { calls } from "../client/inlines.js";
import { list, t } from "../languages/en-dialogs.js";
import { mentionable, namesIn } from "./mentionable.js";

/** @typedef {import("../client/store.js").Room} Room */

const nobodyHears = { none: "callsNobody", moderators: "leadersCall", members: "membersCall" };

/** That a text calls everybody, and nobody hears of it, as one may not; nothing where one may, or does not. @param {Room} room @param {string} text */
export function callIsVain(room, text) {
  // What two write to each other they hear of anyway.
  const call = room.with || mayCall(room.policy) ? "" : callIn(text);
  return call ? t(nobodyHears[callersIn(room.policy)], { call }) : "";
}

/**
 * That people are mentioned in a room where they are not, and hear nothing of it; nothing where all are there.
 * @param {Room} room
 * @param {Iterable<Room>} all in which their names may be known
 * @param {string} text
 */
export function absenceIn(room, all, text) {
  if (!room.isListed) return "";
  const known = [...all].flatMap((other) => (other.with ? [...namesIn(other), other.with.name] : namesIn(other)));
  const absent = absentees(text, namesIn(room), [...new Set([...known, ...mentionable(room, "", false)])]);
  return absent.length ? absenceOf(absent, room) : "";
}

/** What stands behind an @ that looks like somebody's name. */
const anyMention = /(?<![\p{L}\p{N}@/.])@([\p{L}][\p{L}\p{M}\p{N}_-]*)/gu;
const everybody = new Set(calls);

/**
 * Who is mentioned without being there to be told, as far as the names are known.
 * @param {string} text
 * @param {string[]} present names of those who are in the room
 * @param {string[]} known names of others
 * @returns {string[]}
 */
export function absentees(text, present, known) {
  const here = new Set(present.map((name) => name.toLowerCase()));
  const spelled = new Map(known.map((name) => [name.toLowerCase(), name]));
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { type, text: part = "" } of inlinesOf(parse(text, { names: [...present, ...known] }))) {
    const names = type === "mention" ? [part.slice(1)] : type === "text" ? [...part.matchAll(anyMention)].map((match) => match[1].replace(/[_-]+$/u, "")) : [];
    for (const name of names) {
      const key = name.toLowerCase();
      if (!here.has(key) && !everybody.has(key)) found.set(key, spelled.get(key) ?? name);
    }
  }
  return [...found.values()];
}

/** That the ones mentioned are not there. @param {string[]} names @param {Room} room */
export function absenceOf(names, room) {
  const key = names.length > 3 ? "manyAbsent" : "absent";
  return t(room.with ? `${key}Here` : key, { count: names.length, names: list(names) });
}
