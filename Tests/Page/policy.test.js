import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

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

test("modules are small, and each module that is imported is there", () => {
  for (const name of named(".js")) {
    assert.ok(textOf(name).split("\n").length <= 320, `${name} is long`);
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

test("the page asks for all its modules at once", () => {
  const preloaded = [...textOf("index.html").matchAll(/rel="modulepreload" href="\/([^"]+)"/g)].map(([, path]) => path);
  const scripts = ["app.js", "load-guard.js"];
  assert.deepEqual(preloaded.sort(), named(".js").filter((name) => !scripts.includes(name)).sort());
});
