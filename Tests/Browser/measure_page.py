"""Measures what the page costs its browser in a room of 10,000 messages, at 200 messages a second, and while scrolling: plain ones, and
those that are formatted, of which each third answers another one.

Usage: Tests/Browser/run --measure     nothing else should run beside it
"""

import pathlib
import tempfile
import time

from playwright.sync_api import sync_playwright

import chromium
from fleet import Fleet
from person import Person

STORED = 10_000
RATE = 200
SECONDS = 20

# Sends so many messages: `pause` milliseconds apart, or as fast as they are stored with 64 under way. What is formatted has of everything that
# people type, in turn; what is answered lies some ten messages back, or hundreds.
SEND = """async ([room, count, pause, prefix, isFormatted]) => {
  const { connect } = await import("/tchatter.js");
  const chat = globalThis.sender ??= connect();
  if (!chat.isLive(room)) await new Promise((done) => { chat.on("live", done); chat.on("welcome", () => chat.join(room)); });
  const forms = [
    (words) => words,
    (words) => `**${words}** and *more*, ~~not this~~ but \\`this\\`, see https://example.org/${words.length}`,
    (words) => `- ${words}\\n- @Ada and #lobby\\n  1. one\\n  2. two :tada:`,
    (words) => `> ${words}\\n\\n${words}`,
    (words) => "```js\\nconst words = 1;\\n```\\n" + words,
  ];
  const stored = [];
  const answerTo = (index) => stored.at(index % 30 ? -10 : -500) ?? stored[0];
  const waiting = new Set();
  const begun = performance.now();
  for (let index = 0; index < count; index += 1) {
    while (pause && performance.now() < begun + index * pause) await new Promise((done) => setTimeout(done, 1));
    const words = "a few words of a usual length, ".repeat(index % 4 + 1);
    const text = `${prefix} ${index}:${isFormatted ? `\\n${forms[index % forms.length](words)}` : ` ${words}`}`;
    const reply = isFormatted && index % 3 === 0 ? answerTo(index) : undefined;
    const sent = chat.send(room, text, { reply }).then(({ position }) => stored.push(position)).finally(() => waiting.delete(sent));
    waiting.add(sent);
    if (!pause && waiting.size >= 64) await Promise.race(waiting);
  }
  await Promise.all(waiting);
}"""

# The intervals between the frames that were drawn while `body` went on.
FRAMES = """() => {
  globalThis.frames_ = [];
  let last = performance.now();
  const next = (now) => { frames_.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


class Meter:
    """The main thread's work in one page, as Chromium counts it."""

    def __init__(self, page):
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable")

    def read(self):
        return {metric["name"]: metric["value"] for metric in self.session.send("Performance.getMetrics")["metrics"]}

    def measure(self, what, body, units):
        self.page.evaluate("globalThis.frames_ && (frames_.length = 0)")
        before, begun = self.read(), time.monotonic()
        body()
        span, after = time.monotonic() - begun, self.read()
        busy = {name: after[name] - before[name] for name in ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")}
        frames = sorted(self.page.evaluate("frames_"))
        late = frames[int(len(frames) * 0.99)] if frames else 0
        rate = len(frames) / span
        print(
            f"{what}: {span:.1f} s, main thread busy {100 * busy['TaskDuration'] / span:.0f} %, "
            f"{1000 * busy['TaskDuration'] / units:.2f} ms each (script {1000 * busy['ScriptDuration'] / units:.2f}, "
            f"layout {1000 * busy['LayoutDuration'] / units:.2f}, style {1000 * busy['RecalcStyleDuration'] / units:.2f}); "
            f"{rate:.0f} frames a second, the longest of 99 % {late:.0f} ms; "
            f"{self.page.locator('.row').count()} rows, heap {after['JSHeapUsedSize'] / 1e6:.0f} MB"
        )


def scroll(page, steps, pixels):
    page.hover("#timeline")
    for _ in range(steps):
        page.mouse.wheel(0, pixels)
        page.wait_for_timeout(16)


def run(browser, url, room, is_formatted):
    print("formatted, with answers:" if is_formatted else "plain:")
    ada, bob = Person(browser, url).enter(room), Person(browser, url).enter("elsewhere")
    meter = Meter(ada.page)
    ada.page.evaluate(FRAMES)

    def come(count, pause, prefix):
        bob.page.evaluate(SEND, [room, count, pause, prefix, is_formatted])
        ada.page.locator(".row", has_text=f"{prefix} {count - 1}:").wait_for(timeout=60_000)

    meter.measure(f"{STORED} messages, as fast as they are stored", lambda: come(STORED, 0, "stored"), STORED)
    meter.measure(f"{RATE} a second", lambda: come(RATE * SECONDS, 1000 / RATE, "live"), RATE * SECONDS)
    meter.measure("at rest", lambda: ada.page.wait_for_timeout(5_000), 1)
    meter.measure("scrolling back, each step of 400 pixels", lambda: scroll(ada.page, 300, -400), 300)
    meter.measure("scrolling forth", lambda: scroll(ada.page, 300, 400), 300)
    for someone in (ada, bob):
        someone.close()


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        fleet = Fleet(pathlib.Path(folder))
        try:
            fleet.start()
            for room, is_formatted in (("plain", False), ("formatted", True)):
                run(browser, fleet.instances[0].url, room, is_formatted)
        finally:
            fleet.stop()
            browser.close()


if __name__ == "__main__":
    main()
