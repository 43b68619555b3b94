"""People's whole lives in the chat: from device to device, over an update and a weekend, until they are signed out everywhere, and banned."""

import json
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from cutter import Cutter
from fleet import Fleet
from hostile_proxy import HostileProxy
from moved_clock import MovedClock
from person import PATIENCE
from ports import free_port
from process import Process
from programs import PROJECT
from test_access import PHONE
from waiting import wait_for

SECRET = "the secret of this test's application"
# From Friday evening to Monday morning.
WEEKEND = 62
SIGNED_OUT = "You've been signed out. Choose a name to come back."
BANNED = "You are banned until"


@pytest.fixture
def fleet(tmp_path):
    """
    Two instances that people reach by one address, `way.url`, and each by its own. Their clock can be moved, and that of their store; the first one can be
    kept from hearing of anything.
    """
    fleet = Fleet(tmp_path, token_secrets=SECRET)
    first = fleet.instances[0]
    fleet.clock, fleet.cutter = MovedClock(tmp_path), Cutter(fleet.redis.port)
    fleet.way, fleet.application = HostileProxy(first.url, refuses=False), f"http://127.0.0.1:{free_port()}"
    first.set(redis_url=f"redis://127.0.0.1:{fleet.cutter.port}")
    origins = [fleet.application, *(page.url.rstrip("/") for page in (fleet.way, *fleet.instances))]
    for instance in fleet.instances:
        instance.set(origins=",".join(origins))
    for process in (fleet.redis, *fleet.instances):
        process.environment |= fleet.clock.environment
    try:
        fleet.start()
        yield fleet
    finally:
        fleet.stop()
        fleet.way.close()
        fleet.cutter.listener.close()


def lead_to(fleet, instance):
    """Whoever connects from now on comes to this one."""
    fleet.way.target = ("127.0.0.1", instance.port)


def update(fleet, say):
    """The first instance ends and comes back, and who was there goes on at the second one; something is said meanwhile."""
    first, second = fleet.instances
    lead_to(fleet, second)
    first.stop()
    say()
    first.start()


def deafen(instance, cutter):
    """It hears nothing of the fleet any more, and knows it. What it asks of the store it is still answered."""
    cutter.cut()
    wait_for(lambda: instance.metric("store_delivering") == 0, what="it knows that it is cut off")


def hears_again(instance, cutter):
    """When that was."""
    cutter.is_cut = False
    return wait_for(lambda: instance.metric("store_delivering") == 1 and time.monotonic(), what="it hears again")


def is_stored(fleet, room, text):
    """Whether the store has it, in whatever form."""
    asked = subprocess.run(["redis-cli", "-p", str(fleet.redis.port), "--raw", "XRANGE", f"tc:{{{room}}}:s", "-", "+"], capture_output=True, text=True, check=True)
    assert asked.stdout.strip(), "nothing is stored at all"
    return text in asked.stdout


# -- a guest -------------------------------------------------------------------------------------------------------------


def who(someone):
    """Their id."""
    return someone.page.evaluate("async () => (await (await fetch('/session')).json()).user.id")


def come_along(there, here, room):
    """Signs somebody in on another device, by a code."""
    there.looks().page.click(".who")
    there.page.click("#make-code")
    code = there.page.locator("#device-code")
    expect(code).to_be_focused()
    if not here.looks().page.locator("#have-code").is_visible():
        here.page.goto(f"{here.url}#{room}")
    here.page.click("#have-code")
    here.page.fill("#code", code.input_value())
    here.asks_server("POST", lambda: here.page.press("#code", "Enter"))
    here.is_connected()
    there.looks().page.keyboard.press("Escape")
    there.page.locator(".new-device").get_by_text("It was me").click()
    assert who(here) == who(there)


def is_at(someone, instance):
    expect(someone.page.locator("#connection")).to_contain_text(instance)


def is_told(someone, words):
    expect(someone.page.locator("#sign-in-hint")).to_contain_text(words)


def all_see(people, text):
    for someone in people:
        someone.sees(text)


