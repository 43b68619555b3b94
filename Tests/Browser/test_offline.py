"""Opening the page while it can't be had, and after it was another one."""

import shutil

import pytest
from playwright.sync_api import expect

from programs import PROJECT
from test_access import check
from waiting import wait_for

WORKER = "navigator.serviceWorker.ready.then(({active}) => active.state === 'activated' || new Promise((done) => (active.onstatechange = () => active.state === 'activated' && done(true))))"


def has_worker(someone):
    assert someone.page.evaluate(WORKER)


def shows_stand_in(someone, button="Try now"):
    expect(someone.page.get_by_role("button", name=button)).to_be_visible()


@pytest.mark.parametrize("own_fleet", [{"drain_seconds": 1}], indirect=True)
def test_while_the_server_is_away_the_page_says_so_and_comes_back_by_itself(person, room, own_fleet):
    first = own_fleet.instances[0]
    ada = person(url=first.url).enter(room)
    has_worker(ada)
    first.stop()
    ada.page.goto("about:blank")
    ada.page.goto(f"{ada.url}#{room}")
    shows_stand_in(ada)
    expect(ada.page.locator("#what")).to_have_text("The chat can't be reached right now.")
    ada.page.reload()
    shows_stand_in(ada)
    first.start()
    ada.is_connected()
    ada.is_in(f"#{room}")


@pytest.mark.parametrize("own_fleet", [{"drain_seconds": 1}], indirect=True)
def test_what_stands_in_speaks_the_chosen_language_and_can_be_used_by_everybody(person, room, own_fleet):
    first = own_fleet.instances[0]
    ada = person(url=first.url, locale="de-DE", viewport={"width": 360, "height": 640}, color_scheme="dark").enter(room)
    has_worker(ada)
    ada.page.evaluate("localStorage.setItem('tchatter.language', 'ar')")
    first.stop()
    ada.page.goto(ada.url)
    shows_stand_in(ada, "حاول الآن")
    expect(ada.page.locator("html")).to_have_attribute("dir", "rtl")
    check(ada.page)
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def another_page(folder, name):
    """The page in another version: it says another name."""
    copy = folder / name
    shutil.copytree(PROJECT / "Public", copy)
    index = copy / "index.html"
    index.write_text(index.read_text().replace("<title>tchatter</title>", f"<title>{name}</title>"))
    for module in copy.rglob("*.js"):
        if module.name != "notification-worker.js":
            module.write_text(module.read_text().replace("systemClock", f"clock{name}"))
    return copy


IS_SETTLED = """async () => {
  const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
  return !installing && !waiting && active.state === "activated";
}"""
VERSIONS = "[...new Set(performance.getEntriesByType('resource').map(({name}) => name.match(/\\/v\\/([^/]+)\\//)?.[1]).filter(Boolean))]"


@pytest.mark.parametrize("own_fleet", [{"drain_seconds": 1}], indirect=True)
@pytest.mark.parametrize("is_worker_new", [False, True], ids=["the-same-worker", "another-worker"])
def test_after_an_update_the_next_load_is_the_new_page(person, room, own_fleet, tmp_path, is_worker_new):
    first = own_fleet.instances[0]
    ada = person(url=first.url).enter(room)
    has_worker(ada)
    ada.page.reload()
    ada.is_connected()
    before = ada.page.evaluate(VERSIONS)
    page = another_page(tmp_path, "next")
    if is_worker_new:
        worker = page / "notification-worker.js"
        worker.write_text(worker.read_text().replace('"Try now"', '"Try again now"'))
    first.stop()
    first.set(public=page)
    first.start()
    ada.page.goto("about:blank")
    ada.page.goto(f"{ada.url}#{room}")
    ada.is_connected()
    after = ada.page.evaluate(VERSIONS)
    assert len(before) == len(after) == 1 and before != after
    # The browser looks for another worker by itself, at a time of its own.
    said = "Try again now" if is_worker_new else "Try now"
    ada.page.evaluate("navigator.serviceWorker.getRegistration().then((known) => known.update())")
    wait_for(lambda: ada.page.evaluate(IS_SETTLED), 60)
    first.stop()
    ada.page.goto("about:blank")
    ada.page.goto(ada.url)
    shows_stand_in(ada, said)
