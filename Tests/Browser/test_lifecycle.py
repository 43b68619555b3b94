"""Pages are left and come back to, hidden and frozen."""

from playwright.sync_api import expect

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
