import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { MemoryStorage } from "../../Public/client/storage.js";
import { moment } from "../../Public/views/time.js";
import { languages, number, speak, told } from "../../Public/views/words.js";
import { literalsIn } from "./literals.js";

const root = new URL("../../", import.meta.url);
/** @type {[string, Record<string, any>][]} */
const translated = [];
for (const [language, [, load]] of Object.entries(languages)) if (load) translated.push([language, (await load()).default.refusals.entries]);
const [[, entries]] = translated;

const filesIn = (path, ending) => {
  const folder = new URL(`${path}/`, root);
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith(ending)) : [];
  return names.map((name) => /** @type {const} */ ([`${path}/${name}`, readFileSync(new URL(name, folder), "utf8")]));
};

/** What Swift puts into a string stands for a placeholder, and so does a limit that stands there in digits. */
const interpolation = /\\\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|(?<=at most )\d+/g;

/** Whom a person's page can be told by; what operators, webhooks and programs of the chat's own are told stands elsewhere. */
const modules = ["Broker", "Chat", "ChatProtocol", "JWT", "ChatServer/HTTP", "ChatServer/Health", "ChatServer/LongPoll", "ChatServer/StaticFiles", "ChatServer/WebSocket"];

/** The sentences that stand in the server's sources, with `{}` for what is put into them. */
const said = modules.flatMap((name) => filesIn(`Sources/${name}`, ".swift")).flatMap(([path, source]) => {
  const code = source.split("\n").filter((line) => !line.trim().startsWith("//")).join("\n");
  return [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, text]) => text.replace(interpolation, "{}"))
    .filter((text) => /^(\p{Lu}|\{\}).*\p{L} .*\.$/u.test(text)).map((text) => /** @type {const} */ ([path, text]));
});

/** What only a program's mistake, or an operator's, brings: its author reads English, and everybody else the words for the error's code. */
const forPrograms = [
  /^The (fields?|token's|token is|token has|token was|id is|body must) /, /^(Tokens are not taken|This key is not known|A bot has this name|There is no bot|No key was made|Your token has)/,
  /^There are \{\} keys already/, /^(Not a (poll|request):|An unknown type of request|A message needs an id|A message's data|A room's position|A secret is|A poll has)/,
  /^(Hello |Say hello|This server speaks version 1)/, /^(A user is an id|What two people write|Nothing is changed|Only muted and banned)/,
  /^(A cookie counts only|This page may not use the chat|There is nothing here|This is not done here|Too many files are looked for)/,
];

const plain = (text) => text.replace(/\{\w*\}/g, "{}");

test("each sentence of the server that people can be told is said in each language, whatever it puts in", { skip: !said.length }, () => {
  assert.ok(said.length > 60, `${said.length} sentences found`);
  const known = new Set(Object.keys(entries).map(plain));
  const missing = said.filter(([, text]) => !known.has(text) && !forPrograms.some((pattern) => pattern.test(text)));
  assert.deepEqual(missing, []);
  for (const pattern of forPrograms) assert.ok(said.some(([, text]) => pattern.test(text)), `nobody says ${pattern}`);
});

test("what is said of a maintenance of which the operators say nothing is said in each language", { skip: !said.length }, () => {
  const [[, source]] = filesIn("Sources/ChatServer/Admin", "MaintenanceRoutes.swift");
  const [, usual] = source.match(/usualMessage = "([^"]+)"/) ?? [];
  assert.ok(usual in entries, usual);
});

test("of what is limited, and of whose limit it is, each is said in each language", { skip: !said.length }, () => {
  const source = filesIn("Sources/Chat/Limits", "Limit.swift").map(([, text]) => text).join("\n");
  const words = [...source.matchAll(/case \.\w+: "([^"]+)"/g)].map(([, text]) => text);
  assert.ok(words.length >= 12);
  for (const text of words) assert.ok(text in entries, text);
});

test("each language knows the same refusals, and the server or the page's own modules say each of them", () => {
  for (const [language, theirs] of translated) assert.deepEqual(Object.keys(theirs), Object.keys(entries), language);
  const sources = [...filesIn("Public/client", ".js"), ...filesIn("Sources", ".swift")].map(([, text]) => text.replace(interpolation, "{}")).join("\n");
  for (const key of Object.keys(entries)) {
    // A restriction is put together of its beginning and the rest.
    const parts = /^You (are banned|may read here)/.test(key) ? [key.replace(/( until|:|\.).*/, "")] : plain(key).split(/(?<=\.) /);
    for (const sentence of parts) assert.ok(sources.includes(sentence), sentence);
  }
});

