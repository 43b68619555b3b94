"""For everybody, on everything."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True}


def check(page):
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_in_the_main_views(person, room, scheme):
    ada, bob = person(color_scheme=scheme), person().enter(room)
    ada.page.goto(ada.url)
    ada.page.locator("#name").wait_for()
    check(ada.page)
    ada.enter(room)
    bob.say(f"hello @{ada.name}, `code` and https://example.org")
    # Before she says something herself: what is done below is done to the last message.
    expect(ada.page.locator(".mention.me")).to_have_count(1)
    ada.say("hello")
    ada.sees("hello")
    ada.looks()
    check(ada.page)
    ada.page.keyboard.press("Control+k")
    check(ada.page)
    ada.page.keyboard.press("Escape")
    # What was done to messages, and what it is done with.
    ada.take_up_last()
    check(ada.page)
    ada.say("hello again")
    ada.page.press("#draft", "Control+ArrowUp")
    ada.page.keyboard.press("r")
    check(ada.page)
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator(".reaction.mine")).to_have_count(1)
    check(ada.page)
    ada.page.press("#draft", "Control+ArrowUp")
    ada.page.keyboard.press("Delete")
    expect(ada.page.locator("#confirm")).to_be_visible()
    check(ada.page)
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator(".is-deleted")).to_have_count(1)
    check(ada.page)


def test_the_keyboard_is_enough(person, room):
    ada, bob = person().enter(room), person().enter(room)
    keys = ada.looks().page.keyboard
    expect(ada.page.locator("#draft")).to_be_focused()
    keys.type("first line")
    keys.press("Shift+Enter")
    keys.type("second line")
    keys.press("Enter")
    expect(bob.page.locator(".text")).to_have_text("first line\nsecond line")
    # To a message and back. The arrow alone would take the message up to be edited.
    keys.press("Control+ArrowUp")
    expect(ada.page.locator(".row")).to_be_focused()
    keys.press("Escape")
    expect(ada.page.locator("#draft")).to_be_focused()
    # To another room, and between rooms: the one that was just opened is above the one where something was said.
    keys.press("Control+k")
    expect(ada.page.locator("#finder-field")).to_be_focused()
    keys.type(f"{room}-2")
    keys.press("Enter")
    ada.is_in(f"#{room}-2")
    keys.press("Alt+ArrowDown")
    ada.is_in(f"#{room}")
    # To a person.
    keys.press("Control+k")
    expect(ada.page.locator("#finder-field")).to_be_focused()
    keys.type(f"@{bob.name}")
    keys.press("Enter")
    ada.is_in(bob.name)
    keys.type("by keyboard")
    keys.press("Enter")
    expect(bob.page.locator("#directs li .count")).to_have_text("1")


def test_focus_goes_through_the_page_in_order_and_is_seen(person, room):
    ada = person().enter(room)
    ada.page.evaluate("document.activeElement.blur()")
    reached = []
    while "draft" not in reached and len(reached) < 40:
        ada.page.keyboard.press("Tab")
        reached.append(ada.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    order = [name for name in reached if name in ("skip", "find-room", "add-room", "search", "show-members", "timeline", "draft")]
    assert order == ["skip", "find-room", "add-room", "search", "show-members", "timeline", "draft"]


def test_new_messages_are_spoken(person, room):
    ada, bob = person().enter(room), person().enter(room)
    bob.say("*listen*\n- `now`")
    expect(ada.page.locator("#live")).to_have_text(f"{bob.name}: listen now")
    # So is the one to which one goes.
    ada.looks().page.press("#draft", "Control+ArrowUp")
    expect(ada.page.locator(".row")).to_be_focused()
    expect(ada.page.locator(".row")).to_have_accessible_description("listen now")


def test_a_phone_shows_messages_and_rooms_slide_in(person, room):
    ada, bob = person(**PHONE).enter(room), person().enter(room)
    page = ada.page
    bob.say("a long word " + "x" * 200)
    expect(page.locator(".text")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('#timeline').scrollWidth <= innerWidth")
    expect(page.locator("#sidebar")).to_be_hidden()
    ada.tap("#show-rooms")
    expect(page.locator("#sidebar")).to_be_visible()
    ada.tap(page.locator("#rooms li.current a"))
    expect(page.locator("#sidebar")).to_be_hidden()
    ada.tap("#show-members")
    expect(page.locator("#member-list")).to_contain_text(bob.name)
    ada.tap("#hide-members")
    ada.tap("#draft")
    page.fill("#draft", "from the phone")
    ada.tap("#send")
    bob.sees("from the phone")
    ada.has_all_stored()
    # A tap on a message shows what can be done with it.
    bob.say("cake?")
    ada.tap(ada.row("cake?"))
    ada.tap(ada.row("cake?").locator('[data-action="react"]').first)
    expect(bob.page.locator(".reaction:not(.more)")).to_have_text(["👍1"])
    ada.tap(ada.row("from the phone"))
    ada.tap(ada.row("from the phone").locator('[data-action="delete"]'))
    ada.tap("#confirm-yes")
    expect(bob.page.locator(".is-deleted")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
