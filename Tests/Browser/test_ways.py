"""What a team takes for granted: with a mouse, by the keyboard alone, and with a finger on a phone."""

import re

import pytest
from playwright.sync_api import expect

from hands import HANDS
from person import word
from test_newcomers import PASTE
from test_notifications import SYSTEM
from test_replies import CLIPBOARD


@pytest.fixture(params=HANDS)
def hand(person, request):
    """Somebody who has not come in yet, and how they do things."""
    way = HANDS[request.param]
    return way(person(0, permissions=CLIPBOARD, **way.options))


def copied(page):
    expect(page.locator("#toast")).to_have_text("Copied")
    return page.evaluate("navigator.clipboard.readText()")


def test_a_message_is_answered_looked_into_and_gone_to(hand, person, room):
    ada, page, bob = hand.someone.enter(room), hand.page, person(1).enter(room)
    bob.send(room, "noon?", {"data": {"at": 12}})
    asked = ada.row("noon?")
    hand.press(asked.locator("summary"))
    expect(asked.locator("pre")).to_be_visible()
    hand.act(asked, "reply")
    expect(page.locator("#editing .quote")).to_contain_text("noon?")
    hand.say("at one")
    expect(bob.row("at one").locator(".quote")).to_contain_text("noon?")
    ada.has_all_stored()
    hand.go_to_original(ada.row("at one"))
    expect(asked).to_be_focused()
    # By a link, from another room.
    hand.act(asked, "link")
    bob.send(f"{room}-2", f"see {copied(page)}")
    bob.say(f"look into #{room}-2")
    hand.press(page.locator(".text a"))
    ada.is_in(f"#{room}-2")
    hand.press(page.locator(".text a"))
    ada.is_in(f"#{room}")
    expect(asked).to_be_focused()


def test_code_is_copied_and_a_message_edited_reacted_to_and_deleted(hand, person, room):
    ada, page, bob = hand.someone.enter(room), hand.page, person(1).enter(room)
    bob.say("do\n```\nmake tea\n```\nplease")
    hand.press(page.get_by_role("button", name="Copy this code"))
    assert copied(page) == "make tea"
    hand.say("helo")
    ada.has_all_stored()
    hand.act(ada.row("helo"), "edit")
    expect(page.locator("#draft")).to_have_value("helo")
    hand.say("hello")
    edited = page.locator(".row", has_text="hello (edited)")
    expect(bob.page.locator(".row", has_text="hello (edited)")).to_have_count(1)
    ada.has_all_done()
    hand.act(edited, "pick")
    tone = page.get_by_role("radio", name="Dark skin tone", exact=True)
    expect(tone).to_be_attached()
    hand.press(tone)
    page.fill("#emoji-field", "wave")
    emoji = page.locator("#emoji-grid li")
    expect(emoji.first).to_have_text("👋🏿")
    hand.take_first("#emoji-field", emoji)
    expect(bob.page.locator(".reaction:not(.more)")).to_have_text(["👋🏿1"])
    ada.has_all_done()
    hand.act(edited, "delete")
    hand.press(page.locator("#confirm-yes"))
    expect(bob.page.locator(".row.is-deleted")).to_have_count(1)


def test_what_was_said_is_found_and_a_date_gone_to(hand, person, room):
    ada, page, bob = hand.someone, hand.page, person(1).enter(room)
    bob.post_many(room, ["the first line", *(f"line {number}" for number in range(60)), "Größe 7"])
    bob.post_many(f"{room}-2", ["größe 8"])
    ada.enter(room)
    hand.press(page.locator("#search"))
    page.fill("#finder-field", "GRÖSSE")
    found = page.locator("#finder-list [role=option]")
    expect(found).to_have_count(1)
    expect(found.locator("mark")).to_have_text("Größe")
    hand.take_first("#finder-field", found)
    expect(ada.row("Größe 7")).to_be_focused()
    # In all rooms that one was in, and so not in the other one.
    hand.press(page.locator("#search"))
    hand.select(page.locator("#search-scope"), "all")
    page.fill("#finder-field", "größe")
    expect(page.locator("#search-progress")).to_have_text("Looked through everything that is kept")
    expect(found).to_have_count(1)
    hand.close_dialog()
    expect(page.locator("#finder")).to_be_hidden()
    hand.press(page.locator("#show-room-menu"))
    hand.press(page.get_by_role("button", name="Go to a date"))
    hand.press(page.locator("#day-dialog [type=submit]"))
    expect(ada.row("the first line")).to_be_focused()


def test_rooms_are_found_kept_on_top_muted_notified_of_and_left(hand, person, room):
    ada, page, bob, other = hand.someone, hand.page, person(1).enter(room), word()
    page.add_init_script(SYSTEM)
    ada.enter(other)
    hand.see_rooms()
    bell = page.get_by_role("button", name="Desktop notifications")
    hand.press(bell)
    expect(bell).to_have_attribute("aria-pressed", "true")
    hand.press(page.locator("#find-room"))
    page.fill("#finder-field", room)
    found = page.locator("#finder-list li")
    expect(found.first.locator(".name")).to_have_text(room)
    hand.take_first("#finder-field", found)
    ada.is_in(f"#{room}")
    hand.press(page.locator("#show-room-menu"))
    menu = page.locator("#room-menu")
    for name in ("Favourite", "Mute", "Nothing"):
        hand.press(menu.get_by_label(name))
        expect(menu.get_by_label(name)).to_be_checked()
    hand.close_dialog()
    expect(menu).to_be_hidden()
    hand.see_rooms()
    expect(page.locator("#rooms li a").first).to_have_accessible_name(f"{room}, favourite, muted")
    # To another one, and back to where something is said.
    hand.press(page.locator(f'#rooms li[data-room="{other}"] a'))
    ada.is_in(f"#{other}")
    bob.say(f"@{ada.name}?")
    hand.see_rooms()
    item = page.locator(f'#rooms li[data-room="{room}"]')
    expect(item.locator(".count")).to_have_text("1")
    hand.press(item.locator("a"))
    ada.is_in(f"#{room}")
    hand.press(page.locator("#show-room-menu"))
    hand.press(page.get_by_role("button", name="Leave this room"))
    expect(item).to_have_count(0)


def test_what_cannot_be_sent_is_told_and_the_language_changed(hand, room):
    ada, page = hand.someone.enter(room), hand.page
    page.fill("#draft", "x" * 4_000 + "y" * 20)
    hand.press(page.locator("#draft-count"))
    assert page.evaluate("getSelection().toString()") == "y" * 20
    page.keyboard.press("Delete")
    hand.press(page.locator("#send"))
    expect(page.locator(".row")).to_have_count(1)
    page.evaluate(PASTE, False)
    expect(page.locator("#toast")).to_have_text("Files can't be sent here. Share a link instead.")
    hand.press(page.locator("#emoji"))
    page.fill("#emoji-field", "rocket")
    emoji = page.locator("#emoji-grid li")
    expect(emoji.first).to_have_text("🚀")
    hand.take_first("#emoji-field", emoji)
    expect(page.locator("#draft")).to_have_value("🚀")
    hand.see_rooms()
    hand.press(page.locator(".who"))
    hand.choose_language("fr")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^fr"))
    ada.is_connected()
    expect(page.locator("#draft")).to_have_value("🚀")
