"""Forty rooms, and what of them asks for attention."""

import contextlib
import json
import re

import pytest
from playwright.sync_api import expect

from person import word
from test_access import PHONE, check
from test_notifications import SYSTEM, look, was_notified
from test_polling import BLOCK
from waiting import wait_for

NAMES = "(items) => items.map((item) => item.dataset.room)"


def names(someone, selector="#rooms li"):
    return someone.page.locator(selector).evaluate_all(NAMES)


def was_in(someone, rooms):
    # Not in the empty page before it, which has no storage.
    keep = f"localStorage.getItem('tchatter.rooms') ?? localStorage.setItem('tchatter.rooms', {json.dumps(json.dumps(rooms))})"
    someone.page.add_init_script(f"if (location.protocol === 'http:') {keep}")
    return someone.enter(rooms[0])


def with_rooms(someone, rooms):
    """Somebody who was in these rooms before."""
    was_in(someone, rooms)
    # What was said before one is in a room for the first time is not new there.
    someone.page.wait_for_function("(rooms) => rooms.every((room) => localStorage.getItem(`tchatter.seen.${room}`))", arg=rooms)
    return someone


def item(someone, room):
    return someone.page.locator(f'#sidebar li[data-room="{room}"]')


def setting(someone, name):
    """Turns one setting of the room that is shown."""
    someone.page.click("#show-room-menu")
    someone.page.locator("#room-menu").get_by_label(name).check()
    someone.page.keyboard.press("Escape")


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {**PHONE, "color_scheme": "dark"}], ids=["light", "dark phone"])
def test_forty_rooms_fit_and_direct_messages_stay_in_sight(person, options):
    base = word()
    rooms = [f"{base}-{number:02}" for number in range(40)]
    ada, bob = with_rooms(person(0, **options), rooms), person(1).enter(rooms[0])
    bob.page.locator("#member-list button", has_text=ada.name).click()
    bob.is_in(ada.name)
    bob.say("hello")
    if "is_mobile" in options:
        ada.tap("#show-rooms")
        # It slides in.
        wait_for(lambda: ada.page.locator("#sidebar").bounding_box()["x"] == 0, 60)
    expect(ada.page.locator("#directs li .name")).to_have_text(bob.name)
    expect(ada.page.locator("#directs li")).to_be_in_viewport()
    expect(ada.page.locator("#rooms li")).to_have_count(40)
    expect(ada.page.locator("#sign-out")).to_be_in_viewport(ratio=1)
    check(ada.page)
    # What is unread comes up.
    bob.open_room(rooms[33])
    bob.say("news")
    expect(ada.page.locator("#rooms li").first).to_have_attribute("data-room", rooms[33])
    expect(ada.page.locator("#rooms li").first).to_be_in_viewport()


@pytest.fixture(params=["socket", "poll"])
def ada_of_too_many(person, request):
    """Somebody with a room more than can be followed, each read later than the one before; over both transports."""
    base, ada = word(), person()
    rooms = [f"{base}-{number:03}" for number in range(101)]
    marks = "rooms.forEach((room, time) => localStorage.setItem(`tchatter.seen.${room}`, JSON.stringify({position: '', time: time + 1})))"
    keep = f"if (!localStorage.getItem('tchatter.rooms')) {{ const rooms = {json.dumps(rooms)}; {marks}; }}"
    ada.page.add_init_script(f"if (location.protocol === 'http:') {keep}")
    if request.param == "poll":
        ada.page.add_init_script(BLOCK)
    ada.page.clock.install()
    was_in(ada, rooms)
    if request.param == "poll":
        expect(ada.page.locator("#connection")).to_contain_text("long-poll")
    return ada, rooms


def only_one_waits(someone, room):
    expect(item(someone, room).locator(".sign")).to_have_text("…")
    expect(someone.page.locator("#rooms .sign", has_text="…")).to_have_count(1)


