"""Somebody at a browser."""

import random
import time

import pytest
from playwright.sync_api import expect

from waiting import wait_for

# How long is waited for what has to come, on a machine that does other things, too; where the page itself paces what it does, that is some
# seconds, and half a minute until it tries again to connect. Milliseconds.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

# Watches for what must never happen: scripts from messages, and anything that the page's own policy refuses.
WATCH = """
  globalThis.violations = [];
  globalThis.struck = [];
  addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective + " " + event.blockedURI));
  for (const name of ["alert", "confirm", "prompt"]) globalThis[name] = (text) => (struck.push(name + text), true);
"""

# What Firefox notes of the network and of what a page's policy refused is told as an error of the page as well. It has no name of an
# error, or this one; what a script threw has.
NOTES = ("", "Content-Security-Policy")


# Whether all has come that the page fetches behind itself: until then, some keys and buttons do nothing.
PARTS = """() => {
  const page = document.querySelector("script[type=module]")?.src;
  if (!page) return false;
  const parts = ["keys", "arrivals", "suspension", "message-menu", "suggestions", "files", "dialogs"].map((part) => import(new URL(`views/${part}.js`, page).href));
  return Promise.all(parts).then(() => document.querySelector("#room-menu") !== null, () => false);
}"""

# What a program does in a page, by the page's public module. The driver waits without end for what it evaluates: this ends when it comes no
# further, and tells how far it came.
PROGRAM = """([module, room, more]) => new Promise((done, fail) => {
  const steps = [];
  let timer;
  const step = (name) => {
    steps.push(name);
    clearTimeout(timer);
    timer = setTimeout(() => fail(new Error(`nothing more within 60 s: ${steps.slice(-20).join(", ")}`)), 60_000);
  };
  // By one id, so that it is done once: again where the server had no answer of its store's in time.
  const once = async (ask, id = crypto.randomUUID()) => {
    for (;;) {
      try {
        return await ask(id);
      } catch (error) {
        if (!error.isPassing) throw error;
        await new Promise((resume) => setTimeout(resume, error.retryAfter ?? 500));
      }
    }
  };
  const does = async () => {
    step("imports");
    // The one that the page has loaded already, unless another is told.
    const { connect } = await import(module ?? new URL("tchatter.js", document.querySelector("script[type=module]").src).href);
    const chat = connect();
    chat.on("state", ({ phase, error }) => step(error ? `${phase} (${error.message})` : phase));
    for (const name of ["welcome", "joined", "live", "delayed", "refused"]) chat.on(name, ({ error }) => step(error ? `${name} (${error.message})` : name));
    try {
      %s
    } finally {
      chat.close();
    }
  };
  does().then(done, fail).finally(() => clearTimeout(timer));
})"""
IS_LIVE = 'await new Promise((done) => { chat.on("live", done); chat.on("welcome", () => chat.join(room)); });'


def word():
    return "".join(random.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(7))


def midday():
    """A time zone in which it is about noon: there the day does not end during a test."""
    return f"Etc/GMT{time.gmtime().tm_hour - 12:+d}"