for (const [language, theirs] of translated) {
  test(`${language} puts into a refusal what English does, with a form for each plural`, () => {
    const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, entry] of Object.entries(theirs)) {
      if (typeof entry === "string") assert.deepEqual(placeholders(entry), placeholders(key), key);
      else {
        assert.deepEqual(Object.keys(entry).sort(), categories, key);
        assert.deepEqual(placeholders(entry.other), placeholders(key), key);
      }
      if (key.includes("{count}")) assert.equal(typeof entry, "object", key);
    }
  });
}

test("what the page's connection says is said in each language", () => {
  const names = ["tchatter.js", ...readdirSync(new URL("Public/client/", root)).filter((name) => !name.startsWith("emoji")).map((name) => `client/${name}`)];
  // What comes with a code is said by it, and an end by its own.
  const isCoded = /(RequestError\("", |code: "", message: |words\[code\] \?\? )$/;
  for (const name of names) {
    for (const { text, before } of literalsIn(readFileSync(new URL(`Public/${name}`, root), "utf8"))) {
      if (!/^\s*\p{Lu}.*\p{L}{2,},?\s+\p{L}{2,}/u.test(text) || /(meaning: |new Error\()$/.test(before) || isCoded.test(before)) continue;
      const isPartOf = (key) => key.endsWith(text) || key.split(/\{\w+\}/).includes(text);
      assert.ok(text.trim() in entries || Object.keys(entries).some(isPartOf), `${name}: ${text}`);
    }
  }
});

const speaks = (language) => speak(Object.assign(new MemoryStorage(), {}), [language]);

test("what the server says is told in the reader's language, as far as it is known", async () => {
  await speaks("de");
  for (const [message, code, expected] of [
    ["Only its author may change a message.", "forbidden", "Nur wer eine Nachricht geschrieben hat, kann sie ändern."],
    ["A message has at most 4000 characters.", "too_large", `Eine Nachricht hat höchstens ${number(4_000)} Zeichen.`],
    ["No more than 1 rooms at once.", "forbidden", "Nicht mehr als 1 Raum zugleich."],
    ["Too many messages at a time, on this connection.", "rate_limited", "Zu viele Nachrichten auf einmal, über diese Verbindung."],
    ["Too many messages at a time for a room of so many, over all your connections.", "rate_limited", "Zu viele Nachrichten auf einmal für einen Raum mit so vielen Leuten, über alle deine Verbindungen."],
    ["You are banned: spam {count} $& .*", "forbidden", "Du bist gesperrt: spam {count} $& .*"],
    ["You may read here, but not write until Friday.", "forbidden", "You may read here, but not write until Friday."],
    // What is not known is said by its code.
    ["Too many kettles, on this connection.", "rate_limited", "Das war zu viel auf einmal. Warte einen Moment."],
    ["Too many messages at a time, on this kettle.", "rate_limited", "Das war zu viel auf einmal. Warte einen Moment."],
    ["You are banned until Monday.", "forbidden", "You are banned until Monday."],
    ["constructor", "toString", "constructor"],
    ["{limit}, {holder}.", "", "{limit}, {holder}."],
  ]) assert.equal(told(message, code), expected);
  await speaks("en");
  assert.equal(told("The connection was lost.", "lost"), "The connection was lost.");
});

test("a moment that the server names is told as where the reader is, and a reason as it was given", async () => {
  await speaks("fr");
  const time = moment(Date.parse("2099-11-21T14:00:00Z"));
  assert.equal(told("You are banned until 2099-11-21 14:00 UTC: spam: again.", "forbidden"), `Vous êtes banni (fin\u202f: ${time})\u202f: spam: again.`);
  await speaks("ar");
  assert.equal(told("You are banned until 2099-11-21 14:00 UTC: hello", "forbidden"), `أنت محظور حتى \u2068${moment(Date.parse("2099-11-21T14:00:00Z"))}\u2069: \u2068hello\u2069`);
  for (const [count, expected] of [[2, "لا تزيد الرسالة على محرفين."], [5, `لا تزيد الرسالة على ${number(5)} محارف.`], [4000, `لا تزيد الرسالة على ${number(4000)} محرف.`]]) {
    assert.equal(told(`A message has at most ${count} characters.`), expected);
  }
});
