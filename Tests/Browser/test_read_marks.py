"""What was read on one device is read on the other."""

import re

from playwright.sync_api import expect


def second_device(person, first, room, instance=1):
    """Another browser of the same person's."""
    other = person(instance, name=first.name)
    other.context.add_cookies([{**cookie, "url": other.url} for cookie in named(first.context.cookies())])
    other.page.goto(f"{other.url}#{room}")
    other.is_connected()
    return other


def named(cookies):
    return [{"name": cookie["name"], "value": cookie["value"]} for cookie in cookies if cookie["name"].endswith("tchatter_session")]


def item(someone, room):
    return someone.page.locator(f"#rooms li[data-room={room}]")


def count(someone, room):
    return item(someone, room).locator(".count")


def test_reading_on_one_device_clears_the_badge_on_the_other_and_marking_as_unread_sets_it(person, room):
    elsewhere = f"{room}-2"
    phone, bob = person(0).enter(room), person(0).enter(room)
    phone.open_room(elsewhere)
    laptop = second_device(person, phone, room)
    laptop.open_room(elsewhere)
    for text in ("one", "two", "three"):
        bob.say(text)
    for device in (phone, laptop):
        expect(count(device, room)).to_have_text("3")
    item(phone.looks(), room).locator("a").click()
    phone.is_in(f"#{room}")
    expect(count(phone, room)).to_have_count(0)
    expect(count(laptop, room)).to_have_count(0)

    # By the keyboard, from the message on.
    phone.row("two").focus()
    phone.page.keyboard.press("u")
    expect(phone.page.locator(".rule.new + .row")).to_contain_text("two")
    for device in (phone, laptop):
        expect(count(device, room)).to_have_text("2")
    laptop.page.reload()
    laptop.is_connected()
    expect(count(laptop, room)).to_have_text("2")
    item(laptop.looks(), room).locator("a").click()
    expect(laptop.page.locator(".rule.new + .row")).to_contain_text("two")
    expect(count(laptop, room)).to_have_count(0)
    expect(count(phone, room)).to_have_count(0)
    for device in (phone, laptop):
        expect(device.page).to_have_title(re.compile(r"^[^(]"))


def test_one_who_looks_at_a_message_that_they_mark_as_unread_keeps_it_so_until_they_come_back(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    bob.say("first of all")
    ada.sees("first of all")
    ada.looks().row("first of all").hover()
    ada.row("first of all").get_by_role("button", name="Mark as unread").click()
    expect(count(ada, room)).to_have_text("1")
    bob.say("another one")
    expect(count(ada, room)).to_have_text("2")
    item(ada, room).locator("a").click()
    expect(count(ada, room)).to_have_count(0)