def test_of_more_rooms_than_can_be_followed_the_one_that_is_opened_takes_the_place_of_another(ada_of_too_many, person):
    ada, rooms = ada_of_too_many
    bob = person(1).enter(rooms[50])
    # The one that is shown has a place, and then those that were read later.
    only_one_waits(ada, rooms[1])
    expect(item(ada, rooms[1]).locator("a")).to_have_accessible_name(f"{rooms[1]}, Waiting to open it. No more than 100 rooms at once.")
    bob.say("in the middle")
    expect(item(ada, rooms[50]).locator(".count")).to_have_text("1")
    item(ada, rooms[1]).locator("a").click()
    ada.is_in(f"#{rooms[1]}")
    ada.say("there is a place")
    ada.has_all_stored()
    ada.sees("there is a place")
    # She has left it behind, and read it longest ago.
    only_one_waits(ada, rooms[0])
    bob.open_room(rooms[1])
    bob.sees("there is a place")
    bob.say("so it is")
    ada.sees("so it is")


def is_soon_there(locator):
    with contextlib.suppress(AssertionError):
        expect(locator).to_be_visible(timeout=15_000)
        return True
    return False


def test_who_is_mentioned_in_a_room_that_waits_hears_of_it(ada_of_too_many, person):
    ada, rooms = ada_of_too_many
    only_one_waits(ada, rooms[1])
    bob = person(1).enter(rooms[1])
    bob.say("nobody in particular")
    bob.say(f"@{ada.name}, here")
    bob.has_all_stored()
    only_one_waits(ada, rooms[1])
    # It is asked every minute or so. Where the jump also lets the room ask for a place by itself, that may come before there is one: then later.
    count = item(ada, rooms[1]).locator(".count")
    wait_for(lambda: ada.page.clock.fast_forward("01:10") or is_soon_there(count), 180)
    expect(count).to_have_text("2")
    expect(item(ada, rooms[1])).to_contain_class("mentioned")
    expect(ada.page.get_by_role("button", name="Mentions")).to_have_text("Mentions1")
    only_one_waits(ada, rooms[2])


def test_favourites_stay_on_top_and_muted_rooms_keep_quiet_in_every_tab(person):
    base = word()
    calm, loud, other = rooms = [f"{base}-{name}" for name in ("calm", "loud", "other")]
    ada, bob = with_rooms(person(0), rooms), person(1).enter(loud)
    tab = ada.open_page()
    tab.goto(f"{ada.url}#{other}")
    ada.page.keyboard.press("Alt+ArrowDown")
    ada.is_in(f"#{loud}")
    setting(ada, "Mute")
    expect(item(ada, loud)).to_have_class(re.compile("muted"))
    expect(item(ada, loud).locator("a")).to_have_accessible_name(f"{loud}, muted")
    expect(tab.locator(f'#rooms li[data-room="{loud}"]')).to_have_class(re.compile("muted"))
    ada.page.locator(f'#rooms li[data-room="{other}"] a').click()
    ada.is_in(f"#{other}")
    setting(ada, "Favourite")
    expect(ada.page.locator("#rooms li").first).to_have_attribute("data-room", other)
    expect(ada.page.locator(".item", has_text="Favourite").locator("input")).to_be_checked()
    bob.say("chatter")
    bob.open_room(calm)
    bob.say("words")
    # No badge for what nobody asked for, and none of its place; the others' are as ever.
    expect(item(ada, calm).locator(".count")).to_have_text("1")
    expect(item(ada, loud).locator(".count")).to_have_count(0)
    ada.page.mouse.move(800, 300)
    expect(ada.page.locator("#rooms li").nth(1)).to_have_attribute("data-room", calm)
    bob.open_room(loud)
    bob.say(f"@{ada.name}!")
    expect(item(ada, loud).locator(".count")).to_have_text("1")
    # Where nothing asks for attention any more, the key goes nowhere; before, to what does.
    ada.looks().page.keyboard.press("Alt+Shift+ArrowDown")
    ada.is_in(f"#{loud}")
    ada.page.keyboard.press("Alt+Shift+ArrowDown")
    ada.is_in(f"#{calm}")
    expect(ada.page.locator("#sidebar .count")).to_have_count(0)
    ada.page.keyboard.press("Alt+Shift+ArrowDown")
    ada.is_in(f"#{calm}")
    ada.page.reload()
    ada.is_connected()
    expect(item(ada, loud)).to_have_class(re.compile("muted"))
    expect(ada.page.locator("#rooms li").first).to_have_attribute("data-room", other)


