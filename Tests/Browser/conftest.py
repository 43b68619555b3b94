"""What the tests share: a browser, a fleet, people."""

import functools
import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

import chromium
from fleet import Fleet
from person import Person, word
from watchdog import Watchdog


# What the driver switches off, and people's browsers have: pages that are kept when one leaves them, and slow timers in
# pages that are not seen.
DRIVER_DEFAULTS = [
    "--disable-back-forward-cache",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]


def firefox(playwright):
    """Debian's own, by WebDriver BiDi, and not one that was patched for the driver."""
    # A machine without a screen has no mouse, and Firefox says so to pages: here it has one that points finely and hovers.
    mouse = {"ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6}
    return playwright.firefox.launch(executable_path=shutil.which("firefox-esr"), channel="moz-firefox", firefox_user_prefs=mouse)


BROWSERS = {"chromium": functools.partial(chromium.launch, ignore_default_args=DRIVER_DEFAULTS), "firefox": firefox}


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = BROWSERS[os.environ.get("TEST_BROWSER", "chromium")](playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def urls(tmp_path_factory):
    """Two instances' addresses; the same twice where only one is given."""
    first = os.environ.get("TCHATTER_URL")
    if first:
        yield [first, os.environ.get("TCHATTER_URL_2", first)]
        return
    fleet = Fleet(tmp_path_factory.mktemp("fleet"))
    try:
        fleet.start()
        yield [instance.url for instance in fleet.instances]
    finally:
        fleet.stop()


@pytest.fixture
def own_fleet(tmp_path, request):
    """A fleet that the test may stop and start, with the settings that it is parametrized by."""
    fleet = Fleet(tmp_path, **getattr(request, "param", {}))
    try:
        fleet.start()
        yield fleet
    finally:
        fleet.stop()


@pytest.fixture(autouse=True)
def watchdog():
    with Watchdog():
        yield


@pytest.fixture
def room():
    """A room that nobody has been in."""
    return f"room-{word()}"


@pytest.fixture
def person(browser, urls):
    """Makes somebody: `person(instance=1, name=…, room=…, viewport=…)`. In the end nobody has been harmed."""
    people = []

    def make(instance=0, name=None, url=None, **options):
        someone = Person(browser, url or urls[instance], name, **options)
        people.append(someone)
        return someone

    yield make
    for someone in people:
        someone.is_unharmed()
    for someone in people:
        someone.close()
