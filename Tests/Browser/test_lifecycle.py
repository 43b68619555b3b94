"""Pages are left and come back to, hidden and frozen."""

import re

from playwright.sync_api import expect

from person import Person
from test_notifications import SOUNDLESS, was_notified
from window import Window

# Whether this page is the one that was left, and what it was told on return.
MARK = """
  globalThis.returns = [];
  addEventListener("pageshow", (event) => returns.push(event.persisted));
"""


def members_of(someone):
    return someone.page.locator("#member-list")


def test_who_goes_to_another_page_leaves_and_is_back_with_what_was_missed(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    expect(members_of(bob)).to_contain_text(ada.name)
    ada.page.evaluate(MARK)
    ada.page.goto(f"{ada.url}live")
    expect(members_of(bob)).not_to_contain_text(ada.name)
    bob.say("meanwhile")
    bob.sees("meanwhile")
    ada.page.go_back(wait_until="commit")
    ada.sees("meanwhile")
    # Firefox keeps no page that has a WebSocket open when it is left; one that the page closes on `pagehide` is too late for it.
    kept = None if ada.is_firefox else [True]
    assert ada.page.evaluate("globalThis.returns") == kept, "whether from the back-forward cache"
    expect(members_of(bob)).to_contain_text(ada.name)
    ada.say("here again")
    bob.sees("here again")
    assert ada.texts == bob.texts == ["meanwhile", "here again"]


# The first row in sight, and how far down it is.
PLACE = """() => {
  const { top } = document.querySelector("#timeline").getBoundingClientRect();
  const row = [...document.querySelectorAll(".row")].find((row) => row.getBoundingClientRect().bottom > top);
  return [row.dataset.key, Math.round(row.getBoundingClientRect().top - top)];
}"""


def is_hidden(someone):
    someone.page.wait_for_function("() => document.visibilityState === 'hidden'", polling=100)


def test_a_tab_behind_another_hears_and_one_that_was_frozen_has_everything_and_stays_where_it_was(person, browser, urls, room, tmp_path):
    bob = person(1).enter(room)
    bob.not_in_firefox("only Chromium is asked to freeze a page")
    bob.post_many(room, [f"before {number}" for number in range(60)])
    with Window(browser.browser_type, tmp_path) as window:
        ada = Person(window, urls[0])
        ada.page.add_init_script(SOUNDLESS)
        ada.enter(room)
        ada.sees("before 59")
        ada.page.get_by_role("button", name="Desktop notifications").click()
        tab, lifecycle = ada.context.new_page(), ada.context.new_cdp_session(ada.page)
        is_hidden(ada)
        bob.say(f"@{ada.name}, hidden")
        expect(ada.page).to_have_title(re.compile(r"^\(1\)"))
        expect(members_of(bob)).to_contain_text(ada.name)
        lifecycle.send("Page.setWebLifecycleState", {"state": "frozen"})
        expect(members_of(bob)).not_to_contain_text(ada.name)
        bob.say(f"@{ada.name}, frozen")
        bob.has_all_stored()
        lifecycle.send("Page.setWebLifecycleState", {"state": "active"})
        # It is still hidden, and there again.
        expect(members_of(bob)).to_contain_text(ada.name)
        expect(ada.page).to_have_title(re.compile(r"^\(2\)"))
        was_notified(ada, *(f"{bob.name} · #{room}: @{ada.name}, {state}" for state in ("hidden", "frozen")))
        ada.page.bring_to_front()
        expect(ada.page).to_have_title(f"#{room} · tchatter")
        # The title is told at once, and what has come is drawn with the next frame, of which a hidden page has none.
        expect(ada.row(f"@{ada.name}, frozen")).to_be_in_viewport()
        texts = ada.texts
        assert texts == [*(f"before {number}" for number in range(60)), f"@{ada.name}, hidden", f"@{ada.name}, frozen"][-len(texts) :]
        assert ada.page.evaluate("document.querySelector('.rule.new').nextElementSibling.querySelector('.text').innerText") == f"@{ada.name}, hidden"
        # Whoever reads further up goes on there.
        ada.page.fill("#draft", "half a thought")
        ada.page.evaluate("document.querySelector('#timeline').scrollTop -= 900")
        expect(ada.page.locator("#to-newest")).to_be_visible()
        place = ada.page.evaluate(PLACE)
        tab.bring_to_front()
        is_hidden(ada)
        lifecycle.send("Page.setWebLifecycleState", {"state": "frozen"})
        bob.post_many(room, [f"meanwhile {number}" for number in range(60)])
        lifecycle.send("Page.setWebLifecycleState", {"state": "active"})
        expect(ada.page).to_have_title(f"• #{room} · tchatter")
        ada.page.bring_to_front()
        expect(ada.page.locator("#to-newest")).to_have_text("60 new messages")
        assert ada.page.evaluate(PLACE) == place
        expect(ada.page.locator("#draft")).to_have_value("half a thought")
        ada.is_unharmed()
