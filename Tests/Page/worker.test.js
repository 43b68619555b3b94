import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const source = readFileSync(new URL("../../Public/notification-worker.js", import.meta.url), "utf8");

/** The worker, beside a network that is told what to answer. @param {(request: any) => Promise<any>} network */
function start(network = async () => new Response("the page")) {
  const listeners = {};
  const routes = [];
  vm.runInNewContext(source, {
    addEventListener: (name, listener) => (listeners[name] = listener), skipWaiting: () => {}, fetch: network,
    registration: {}, clients: {}, crypto: globalThis.crypto, Response, URL, TextEncoder, btoa,
  });
  listeners.install({ addRoutes: async (route) => routes.push(route) });
  /** @returns {Promise<Response> | undefined} nothing where the worker leaves the request to the browser */
  const ask = (path, mode = "navigate") => {
    let answer;
    listeners.fetch({ request: { url: `https://chat.example${path}`, mode }, respondWith: (response) => (answer = response) });
    return answer;
  };
  return { ask, routes };
}

const away = async () => Promise.reject(new TypeError("Failed to fetch"));

test("the worker answers for the page alone: never for a module, nor for what else lies on its host", () => {
  const { ask, routes } = start(away);
  for (const path of ["/v/1-a/app.js", "/v/1-a/client/store.js", "/app.js", "/session", "/poll", "/health"]) for (const mode of ["cors", "same-origin", "no-cors"]) assert.equal(ask(path, mode), undefined, path);
  for (const path of ["/protocol.md", "/another/page.html", "/index.html", "/v/1-a/app.js"]) assert.equal(ask(path), undefined, path);
  assert.equal(ask("/", "cors"), undefined);
  assert.ok(ask("/?any"));
  assert.deepEqual(JSON.parse(JSON.stringify(routes)), [{ condition: { urlPattern: "/v/*" }, source: "network" }]);
});

test("where the page can be had it is the server's, each time anew", async () => {
  let count = 0;
  const { ask } = start(async () => new Response(`page ${(count += 1)}`));
  assert.equal(await (await ask("/")).text(), "page 1");
  assert.equal(await (await ask("/")).text(), "page 2");
  const { ask: refused } = start(async () => new Response("Too many requests", { status: 429 }));
  assert.equal((await refused("/")).status, 429);
});

for (const [what, network] of /** @type {[string, any][]} */ ([
  ["the network is gone", away],
  ["a proxy says that nobody is there", async () => new Response("<h1>503</h1>", { status: 503 })],
])) {
  test(`when ${what} words stand in for the page, which may run their own script and nothing else`, async () => {
    const { ask } = start(network);
    const answer = await ask("/");
    const document = await answer.text();
    assert.deepEqual([answer.status, answer.headers.get("Content-Type")], [503, "text/html; charset=utf-8"]);
    const policy = Object.fromEntries(answer.headers.get("Content-Security-Policy").split("; ").map((rule) => rule.split(/ (.*)/).slice(0, 2)));
    for (const tag of ["script", "style"]) {
      const [, text] = document.match(new RegExp(`<${tag}>(.*?)</${tag}>`, "s"));
      assert.equal(policy[`${tag}-src`], `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    }
    assert.deepEqual([policy["default-src"], policy["connect-src"]], ["'none'", "'self'"]);
    assert.deepEqual(document.match(/\s(src|href|style|on\w+)="[^"]*"/g), [' href="/icon.svg"']);
  });
}

/** What stands in for the page, in a browser that one sets. */
async function shown({ languages = ["en"], chosen = null, onLine = true, answers = [] } = {}) {
  const text = await (await start(away).ask("/")).text();
  const timers = [];
  const listeners = {};
  const elements = new Map();
  const element = (id) => elements.get(id) ?? elements.set(id, { textContent: "", addEventListener: (_, act) => (listeners[id] = act) }).get(id);
  const reloads = [];
  const root = {};
  const document = { documentElement: root, hidden: false, getElementById: element, addEventListener: (name, act) => (listeners[name] = act) };
  vm.runInNewContext(text.match(/<script>(.*)<\/script>/s)[1], {
    document, navigator: { languages, onLine }, localStorage: { getItem: () => chosen }, AbortSignal, location: { reload: () => reloads.push(1) },
    setTimeout: (act, span) => timers.push([act, span]), clearTimeout: () => {}, addEventListener: (name, act) => (listeners[name] = act), Math: Object.assign(Object.create(Math), { random: () => 1 }),
    fetch: async () => answers.shift() ?? Promise.reject(new TypeError("Failed to fetch")),
  });
  return { root, timers, listeners, reloads, said: () => ["what", "rest", "again"].map((id) => element(id).textContent) };
}

test("it speaks the language that was chosen, or else the browser's, and says who is away", async () => {
  assert.equal((await shown()).said()[0], "The chat can't be reached right now.");
  assert.equal((await shown({ onLine: false })).said()[0], "You're offline right now.");
  assert.equal((await shown({ languages: ["nl", "de-AT"] })).said()[2], "Jetzt versuchen");
  const arabic = await shown({ languages: ["de"], chosen: "ar" });
  assert.deepEqual([arabic.root.lang, arabic.root.dir, arabic.said()[2]], ["ar", "rtl", "حاول الآن"]);
});

for (const status of [403, 404, 429]) {
  test(`it goes as soon as the server says anything of its own, be it ${status}`, async () => {
    const { timers, reloads } = await shown({ answers: [{ status, ok: false }] });
    await timers[0][0]();
    assert.deepEqual(reloads, [1]);
  });
}

test("it tries again by itself, less and less often, and loads the page as soon as it can be had", async () => {
  const { timers, listeners, reloads } = await shown({ answers: [, { status: 502 }, , , , , , { status: 200 }] });
  const spans = [];
  for (let turn = 0; turn < 7; turn += 1) {
    const [act, span] = timers.shift();
    spans.push(span);
    await act();
  }
  assert.deepEqual([spans, reloads], [[1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000], []]);
  // Somebody does not want to wait.
  await listeners.online();
  assert.deepEqual(reloads, [1]);
});
