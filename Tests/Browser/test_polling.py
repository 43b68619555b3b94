"""Where WebSockets are blocked, the chat goes on by long-polling."""

import pytest
from playwright.sync_api import expect

from hostile_proxy import HostileProxy
from waiting import wait_for

# WebSockets that never come up, as behind a proxy that refuses the upgrade, until `socketsWork`.
BLOCK = """
  globalThis.socketsWork = false;
  const Real = WebSocket;
  globalThis.WebSocket = function (url, protocol) {
    if (socketsWork) return new Real(url, protocol);
    const dead = { readyState: 3, send() {}, close() {} };
    setTimeout(() => dead.onclose?.({ code: 1006, reason: "" }), 10);
    return dead;
  };
"""


@pytest.fixture
def blocked(person, room):
    """Somebody whose WebSockets are blocked, in the room."""
    someone = person()
    someone.page.add_init_script(BLOCK)
    someone.page.clock.install()
    someone.enter(room)
    expect(someone.page.locator("#connection")).to_contain_text("long-poll")
    return someone


def test_a_blocked_websocket_is_replaced_by_long_polling(blocked, person, room):
    bob = person(1).enter(room)
    blocked.say("by poll")
    bob.sees("by poll")
    bob.say("to poll")
    blocked.sees("to poll")
    for number in range(20):
        bob.say(f"to {number}")
        blocked.say(f"by {number}")
    bob.sees("by 19")
    blocked.sees("to 19")
    # What is still on its way stands below what others said.
    blocked.has_all_stored()
    bob.has_all_stored()
    blocked.sees("by 19")
    assert blocked.texts == bob.texts and len(bob.texts) == 42


def test_polling_has_presence_typing_history_and_direct_messages(blocked, person, room):
    bob = person(1).enter(room)
    expect(blocked.page.locator("#member-list")).to_contain_text(bob.name)
    expect(bob.page.locator("#member-list")).to_contain_text(blocked.name)

    def is_told():
        bob.looks().page.locator("#draft").press_sequentially("typ")
        return bob.name in blocked.looks().page.locator("#typing").inner_text()

    # It is told every few seconds while somebody types. What comes between two polls nobody hears.
    wait_for(is_told, 60, every=0.5)
    bob.looks().page.fill("#draft", "")
    bob.page.locator("#member-list button", has_text=blocked.name).click()
    bob.is_in(blocked.name)
    bob.say("psst")
    item = blocked.looks().page.locator("#directs li")
    expect(item.locator(".count")).to_have_text("1")
    item.locator("a").click()
    blocked.is_in(bob.name)
    blocked.say("yes?")
    bob.sees("yes?")
    blocked.page.reload()
    blocked.sees("psst")


def test_changes_travel_by_polling_both_ways(blocked, person, room):
    bob = person(1).enter(room)
    blocked.say("helo")
    bob.sees("helo")
    blocked.take_up_last()
    blocked.say("hello")
    expect(bob.page.locator(".text")).to_have_text("hello (edited)")
    bob.row("hello (edited)").hover()
    bob.page.locator('.row [data-action="react"]').first.click()
    expect(blocked.page.locator(".reaction:not(.more)")).to_have_text(["👍1"])
    bob.say("to be deleted")
    blocked.sees("to be deleted")
    bob.has_all_stored()
    bob.row("to be deleted").hover()
    bob.row("to be deleted").locator('[data-action="delete"]').click()
    bob.page.click("#confirm-yes")
    expect(blocked.page.locator(".is-deleted")).to_have_count(1)


def test_websocket_is_taken_again_when_it_works(blocked, person, room):
    bob = person(1).enter(room)
    blocked.page.evaluate("socketsWork = true")
    blocked.page.clock.fast_forward("03:05")
    expect(blocked.page.locator("#connection")).not_to_contain_text("long-poll")
    bob.say("by socket")
    blocked.sees("by socket")
    blocked.say("back")
    bob.sees("back")
    assert blocked.texts == bob.texts == ["by socket", "back"]


def test_behind_a_proxy_that_refuses_the_upgrade_it_polls_and_goes_back_once_it_is_let_through(person, room, urls):
    proxy = HostileProxy(urls[0])
    try:
        ada, bob = person(url=proxy.url), person(1).enter(room)
        ada.page.clock.install()
        ada.enter(room)
        expect(ada.page.locator("#connection")).to_contain_text("long-poll")
        assert proxy.refused >= 2
        ada.say("through the proxy")
        bob.sees("through the proxy")
        proxy.refuses = False
        ada.page.clock.fast_forward("03:05")
        expect(ada.page.locator("#connection")).not_to_contain_text("long-poll")
        bob.say("by socket now")
        ada.sees("by socket now")
        ada.say("indeed")
        bob.sees("indeed")
        assert ada.texts == bob.texts == ["through the proxy", "by socket now", "indeed"]
    finally:
        proxy.close()


@pytest.mark.parametrize("spoilt", ["delete globalThis.WebSocket", "WebSocket = function () { throw new DOMException('no', 'SecurityError'); }"])
def test_where_the_browser_has_no_websocket_it_polls(person, room, spoilt):
    ada, bob = person(), person(1).enter(room)
    ada.page.add_init_script(spoilt)
    ada.enter(room)
    expect(ada.page.locator("#connection")).to_contain_text("long-poll")
    ada.say("by poll")
    bob.sees("by poll")
    bob.say("to poll")
    ada.sees("to poll")


def test_an_outage_in_which_a_proxy_answers_does_not_end_in_polling(person, room, urls):
    proxy = HostileProxy(urls[0], refuses=False)
    try:
        ada, bob = person(url=proxy.url).enter(room), person(1).enter(room)
        proxy.begin_outage(answers=4)
        expect(ada.page.locator("#banner")).to_contain_text("Reconnecting")
        # Long enough for two attempts, which was when WebSockets counted as blocked.
        wait_for(lambda: proxy.answered >= 4, 60, "nothing is tried")
        proxy.end_outage()
        ada.is_connected()
        expect(ada.page.locator("#connection")).not_to_contain_text("long-poll")
        assert proxy.refused <= 2
        bob.say("after the outage")
        ada.sees("after the outage")
    finally:
        proxy.close()


def test_a_tunnel_that_is_cut_after_each_upgrade_is_left_for_polling(person, room, urls):
    proxy = HostileProxy(urls[0], refuses=False, cuts_after=0.3)
    try:
        ada, bob = person(url=proxy.url), person(1).enter(room)
        ada.page.goto(f"{ada.url}#{room}")
        ada.sign_in()
        expect(ada.page.locator("#connection")).to_contain_text("long-poll")
        assert proxy.upgrades <= 4
        ada.say("by poll")
        bob.sees("by poll")
    finally:
        proxy.close()
