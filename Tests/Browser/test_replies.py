"""Answers, data for programs, links to messages."""

import pytest
from playwright.sync_api import expect

from test_access import PHONE, check

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def answer(someone, text, words):
    """By its button."""
    someone.has_all_stored()
    row = someone.looks().row(text)
    row.hover()
    row.locator('[data-action="reply"]').click()
    expect(someone.page.locator("#editing .quote")).to_contain_text(text)
    expect(someone.page.locator("#draft")).to_be_focused()
    someone.say(words)


def quote_of(someone, text):
    return someone.row(text).locator(".quote")


def copied_link(someone, text):
    someone.has_all_stored()
    row = someone.row(text)
    row.hover()
    row.locator('[data-action="link"]').click()
    expect(someone.page.locator("#toast")).to_have_text("Copied")
    return someone.page.evaluate("navigator.clipboard.readText()")


def test_an_answer_quotes_its_message_as_it_is_now_and_lasts(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("**noon** it is")
    expect(bob.page.locator(".row")).to_contain_text("noon it is")
    bob.say("another thing")
    bob.has_all_stored()
    row = bob.page.locator(".row").first
    row.hover()
    row.locator('[data-action="reply"]').click()
    expect(bob.page.locator("#editing")).to_contain_text(f"Replying to{ada.name}noon it is")
    # The draft and what it answers outlive the page, and wait while one edits.
    bob.page.keyboard.type("I'll be th")
    bob.page.reload()
    bob.is_connected()
    expect(bob.page.locator("#draft")).to_have_value("I'll be th")
    expect(bob.page.locator("#editing .quote")).to_contain_text("noon it is")
    bob.row("another thing").hover()
    bob.row("another thing").locator('[data-action="edit"]').click()
    expect(bob.page.locator("#editing")).to_contain_text("Editing your message")
    bob.page.press("#draft", "Escape")
    expect(bob.page.locator("#draft")).to_have_value("I'll be th")
    expect(bob.page.locator("#editing .quote")).to_contain_text("noon it is")
    bob.say("I'll be there")
    expect(bob.page.locator("#editing")).to_be_hidden()
    for someone in (ada, bob):
        expect(quote_of(someone, "I'll be there")).to_have_text(f"{ada.name}noon it is")
        expect(quote_of(someone, "another thing")).to_have_count(0)
    # It is a mention to whoever is answered.
    expect(ada.page.locator(".row.mentions-me")).to_contain_text("I'll be there")
    expect(bob.page.locator(".row.mentions-me")).to_have_count(0)
    ada.take_up_last()
    ada.say("one it is")
    for someone in (ada, bob):
        expect(quote_of(someone, "I'll be there")).to_have_text(f"{ada.name}one it is")
        someone.page.reload()
        someone.is_connected()
        expect(quote_of(someone, "I'll be there")).to_have_text(f"{ada.name}one it is")
    own = ada.page.locator(".row").first
    own.hover()
    own.locator('[data-action="delete"]').click()
    ada.page.click("#confirm-yes")
    for someone in (ada, bob):
        expect(quote_of(someone, "I'll be there")).to_have_text(f"{ada.name}This message was deleted.")
    quote_of(bob, "I'll be there").click()
    expect(bob.page.locator(".row.is-deleted")).to_be_focused()
    expect(bob.page.locator("#toast")).to_have_text("That message was deleted.")


def test_an_answer_can_be_left(person, room):
    ada = person().enter(room)
    ada.say("first")
    ada.has_all_stored()
    row = ada.row("first")
    for leave in (lambda: ada.page.press("#draft", "Escape"), lambda: ada.page.click("#stop-editing")):
        row.hover()
        row.locator('[data-action="reply"]').click()
        expect(ada.page.locator("#editing")).to_be_visible()
        leave()
        expect(ada.page.locator("#editing")).to_be_hidden()
        expect(ada.page.locator("#draft")).to_be_focused()
    ada.say("second")
    ada.sees("second")
    expect(ada.page.locator(".row .quote")).to_have_count(0)


def test_an_answer_by_keyboard_alone_and_back_to_what_it_answers(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    bob.say("by keyboard?")
    ada.sees("by keyboard?")
    keys = ada.looks().page.keyboard
    keys.press("Control+ArrowUp")
    expect(ada.row("by keyboard?")).to_be_focused()
    keys.press("a")
    expect(ada.page.locator("#draft")).to_be_focused()
    keys.type("yes")
    keys.press("Enter")
    expect(quote_of(bob, "yes")).to_have_text(f"{bob.name}by keyboard?")
    keys.press("Control+ArrowUp")
    expect(ada.row("yes")).to_be_focused()
    keys.press("o")
    expect(ada.row("by keyboard?")).to_be_focused()


def test_an_answer_to_what_lies_far_back_is_quoted_and_leads_there(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("far back")
    bob.sees("far back")
    bob.post_many(room, [f"line {index}" for index in range(430)])
    eve = person(1).enter(room)
    eve.sees("line 429")
    bob.send(room, "of old", {"reply": 1})
    expect(quote_of(eve, "of old")).to_have_text(f"{ada.name}far back")
    quote_of(eve, "of old").click()
    expect(eve.row("far back")).to_be_in_viewport()
    expect(eve.row("far back")).to_be_focused()
    eve.page.click("#to-newest")
    expect(eve.row("of old")).to_be_in_viewport()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_where_one_goes_back_in_sight_of_the_newest_no_button_leads_there(person, room, options):
    ada, bob = person(0, **options).enter(room), person(1).enter(room)
    bob.say("noon?")
    ada.sees("noon?")
    bob.send(room, "at one", {"reply": 1})
    quote_of(ada.looks(), "at one").click()
    expect(ada.row("noon?")).to_be_focused()
    # It would lie upon the last message.
    button = ada.page.locator("#to-newest")
    expect(button).to_be_hidden()
    bob.post_many(room, [f"line {index}" for index in range(60)])
    # She follows what comes, as who reads the newest does.
    expect(ada.row("line 59")).to_be_in_viewport()
    expect(button).to_be_hidden()
    # Where it is out of sight, it does.
    bob.send(room, "of old", {"reply": 1})
    quote_of(ada, "of old").click()
    expect(ada.row("noon?")).to_be_focused()
    expect(button).to_be_visible()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_where_a_window_grows_and_the_newest_come_in_sight_no_button_leads_there(person, room, options):
    ada, bob = person(0, **options).enter(room), person(1).enter(room)
    bob.post_many(room, [f"line {index}" for index in range(30)])
    ada.sees("line 29")
    width, height = ada.page.viewport_size.values()
    ada.page.locator("#timeline").evaluate("(list) => (list.scrollTop = 0)")
    button = ada.page.locator("#to-newest")
    expect(button).to_be_visible()
    ada.page.set_viewport_size({"width": width, "height": 3_000})
    expect(button).to_be_hidden()
    ada.page.set_viewport_size({"width": width, "height": height})
    expect(ada.row("line 29")).to_be_in_viewport()


def test_an_answer_made_without_a_connection_is_shown_and_sent_later(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    bob.say("are you there?")
    ada.sees("are you there?")
    ada.go_offline()
    expect(ada.page.locator("body")).not_to_have_attribute("data-phase", "up")
    answer(ada, "are you there?", "soon")
    expect(quote_of(ada, "soon")).to_have_text(f"{bob.name}are you there?")
    expect(bob.page.locator(".quote")).to_have_count(0)
    ada.context.set_offline(False)
    ada.page.evaluate("dispatchEvent(new Event('online'))")
    for someone in (ada, bob):
        expect(quote_of(someone, "soon")).to_have_text(f"{bob.name}are you there?")
    assert ada.page.locator(".row .quote").count() == 1


def test_an_answer_counts_as_a_mention_where_one_does_not_look(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("mine")
    bob.say("his")
    ada.sees("his")
    bob.sees("mine")
    badge = ada.page.locator(f'#rooms li[data-room="{room}"]')
    ada.looks()
    # She has read all that is there before she goes.
    expect(badge.locator(".count")).to_have_count(0)
    ada.open_room(f"{room}-2")
    answer(bob.looks(), "his", "to himself")
    expect(badge.locator(".count")).to_have_text("1")
    assert "mentioned" not in badge.get_attribute("class")
    answer(bob, "mine", "to her")
    expect(badge).to_contain_class("mentioned")


def test_what_programs_say_is_not_in_the_way(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    data = {"build": 812, "note": "<b>not markup</b>"}
    bob.send(room, "build done", {"data": data})
    row = ada.row("build done")
    expect(row.locator("summary")).to_have_text("Details")
    expect(row.locator("pre")).to_be_hidden()
    row.locator("summary").click()
    expect(row.locator("pre")).to_have_text('{\n  "build": 812,\n  "note": "<b>not markup</b>"\n}')


def test_a_link_leads_to_its_message_from_anywhere(person, room):
    ada, bob = person(0, permissions=CLIPBOARD).enter(room), person(1).enter(room)
    bob.say("look here")
    ada.sees("look here")
    link = copied_link(ada, "look here")
    assert link.startswith(f"{ada.url}#{room}/")
    bob.post_many(room, [f"line {index}" for index in range(120)])
    ada.sees("line 119")
    # Somebody new: they sign in first.
    eve = person(1, **PHONE)
    eve.page.goto(link.replace(ada.url, eve.url))
    eve.looks().sign_in()
    expect(eve.row("look here")).to_be_focused()
    expect(eve.row("look here")).to_be_in_viewport()
    eve.is_in(f"#{room}")
    # In a message it is followed on the page, as often as one likes.
    bob.send(f"{room}-2", f"see {link}")
    ada.looks().open_room(f"{room}-2")
    for _ in range(2):
        ada.page.locator(".text a", has_text=room).click()
        ada.is_in(f"#{room}")
        expect(ada.row("look here")).to_be_focused()
        expect(ada.page).to_have_url(f"{ada.url}#{room}")
        ada.page.go_back()
        ada.is_in(f"#{room}-2")
    assert len(ada.context.pages) == 1


def test_a_link_that_leads_nowhere_says_so(person, room):
    ada = person(permissions=CLIPBOARD).enter(room)
    ada.say("here")
    ada.sees("here")
    link = copied_link(ada, "here")
    for broken, words in [(f"{link}0", "That message is no longer available."), (f"{ada.url}#{room}/%zz", None), (f"{ada.url}#{room}/nonsense", "This link doesn't lead to a message.")]:
        ada.page.goto("about:blank")
        ada.page.goto(broken)
        ada.is_connected()
        ada.is_in(f"#{room}")
        if words:
            expect(ada.page.locator("#toast")).to_have_text(words)


def test_a_link_into_direct_messages_is_the_same_for_both(person):
    ada, bob = person(0, permissions=CLIPBOARD).enter(), person(1).enter()
    ada.page.evaluate("(name) => (location.hash = `@${name}`)", bob.name)
    ada.is_in(bob.name)
    ada.say("between us")
    ada.sees("between us")
    link = copied_link(ada, "between us")
    expect(bob.page.locator("#directs li")).to_have_count(1)
    bob.page.evaluate("(hash) => (location.hash = hash)", link[link.index("#"):])
    bob.is_in(ada.name)
    expect(bob.row("between us")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_and_a_finger_is_enough(person, room, scheme):
    ada, bob = person(0, color_scheme=scheme, **PHONE).enter(room), person(1).enter(room)
    bob.send(room, "with details", {"data": {"a": 1}})
    ada.sees("with details")
    ada.tap(ada.row("with details").locator(".text"))
    ada.tap(ada.row("with details").locator('[data-action="reply"]'))
    expect(ada.page.locator("#editing .quote")).to_contain_text("with details")
    check(ada.page)
    ada.say("by finger")
    expect(quote_of(bob, "by finger")).to_have_text(f"{bob.name}with details")
    ada.has_all_stored()
    ada.tap(ada.row("with details").locator("summary"))
    expect(ada.row("with details").locator("pre")).to_be_visible()
    ada.looks().tap(quote_of(ada, "by finger"))
    expect(ada.row("with details")).to_be_focused()
    check(ada.page)
