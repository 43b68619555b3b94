"""Loads of the page while the fleet is updated: whether each comes up, with the files of one release, and can be used."""

import collections
import dataclasses
import hashlib
import time
import urllib.parse

from playwright.sync_api import Error, expect

from person import WATCH, word
from summed import Summed

# What is still on its way, or was refused.
UNDER_WAY = ".row:is(.is-waiting, .is-sending, .is-acknowledged, .is-rewound, .is-failed)"
# Whether what the page asked for went through its service worker.
HAS_WORKER = "Boolean(navigator.serviceWorker?.controller)"
WORKER_IS_THERE = "navigator.serviceWorker.getRegistration().then((known) => Boolean(known?.active))"
# The versions in the paths of all that the page has taken, from the network or from the browser's cache.
VERSIONS = "[...new Set(performance.getEntriesByType('resource').map(({name}) => name.match(/\\/v\\/([^/]+)\\//)?.[1]).filter(Boolean))]"
# As a program that is in the room sends them, by the page's own module; again where an instance goes in that moment.
SENDS_DATA = """async ([room, text, data]) => {
  const { connect } = await import(new URL("tchatter.js", document.querySelector("script[type=module]").src).href);
  const [chat, id] = [connect(), crypto.randomUUID()];
  await new Promise((done) => { chat.on("live", done); chat.on("welcome", () => chat.join(room)); });
  for (let isSent = false; !isSent; ) {
    isSent = await chat.send(room, text, { data, id }).then(() => true, (error) => { if (!error.isPassing) throw error; });
    if (!isSent) await new Promise((done) => setTimeout(done, 500));
  }
  chat.close();
}"""
# For one load, until what is said there is stored: seconds.
LIMIT = 60


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of visitor."""

    name: str
    # Whether it is one whose browser keeps files and the session, or each time somebody new.
    comes_back: bool
    has_worker: bool


KINDS = (
    Kind("somebody new", False, True),
    Kind("somebody new, no service worker", False, False),
    Kind("one who comes back", True, True),
    Kind("one who comes back, no service worker", True, False),
)


@dataclasses.dataclass
class Row(Summed):
    """What came of the loads of one kind."""

    loads: int = 0
    came_up: int = 0
    mixed: int = 0
    by_worker: int = 0
    loaded_again: int = 0
    slowest: float = dataclasses.field(default=0.0, metadata={"join": max})
    wrong: list = dataclasses.field(default_factory=list)


class Watched:
    """A page, and what it says is wrong: errors, what its policy refused, and everything on its console that is an error."""

    def __init__(self, context):
        self.page = context.new_page()
        self.page.set_default_timeout(LIMIT * 1_000)
        self.page.add_init_script(WATCH)
        self.wrong, self.responses, self.documents = [], [], 0
        self.page.on("pageerror", lambda error: self.wrong.append(f"{error.name}: {error.message}"))
        self.page.on("console", self.hears)
        self.page.on("response", lambda response: self.responses.append(response))
        self.page.on("request", self.asks)

    def hears(self, message):
        # Whether there is a session is asked by a request, and Chromium notes that there is none yet.
        asked = message.location.get("url", "").endswith("/session") and " 401 " in message.text
        if message.type == "error" and not asked:
            self.wrong.append(f"console: {message.text} ({message.location.get('url', '')})")

    def asks(self, request):
        # Not what the page does with its own address, which is a navigation of the frame as well.
        self.documents += request.is_navigation_request() and request.frame == self.page.main_frame

    def say(self, text):
        self.page.fill("#draft", text)
        self.page.press("#draft", "Enter")
        expect(self.row(text)).to_have_count(1, timeout=LIMIT * 1_000)
        expect(self.page.locator(UNDER_WAY)).to_have_count(0, timeout=LIMIT * 1_000)

    def answer(self, text, words):
        """By the button of the message."""
        self.row(text).hover()
        self.row(text).locator('[data-action="reply"]').click()
        self.say(words)

    def row(self, text):
        return self.page.locator(".row").filter(has=self.page.locator(".text").get_by_text(text, exact=True))

    def is_up(self):
        expect(self.page.locator("body")).to_have_attribute("data-phase", "up", timeout=LIMIT * 1_000)

    def enter(self, url, room):
        """Opens the room, and signs in where the browser has no session."""
        self.page.goto(f"{url}#{room}", wait_until="commit")
        asks = self.page.locator("#sign-in")
        expect(asks.or_(self.page.locator("body[data-phase=up]")).first).to_be_visible(timeout=LIMIT * 1_000)
        if asks.is_visible():
            self.page.fill("#name", f"P{word()}")
            self.page.press("#name", "Enter")
        self.is_up()
        expect(self.page.locator("#room-title")).to_have_text(f"#{room}", timeout=LIMIT * 1_000)

    def judged(self):
        """All that is wrong by now."""
        return self.wrong + [f"refused by the policy: {violation}" for violation in self.page.evaluate("violations")]


class Releases:
    """The files of releases, by path and content."""

    def __init__(self, folders):
        self.files = collections.defaultdict(set)
        for folder in folders:
            for file in folder.rglob("*"):
                if file.is_file():
                    self.files[str(file.relative_to(folder)), digest(file.read_bytes())].add(folder)
        self.folders = set(folders)

    def of(self, responses):
        """The releases all of whose files that were answered fit; those of none are named."""
        left, strange = set(self.folders), []
        for response in responses:
            path = urllib.parse.urlsplit(response.url).path.split("/", 3)
            if path[1] != "v" or response.status != 200:
                continue
            try:
                having = self.files.get((path[3], digest(response.body())), set())
            except Error:
                # Of a document that has been left: the browser keeps its files no longer.
                continue
            if not having:
                strange.append(response.url)
            left &= having
        return left, strange


def digest(content):
    return hashlib.sha256(content).digest()


class Loads:
    """Loads of the page, one after the other, of each kind in turn; and a page that was open before and stays so."""

    def __init__(self, browser, url, room, folders):
        self.browser, self.url, self.room = browser, url, room
        self.releases = Releases(folders)
        self.rows = {kind: Row() for kind in KINDS}
        self.visitors = {kind: self.context(kind) for kind in KINDS if kind.comes_back}
        self.begun = 0
        self.staying = Watched(self.context(KINDS[0]))
        self.staying.enter(url, room)
        # It is open now; before, while the balancer found its instances, it may have loaded itself again.
        self.staying.documents = 0

    def context(self, kind):
        return self.browser.new_context(service_workers="allow" if kind.has_worker else "block")

    def load(self):
        """One more; what is wrong with it."""
        kind = KINDS[self.begun % len(KINDS)]
        self.begun += 1
        context = self.visitors.get(kind) or self.context(kind)
        watched = Watched(context)
        row = self.rows[kind]
        row.loads += 1
        before, start = len(row.wrong), time.monotonic()
        try:
            self.try_out(watched, kind)
            row.slowest = max(row.slowest, watched.came - start)
            self.judge(watched, row)
        except (AssertionError, Error) as error:
            row.wrong += [f"load {self.begun}: {error}", *watched.wrong]
        watched.page.close()
        if context not in self.visitors.values():
            context.close()
        return row.wrong[before:]

    def try_out(self, watched, kind):
        """Comes in, talks, and is heard by the page that stays; which answers. What programs send along is there as well."""
        watched.enter(self.url, self.room)
        watched.came = time.monotonic()
        watched.say(f"load {self.begun}")
        heard = self.staying.page.locator(".row .text").get_by_text(f"load {self.begun}", exact=True)
        expect(heard).to_have_count(1, timeout=LIMIT * 1_000)
        self.staying.answer(f"load {self.begun}", f"heard {self.begun}")
        quote = watched.row(f"heard {self.begun}").locator(".quote")
        expect(quote).to_contain_text(f"load {self.begun}", timeout=LIMIT * 1_000)
        watched.page.evaluate(SENDS_DATA, [self.room, f"data {self.begun}", {"load": self.begun}])
        details = self.staying.row(f"data {self.begun}").locator("details pre")
        expect(details).to_have_text(f'{{\n  "load": {self.begun}\n}}', timeout=LIMIT * 1_000)
        # Who comes back finds the worker that this load has brought, if it is not left before.
        if kind.comes_back and kind.has_worker:
            watched.page.wait_for_function(WORKER_IS_THERE, timeout=LIMIT * 1_000)

    def judge(self, watched, row):
        versions = watched.page.evaluate(VERSIONS)
        fitting, strange = self.releases.of(watched.responses)
        row.by_worker += watched.page.evaluate(HAS_WORKER)
        row.loaded_again += watched.documents > 1
        is_mixed = len(versions) != 1 or not fitting
        row.mixed += is_mixed
        if is_mixed:
            row.wrong.append(f"load {self.begun}: files of {versions}; of no release {strange}")
        wrong = watched.judged()
        row.wrong += [f"load {self.begun}: {reason}" for reason in wrong]
        row.came_up += not is_mixed and not wrong

    def finish(self):
        """Sums up; the page that stayed has all that was said, once."""
        total = sum(self.rows.values(), Row())
        total.wrong += [f"the open page: {reason}" for reason in self.staying.judged()]
        if self.staying.documents:
            total.wrong.append(f"the open page was loaded anew {self.staying.documents} times")
        # The last that are drawn.
        texts = self.staying.page.locator(".row .text").all_inner_texts()
        if len(texts) != len(set(texts)):
            total.wrong.append("the open page shows a message twice")
        return total

    def table(self, total):
        lines = ["| who | loads | came up | of two releases | through a worker | loaded again by itself | slowest |", "|---|---|---|---|---|---|---|"]
        for name, row in [*((kind.name, row) for kind, row in self.rows.items()), ("all", total)]:
            lines.append(f"| {name} | {row.loads} | {row.came_up} | {row.mixed} | {row.by_worker} | {row.loaded_again} | {row.slowest:.1f} s |")
        return "\n".join(lines)
