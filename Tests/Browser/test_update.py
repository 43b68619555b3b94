"""Opening the page while the fleet is updated to a release whose page is another one."""

import os
import shutil
import threading

import pytest
from playwright.sync_api import expect

from balancer import Balancer
from fleet import PROJECT
from waiting import wait_for

# How often the whole fleet goes from the one page to the other.
UPDATES = int(os.environ.get("PAGE_UPDATES", "1"))
LOADS_BETWEEN = 5


@pytest.fixture
def pages(tmp_path):
    """Two pages whose modules do not fit together: one name that they share is another one."""
    first, second = tmp_path / "first", tmp_path / "second"
    shutil.copytree(PROJECT / "Public", first)
    shutil.copytree(PROJECT / "Public", second)
    for module in second.rglob("*.js"):
        module.write_text(module.read_text().replace("systemClock", "clockOfTheSystem"))
    return [first, second]


# As the page does it once somebody is in.
REGISTER = """async () => {
  const policy = globalThis.trustedTypes?.createPolicy("test", { createScriptURL: (path) => path });
  await navigator.serviceWorker.register(policy ? policy.createScriptURL("/notification-worker.js") : "/notification-worker.js");
  await navigator.serviceWorker.ready;
}"""


class Loads:
    """Loads of the page, one after the other: each with an empty cache, or all by one visitor, whose browser keeps files and has the worker."""

    def __init__(self, browser, url, visitor=None):
        self.browser, self.url, self.visitor = browser, url, visitor
        self.begun = self.done = 0

    def load(self):
        context = self.visitor or self.browser.new_context()
        page = context.new_page()
        self.begun += 1
        page.goto(self.url, wait_until="commit")
        try:
            expect(page.locator("#sign-in")).to_be_visible(timeout=8_000)
            self.done += 1
            if self.visitor:
                page.evaluate(REGISTER)
        except AssertionError:
            pass
        page.close()
        if not self.visitor:
            context.close()


def update(fleet, page, loads=None):
    """Has one instance after the other serve a page, with some loads between them, while there are two pages."""
    for instance in fleet.instances:
        instance.stop()
        instance.command[instance.command.index("--public") + 1] = str(page)
        instance.start()
        if loads:
            enough = loads.begun + LOADS_BETWEEN
            wait_for(lambda: loads.begun >= enough, 120)


@pytest.mark.parametrize("own_fleet", [{"drain-seconds": 2}], indirect=True)
@pytest.mark.parametrize("comes_back", [False, True], ids=["newcomers", "one who comes back"])
def test_each_load_gets_all_files_of_one_release(browser, own_fleet, pages, tmp_path, comes_back):
    update(own_fleet, pages[0])
    with Balancer(tmp_path, [instance.port for instance in own_fleet.instances]) as balancer:
        loads = Loads(browser, f"http://127.0.0.1:{balancer.port}/", browser.new_context() if comes_back else None)
        new = [pages[(turn + 1) % 2] for turn in range(UPDATES)]
        updater = threading.Thread(target=lambda: [update(own_fleet, page, loads) for page in new])
        updater.start()
        while updater.is_alive():
            loads.load()
    print(f"{loads.done} of {loads.begun} loads came up during {UPDATES} updates")
    assert loads.done == loads.begun