def test_the_life_of_a_guest(person, room, fleet):
    first, second = fleet.instances
    ada, bob, phone = person(url=fleet.way.url).enter(room), person(url=second.url).enter(room), person(url=fleet.way.url, **PHONE)
    everybody = [ada, bob, phone]

    # On Friday, with a phone as well, through an update.
    ada.say("on Friday")
    come_along(ada, phone, room)
    phone.say("from the phone")
    all_see(everybody, "from the phone")
    is_at(ada, "first")
    update(fleet, lambda: ada.say("through an update"))
    is_at(ada, "second")
    is_at(phone, "second")
    all_see(everybody, "through an update")
    assert ada.texts == bob.texts == phone.texts == ["on Friday", "from the phone", "through an update"]

    # The laptop is closed while something is on its way, and the others go home.
    on_friday = who(ada)
    ada.go_offline()
    expect(ada.page.locator("body")).not_to_have_attribute("data-phase", "up")
    ada.say("written on the train")
    expect(ada.page.locator(".is-waiting")).to_have_count(1)
    for someone in (bob, phone):
        someone.page.goto("about:blank")
    fleet.clock.move(hours=WEEKEND)

    # On Monday all sessions are over. Whoever takes their name again is somebody else, who sends what waited under it.
    ada.context.set_offline(False)
    is_told(ada, SIGNED_OUT)
    expect(ada.page.locator("#name")).to_have_value(ada.name)
    ada.sign_in()
    ada.is_connected()
    assert who(ada) != on_friday
    bob.enter(room)
    all_see([ada, bob], "written on the train")
    ada.has_all_stored()
    for text in ("written on the train", "on Friday"):
        ada.row(text).dispatch_event("pointerenter")
    expect(ada.row("written on the train").locator('[data-action="edit"]')).to_have_count(1)
    expect(ada.row("on Friday").locator('[data-action="report"]')).to_have_count(1)
    expect(ada.row("on Friday").locator('[data-action="edit"]')).to_have_count(0)
    # The phone can't have the name beside the laptop but by a code.
    phone.page.goto(f"{phone.url}#{room}")
    phone.sign_in(ada.name)
    expect(phone.page.locator("#sign-in-problem")).to_contain_text("Someone already has this name")
    come_along(ada, phone, room)
    all_see([phone], "written on the train")

    # Signed out everywhere, from either.
    phone.page.evaluate("fetch('/session?everywhere=1', {method: 'DELETE'})")
    for device in (ada, phone):
        is_told(device, SIGNED_OUT)

    # Banned, at an instance that can't hear of it.
    lead_to(fleet, first)
    ada.sign_in()
    ada.is_connected()
    come_along(ada, phone, room)
    for device in (ada, phone):
        is_at(device, "first")
    deafen(first, fleet.cutter)
    second.ban(who(ada), "spam")
    phone.say("written while it is deaf")
    is_told(phone, BANNED)
    expect(ada.page.locator("#chat")).to_be_visible()
    heard = hears_again(first, fleet.cutter)
    is_told(ada, BANNED)
    print(f"closed {time.monotonic() - heard:.1f} s after it could be heard again")
    wait_for(lambda: first.metric("sessions_to_check") == 0)
    bob.say("afterwards")
    bob.sees("afterwards")
    bob.has_all_stored()
    assert not is_stored(fleet, room, "written while it is deaf") and is_stored(fleet, room, "afterwards")
    for device in (ada, phone):
        device.page.reload()
        is_told(device, f"{BANNED} ")
    assert bob.texts[-1] == "afterwards" and "written while it is deaf" not in bob.texts


# -- an application's user -------------------------------------------------------------------------------------------------

# What a program does as this user, in the application's page.
PROGRAM = """async ([url, more]) => {
  const { connect } = await import("/tchatter.js");
  const token = async () => (await fetch("/token", { method: "POST" })).text();
  const chat = connect({ url, token, transport: "socket" });
  try {
    let session;
    await new Promise((done) => {
      chat.on("live", done);
      chat.on("welcome", (welcome) => ((session ??= welcome.session), chat.join("lobby")));
    });
    %s
  } finally {
    chat.close();
  }
}"""


class ApplicationPage:
    """Somebody at the page of an application, which has the chat in it."""

    def __init__(self, browser, fleet, user):
        self.chat, self.application, self.user = fleet.way.url, fleet.application, user
        self.context = browser.new_context()
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def log_in(self):
        self.page.goto(f"{self.application}/login/{self.user}")
        return self

    def log_out(self):
        """Of the application, whose page stays open."""
        self.context.clear_cookies()

    def say(self, text):
        self.page.fill("#text", text)

        def is_taken():
            self.page.press("#text", "Enter")
            # Or it has ended for it.
            return not self.page.evaluate("document.querySelector('#text')?.value")

        wait_for(is_taken, what="the chat takes something")

    def sees(self, text):
        expect(self.page.locator("#messages li").filter(has_text=text)).to_have_count(1)

    @property
    def texts(self):
        return [line.split(": ", 1)[1] for line in self.page.locator("#messages li").all_inner_texts()]

    def program(self, steps, more=None):
        return self.page.evaluate(PROGRAM % steps, [self.chat, more])