class Person:
    """A browser of its own with the page in it, and what one does there."""

    def __init__(self, browser, url, name=None, **options):
        options = {"viewport": {"width": 1280, "height": 800}, "timezone_id": midday()} | options
        self.name = name or f"P{word()}"
        self.url = url
        self.is_firefox = browser.browser_type.name == "firefox"
        self.context = browser.new_context(**options)
        self.errors = []
        self.page = self.open_page()

    def open_page(self):
        page = self.context.new_page()
        page.add_init_script(WATCH)
        page.on("pageerror", self.fails)
        page.set_default_timeout(PATIENCE)
        return page

    def fails(self, error):
        if not (self.is_firefox and error.name in NOTES):
            self.errors.append(f"{error.name}: {error.message}")

    def not_in_firefox(self, why):
        if self.is_firefox:
            pytest.skip(f"in Firefox: {why}")

    def looks(self):
        """Turns to this page, which the keys go to then. In Chromium the driver has each page take itself for the one that is looked at."""
        if self.is_firefox:
            self.page.bring_to_front()
        return self

    def tap(self, target):
        """With a finger, on a selector or a locator; in Firefox with a mouse, as its driver's taps come to nothing."""
        locator = self.page.locator(target) if isinstance(target, str) else target
        locator.click() if self.is_firefox else locator.tap()

    def chromium_session(self):
        """What only Chromium is asked, by its own protocol."""
        self.not_in_firefox("what this asks of the browser, only Chromium's own protocol can")
        return self.context.new_cdp_session(self.page)

    def picture(self, locator):
        """A PNG file of something on the page. In Firefox its driver puts a style into the page for that, which the page's policy refuses."""
        before = self.page.evaluate("violations")
        png = locator.screenshot()
        if self.is_firefox:
            self.page.evaluate("(before) => (violations = before)", before)
        return png

    def enter(self, room="lobby"):
        self.page.goto(f"{self.url}#{room}")
        self.sign_in()
        self.is_connected()
        self.is_in(f"#{room}")
        return self

    def sign_in(self, name=None):
        """Gives a name, again where the server had no answer of its store's in time: people are told then to try again."""
        self.page.fill("#name", name or self.name)
        self.asks_server("POST", lambda: self.page.press("#name", "Enter"))

    def sign_out(self):
        """The same way."""
        self.asks_server("DELETE", lambda: self.page.click("#sign-out"))

    def asks_server(self, method, ask):
        """Asks about the session until the answer is another one than that the server's store is out of reach."""

        def is_answered():
            with self.page.expect_response(lambda response: response.url.endswith("/session") and response.request.method == method) as answer:
                ask()
            return answer.value.status != 503

        wait_for(is_answered, 120, "an answer about the session", every=0.5)

    def is_connected(self):
        """With all its parts."""
        expect(self.page.locator("body")).to_have_attribute("data-phase", "up")
        self.page.wait_for_function(PARTS)

    def is_in(self, title):
        expect(self.page.locator("#room-title")).to_have_text(title)
        expect(self.page.locator("#room-note")).not_to_have_text("Connecting…")

    def say(self, text):
        self.page.fill("#draft", text)
        self.page.press("#draft", "Enter")

    def has_all_stored(self):
        """None of the own messages is on its way any more."""
        on_their_way = self.page.locator(".row:is(.is-waiting, .is-sending, .is-acknowledged, .is-rewound)")
        expect(on_their_way).to_have_count(0)

    def has_all_done(self):
        """The same, of changes too: they are shown before they are stored."""
        self.page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('tchatter.outbox'))")

    def take_up_last(self):
        """The last own message into the field, to be edited, by the arrow: what is on its way can't be yet."""
        self.has_all_stored()
        self.page.press("#draft", "ArrowUp")

    def sees(self, text, **options):
        expect(self.row(text)).to_have_count(1, **options)

    def row(self, text):
        return self.page.locator(".row").filter(has=self.page.locator(".text").get_by_text(text, exact=True))

    def scroll_back_to(self, locator):
        """Until it is there: how long a page of the history takes, the wheel does not know."""
        self.page.hover("#timeline")

        def is_there():
            if locator.count():
                return True
            self.page.mouse.wheel(0, -600)
            self.page.wait_for_timeout(30)
            return False

        wait_for(is_there, 120, f"in the history: {locator}")

    @property
    def texts(self):
        return self.page.locator(".row .text").all_inner_texts()

    def shows(self, *texts):
        """These messages and no others, in this order, once all that has come is drawn."""
        expect(self.page.locator(".row .text")).to_have_text(list(texts))

    def open_room(self, name):
        self.looks().page.keyboard.press("Control+k")
        self.page.fill("#finder-field", name)
        self.page.press("#finder-field", "Enter")
        self.is_in(f"#{name}")

    def program(self, steps, room, more=None, begins=IS_LIVE, module=None):
        """Has a program that is in the room do its steps, with `chat`, `room` and `more`; what it returns."""
        return self.page.evaluate(PROGRAM % f"{begins} {steps}", [module, room, more])

    def send(self, room, text, more=None):
        """As a program does, with what only programs send."""
        self.program("const [text, rest] = more; await once((id) => chat.send(room, text, { ...rest, id }));", room, [text, more or {}])

    def post_many(self, room, texts):
        """Sends as a program, with as few of them unanswered as the server asks of its clients."""
        self.program("""for (let at = 0; at < more.length; at += 30) {
          const replies = await Promise.all(more.slice(at, at + 30).map((text) => once((id) => chat.send(room, text, { id }))));
          step(replies.at(-1).position);
        }""", room, texts)

    def has_mentions(self, count):
        """So many, as the server tells: one is noted a moment after its message is stored, and its author does not wait for that."""
        begins = 'await new Promise((done) => chat.on("welcome", done));'
        told = lambda: self.program("return (await once(() => chat.mentions())).items.length;", "", begins=begins)
        wait_for(lambda: told() == count, 60, f"{count} mentions of {self.name}")

    def react(self, room, reaction):
        """To the room's only message, as a program does."""
        begins = """const position = await new Promise((done) => {
          chat.on("message", ({ message }) => done(message.position));
          chat.on("welcome", () => chat.join(room));
        });"""
        self.program("await once((id) => chat.react(room, position, more, true, id));", room, reaction, begins)

    def go_offline(self):
        """Cuts the network, and waits until it is cut: the browser applies it a moment later."""
        self.not_in_firefox("its driver cuts requests, and leaves WebSockets that are open as they are: nothing is lost")
        self.context.set_offline(True)
        reached = "fetch('/live', {cache: 'no-store'}).then(() => true, () => false)"
        wait_for(lambda: not self.page.evaluate(reached), 60, "still online")
        self.page.evaluate("dispatchEvent(new Event('offline'))")

    @property
    def states(self):
        """Each message's text and classes, to be told when a test fails."""
        return self.page.locator(".row").evaluate_all("(rows) => rows.map((row) => [row.querySelector('.text').innerText, row.className])")

    def is_unharmed(self):
        assert self.errors == []
        assert self.page.evaluate("struck") == []
        assert self.page.evaluate("violations") == []

    def close(self):
        self.context.close()