def test_the_key_goes_through_all_rooms_while_it_is_held(person):
    rooms = [f"{word()}-{number}" for number in range(4)]
    ada = with_rooms(person(), rooms)
    order = names(ada)
    assert sorted(order) == sorted(rooms)
    at = order.index(rooms[0])
    ada.page.keyboard.down("Alt")
    for step in range(1, 5):
        ada.page.keyboard.press("ArrowDown")
        ada.is_in(f"#{order[(at + step) % 4]}")
    ada.page.keyboard.up("Alt")


def test_the_menu_and_the_keys_are_shown_by_keyboard_and_clean(person, room):
    ada = person().enter(room)
    page = ada.page
    page.focus("#show-room-menu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=f"Settings for #{room}")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    page.focus("#timeline")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard")
    expect(keys).to_contain_text("Go to another unread room")
    check(page)
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    # In the field it is a question mark, and another key helps.
    page.focus("#draft")
    page.keyboard.press("?")
    expect(page.locator("#draft")).to_have_value("?")
    page.keyboard.press("Control+/")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    # On a phone that is held across, or twice as large, all of the menu can be reached.
    page.set_viewport_size({"width": 640, "height": 360})
    page.click("#show-room-menu")
    leave = page.get_by_role("button", name="Leave this room")
    leave.scroll_into_view_if_needed()
    expect(leave).to_be_in_viewport(ratio=1)


def test_rooms_and_people_are_found_by_a_part_of_their_name(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    expect(ada.page.locator("#member-list")).to_contain_text(bob.name)
    ada.page.keyboard.press("Control+k")
    ada.page.fill("#finder-field", bob.name[1:7])
    expect(ada.page.locator("#finder-list li .name").first).to_have_text(bob.name)
    ada.page.press("#finder-field", "Enter")
    ada.is_in(bob.name)
    ada.page.keyboard.press("Control+k")
    ada.page.fill("#finder-field", room[-6:])
    ada.page.press("#finder-field", "Enter")
    ada.is_in(f"#{room}")
    # What is called so goes before what only begins so, though that was opened later.
    ada.open_room(f"{room}-2")
    ada.open_room(room)


def test_a_room_that_was_left_stays_left_in_every_tab(person, room):
    ada = person().enter(room)
    tab = ada.open_page()
    tab.goto(f"{ada.url}#{room}")
    expect(tab.locator("#room-title")).to_have_text(f"#{room}")
    ada.page.click("#show-room-menu")
    ada.page.get_by_role("button", name="Leave this room").click()
    for page in (ada.page, tab):
        expect(page.locator(f'#rooms li[data-room="{room}"]')).to_have_count(0)
        expect(page.locator("#room-title")).to_have_text("#lobby")
    ada.page.reload()
    ada.is_connected()
    expect(ada.page.locator("#rooms li")).not_to_have_count(0)
    assert room not in names(ada)


def test_each_room_notifies_of_what_was_asked_for(person, room):
    ada, bob = person(0), person(1).enter(room)
    ada.page.add_init_script(SYSTEM)
    ada.enter(room)
    ada.page.get_by_role("button", name="Desktop notifications").click()
    setting(ada, "All messages")
    look(ada, False)
    bob.say("to everybody")
    ada.sees("to everybody")
    look(ada, True)
    setting(ada, "Nothing")
    look(ada, False)
    bob.say(f"@{ada.name}, quietly")
    ada.sees(f"@{ada.name}, quietly")
    was_notified(ada, f"{bob.name} · #{room}: to everybody")