@pytest.fixture
def application(fleet, tmp_path):
    """The example's backend, by the fleet's clock."""
    command = [sys.executable, str(PROJECT / "Tests/Examples/token_backend.py"), fleet.application.rsplit(":")[-1], fleet.way.url.rstrip("/")]
    with Process(command, tmp_path / "backend.log", fleet.clock.environment | {"TCHATTER_TOKEN_SECRETS": SECRET}) as backend:
        wait_for(lambda: "/login/ada" in backend.log(), 60, backend.log)
        yield backend


@pytest.fixture
def at_application(browser, fleet, application):
    """Makes somebody who is logged in there: `at_application(user)`."""
    pages = []

    def make(user):
        pages.append(ApplicationPage(browser, fleet, user))
        return pages[-1].log_in()

    yield make
    for page in pages:
        assert page.errors == []
        page.context.close()


WHO = "return chat.user.id;"
EDIT = """const [text, other] = more;
const { messages } = await chat.history("lobby");
const { seq } = messages.findLast((message) => message.text === text);
return (await chat.edit("lobby", seq, other)).type;"""


def is_there(fleet, user):
    """Whether the user is connected to any instance."""
    return any(user in {each["id"] for each in json.loads(instance.operate("admin/users"))["users"]} for instance in fleet.instances)


def test_the_life_of_an_applications_user(at_application, fleet):
    first, second = fleet.instances
    laptop = at_application("ada")
    lead_to(fleet, second)
    phone, bob = at_application("ada"), at_application("bob")
    everybody = [laptop, phone, bob]

    # On Friday, with a phone as well, through an update.
    laptop.say("on Friday")
    phone.say("from the phone")
    all_see(everybody, "on Friday")
    all_see(everybody, "from the phone")
    update(fleet, lambda: laptop.say("through an update"))
    all_see(everybody, "through an update")

    # The laptop is closed while something is on its way; the others stay open. All tokens are over on Monday.
    user = laptop.program(WHO)
    laptop.context.set_offline(True)
    wait_for(lambda: not laptop.page.evaluate("fetch('/', {cache: 'no-store'}).then(() => true, () => false)"))
    laptop.page.evaluate("dispatchEvent(new Event('offline'))")
    laptop.say("written on the train")
    fleet.clock.move(hours=WEEKEND)
    phone.say("on Monday")
    all_see([phone, bob], "on Monday")
    laptop.context.set_offline(False)
    all_see(everybody, "written on the train")
    all_see(everybody, "on Monday")
    # They are who they were, and what they wrote is theirs.
    assert laptop.program(WHO) == phone.program(WHO) == user
    assert laptop.program(EDIT, ["on Friday", "on Friday, as it seems"]) == "sent"
    for someone in everybody:
        assert sorted(someone.texts) == sorted(["on Friday", "from the phone", "through an update", "written on the train", "on Monday"])

    # Logged out by the application, which ends them in the chat everywhere.
    session = laptop.program("return session;")
    for device in (laptop, phone):
        device.log_out()
    ending = urllib.request.Request(f"{fleet.way.url}session?everywhere=1", method="DELETE", headers={"Authorization": f"Bearer {session}"})
    with urllib.request.urlopen(ending) as answer:
        assert answer.status == 204
    wait_for(lambda: not is_there(fleet, user), what="they are gone")
    bob.say("in their absence")
    bob.sees("in their absence")
    assert "in their absence" not in laptop.texts + phone.texts

    # Back as the same, at an instance that can't hear that they are banned.
    lead_to(fleet, first)
    for device in (laptop, phone):
        device.log_in().sees("in their absence")
        assert device.program(WHO) == user
    deafen(first, fleet.cutter)
    second.ban(user, "spam")
    phone.say("written while it is deaf")
    expect(phone.page.locator("body")).to_contain_text(BANNED)
    expect(laptop.page.locator("#form")).to_be_visible()
    heard = hears_again(first, fleet.cutter)
    expect(laptop.page.locator("body")).to_contain_text(BANNED)
    print(f"closed {time.monotonic() - heard:.1f} s after it could be heard again")
    bob.say("afterwards")
    bob.sees("afterwards")
    assert not is_stored(fleet, "lobby", "written while it is deaf") and is_stored(fleet, "lobby", "afterwards")
    for device in (laptop, phone):
        # A token that was signed since is none either.
        device.page.reload()
        expect(device.page.locator("body")).to_contain_text(BANNED)
    assert "written while it is deaf" not in bob.texts
