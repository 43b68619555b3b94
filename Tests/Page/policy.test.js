import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { gzipSync } from "node:zlib";

/** What the page may weigh before it can be used. Bytes, compressed. */
const maxBeginning = 101_300;
const folder = new URL("../../Public/", import.meta.url);
const files = readdirSync(folder, { recursive: true }).map(String);
const textOf = (name) => readFileSync(new URL(name, folder), "utf8");
const named = (...endings) => files.filter((name) => endings.some((ending) => name.endsWith(ending)));

test("no module has a way from text to markup or code", () => {
  const forbidden = /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|setHTML|srcdoc|eval)\b|document\.write|new Function|setTimeout\(\s*["'`]/;
  for (const name of named(".js")) assert.doesNotMatch(textOf(name), forbidden, name);
});

test("the page has no inline script, style or listener", () => {
  for (const name of named(".html", ".svg")) {
    assert.doesNotMatch(textOf(name), /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i, name);
  }
});

test("nothing is fetched from anywhere else", () => {
  for (const name of named(".html", ".css")) assert.doesNotMatch(textOf(name), /(src|href)="(https?:)?\/\/|url\(|@import/, name);
  for (const name of named(".js")) assert.doesNotMatch(textOf(name), /from "(?!\.{1,2}\/|\/)|import\("(?!\.)/, name);
});

test("sessionStorage, which a duplicate of the page gets a copy of, keeps nothing that says who one is", () => {
  const users = named(".js").filter((name) => /\bsessionStorage\b/.test(textOf(name)));
  assert.deepEqual(users.sort(), ["load-guard.js", "views/pin-bar.js"]);
});

test("modules are small, and each module that is imported is there", () => {
  for (const name of named(".js")) {
    // A catalogue has a line for each string.
    assert.ok(name.startsWith("languages/") || textOf(name).split("\n").length <= 320, `${name} is long`);
    for (const [, path] of textOf(name).matchAll(/^import .* from "(\.[^"]+)"/gm)) {
      assert.ok(readFileSync(new URL(path, new URL(name, folder))), `${name} imports ${path}`);
    }
  }
});

test("what the page's code looks for is on the page", () => {
  const page = textOf("index.html");
  for (const name of named(".js")) {
    for (const [, id] of textOf(name).matchAll(/byID\("([^"]+)"\)/g)) assert.ok(page.includes(`id="${id}"`), `${name}: #${id}`);
  }
});

/** What is loaded with a module: what it imports, and what those do. */
function loadedWith(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const address = new URL(name, folder);
  for (const [, path] of textOf(name).matchAll(/^(?:import|export) .*from "(\.[^"]+)"/gm)) loadedWith(new URL(path, address).href.slice(folder.href.length), found);
  return found;
}

test("the page asks for all modules of its beginning at once, and for no others", () => {
  const preloaded = [...textOf("index.html").matchAll(/rel="modulepreload" href="\/([^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(["app.js", ...preloaded].sort(), [...loadedWith("app.js")].sort());
});

test("every other module is fetched later by one that is there, or is a script of its own", () => {
  const scripts = ["load-guard.js", "notification-worker.js"];
  const found = loadedWith("app.js");
  // What is fetched later may fetch more.
  for (const name of found) {
    for (const [, path] of textOf(name).matchAll(/import\("(\.[^"]+)"\)(?!\.[A-Z])/g)) loadedWith(new URL(path, new URL(name, folder)).href.slice(folder.href.length), found);
  }
  assert.deepEqual([...found, ...scripts].sort(), named(".js").sort());
});

test("the beginning of the page is small", () => {
  const files = [...loadedWith("app.js"), "index.html", "load-guard.js", "style.css", "timeline.css", "icon.svg"];
  const bytes = files.reduce((sum, name) => sum + gzipSync(textOf(name)).length, 0);
  assert.ok(bytes <= maxBeginning, `${bytes} bytes, compressed`);
});

test("the service worker keeps no files and has no parts that could be of another version", () => {
  assert.doesNotMatch(textOf("notification-worker.js"), /caches|indexedDB|importScripts|^import\b|import\(/m);
});
