"""People chat."""

import re

from playwright.sync_api import expect

from test_access import check
from waiting import wait_for


def test_two_people_chat_through_different_instances(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("Hello Bob")
    bob.sees("Hello Bob")
    bob.say("Hello Ada")
    ada.sees("Hello Ada")
    ada.say("How are you?")
    bob.sees("How are you?")
    assert ada.texts == bob.texts == ["Hello Bob", "Hello Ada", "How are you?"]


# What is shown when the page draws for the first time after one has pressed the key.
SAID_AND_SHOWN = """async () => {
  document.querySelector("#draft").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  await new Promise(requestAnimationFrame);
  return [...document.querySelectorAll(".row .text")].map((text) => text.innerText);
}"""


def test_an_own_message_is_there_at_once_and_once_only(person, room):
    ada = person().enter(room)
    ada.page.fill("#draft", "first")
    assert ada.page.evaluate(SAID_AND_SHOWN) == ["first"]
    ada.say("second")
    ada.sees("second")
    ada.has_all_stored()
    assert ada.texts == ["first", "second"]


def test_lines_code_and_links_are_shown_as_such(person, room):
    ada, bob = person().enter(room), person().enter(room)
    ada.page.fill("#draft", "one\ntwo `x < y` https://example.org/a?b=c.")
    ada.page.press("#draft", "Enter")
    text = bob.page.locator(".text")
    expect(text).to_have_text("one\ntwo x < y https://example.org/a?b=c.")
    expect(text.locator("code")).to_have_text("x < y")
    link = text.locator("a")
    expect(link).to_have_attribute("href", "https://example.org/a?b=c")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


def test_piled_up_marks_do_not_draw_over_other_messages(person, room):
    ada = person().enter(room)
    for text in ("above", "x", "below"):
        ada.say(text)
        ada.sees(text)
    # A row is drawn anew when its message comes back from the server.
    ada.has_all_stored()
    neighbours = [ada.row("above").locator(".text"), ada.row("below").locator(".text")]
    ada.page.mouse.move(1, 1)
    before = [ada.picture(each) for each in neighbours]
    # Put in the place of a message's text, so that nothing moves.
    ada.row("x").locator(".text").evaluate("(text, piled) => (text.textContent = piled)", "Z" + "\u0301" * 30 + "\u0323" * 30)
    after = [ada.picture(each) for each in neighbours]
    assert all(one == other for one, other in zip(before, after))


def test_members_come_and_go(person, room):
    ada = person(0).enter(room)
    expect(ada.page.locator("#room-note")).to_have_text("Just you")
    bob = person(1).enter(room)
    expect(ada.page.locator("#member-list")).to_contain_text(bob.name)
    expect(ada.page.locator("#room-note")).to_have_text("2 people here")
    bob.sign_out()
    expect(ada.page.locator("#member-list")).not_to_contain_text(bob.name)


def test_typing_is_told_until_the_message_comes(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)

    def is_told():
        # Forgotten some seconds after the last word of it, and told every few seconds while somebody types.
        bob.page.fill("#draft", "")
        bob.page.locator("#draft").press_sequentially("I am thin")
        return ada.page.locator("#typing").inner_text() == f"{bob.name} is typing…"

    wait_for(is_told, 60, "that Bob is typing", every=0.5)
    bob.page.press("#draft", "Enter")
    ada.sees("I am thin")
    expect(ada.page.locator("#typing")).to_have_text("")


def test_what_is_said_elsewhere_is_counted_until_it_is_read(person, room):
    ada, bob = person().enter(room), person().enter(room)
    ada.open_room(f"{room}-2")
    bob.say("one")
    bob.say(f"two, @{ada.name}")
    item = ada.page.locator(f'#rooms li[data-room="{room}"]')
    expect(item.locator(".count")).to_have_text("2")
    expect(item).to_have_class(re.compile("mentioned"))
    expect(ada.page).to_have_title(re.compile(r"^\(1\)"))
    ada.looks()
    item.locator("a").click()
    ada.is_in(f"#{room}")
    expect(ada.page.locator(".rule.new")).to_be_visible()
    expect(item.locator(".count")).to_have_count(0)
    expect(ada.page).not_to_have_title(re.compile(r"^\("))
    expect(ada.page.locator(".mention.me")).to_have_text(f"@{ada.name}")


def test_direct_messages_reach_the_other_one_alone(person, room):
    ada, bob, eve = person(0).enter(room), person(1).enter(room), person(0).enter(room)
    ada.page.locator("#member-list button", has_text=bob.name).click()
    ada.is_in(bob.name)
    ada.say("between us")
    item = bob.page.locator("#directs li")
    expect(item.locator(".count")).to_have_text("1")
    item.locator("a").click()
    bob.sees("between us")
    bob.say("of course")
    ada.sees("of course")
    expect(eve.page.locator("#directs li")).to_have_count(0)
    # And they are found again.
    bob.page.reload()
    bob.is_connected()
    bob.is_in(ada.name)
    bob.sees("between us")


def test_of_the_other_one_is_told_whether_they_are_online(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.page.locator("#member-list button", has_text=bob.name).click()
    ada.is_in(bob.name)
    expect(ada.page.locator("#room-note")).to_have_text("Offline")
    ada.say("are you there?")
    bob.page.locator("#directs li a").click()
    bob.is_in(ada.name)
    for someone in (ada, bob):
        expect(someone.page.locator("#room-note")).to_have_text("Online")


def test_a_message_to_nobody_says_so_and_leads_back(person, room):
    ada = person().enter(room)
    ada.open_room("lobby")
    ada.open_room(f"{room}-2")
    ada.page.click("#add-direct")
    expect(ada.page.locator("#finder-field")).to_have_attribute("placeholder", "Message someone")
    ada.page.fill("#finder-field", "Nobody At All")
    ada.page.press("#finder-field", "Enter")
    expect(ada.page.locator("#toast")).to_have_text("There's no one called Nobody At All.")
    expect(ada.page.locator("#directs li")).to_have_count(0)
    # To where one was, which is neither the first room nor that by the alphabet; the way back does not ask again.
    ada.is_in(f"#{room}-2")
    ada.page.go_back()
    ada.is_in(f"#{room}-2")
    ada.page.go_back()
    ada.is_in("#lobby")


def test_what_is_too_long_is_told_while_it_is_typed_marked_and_kept(person, room):
    ada = person().enter(room)
    count = ada.page.locator("#draft-count")
    ada.page.fill("#draft", "x" * 3_700)
    expect(count).to_be_hidden()
    ada.page.fill("#draft", "x" * 3_850)
    expect(count).to_have_text("150 left")
    # An emoji is one character, whatever it is made of.
    ada.page.fill("#draft", "x" * 3_999 + "🎉")
    expect(count).to_have_text("0 left")
    ada.page.fill("#draft", "🎉" * 4_000 + "y" * 100)
    expect(count).to_have_text("100 over")
    check(ada.page)
    ada.page.press("#draft", "Enter")
    expect(ada.page.locator("#toast")).to_have_text("100 characters over the limit")
    assert ada.page.evaluate("getSelection().toString()") == "y" * 100
    expect(ada.page.locator("#draft")).to_have_value("🎉" * 4_000 + "y" * 100)
    assert ada.texts == []
    ada.page.keyboard.press("Delete")
    expect(count).to_have_text("0 left")
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator(".row")).to_have_count(1)
    expect(count).to_be_hidden()


def test_names_are_offered_after_an_at_sign(person, room):
    ada, bob = person().enter(room), person().enter(room)
    expect(ada.page.locator("#member-list")).to_contain_text(bob.name)
    ada.page.locator("#draft").press_sequentially(f"hi @{bob.name[:4].lower()}")
    expect(ada.page.locator("#suggestions li")).to_have_text([bob.name])
    ada.page.press("#draft", "Tab")
    expect(ada.page.locator("#draft")).to_have_value(f"hi @{bob.name} ")


def test_a_room_can_be_left_and_the_address_leads_to_one(person, room):
    ada = person().enter(room)
    ada.open_room(f"{room}-2")
    assert ada.page.url.endswith(f"#{room}-2")
    ada.page.go_back()
    ada.is_in(f"#{room}")
    item = ada.page.locator(f'#rooms li[data-room="{room}"]')
    item.hover()
    item.get_by_role("button").click()
    expect(item).to_have_count(0)


def test_search_finds_and_leads_to_a_message(person, room):
    ada = person().enter(room)
    ada.post_many(room, [f"number {index}" for index in range(120)])
    ada.sees("number 119")
    ada.page.click("#search")
    ada.page.fill("#finder-field", "number 75")
    ada.page.press("#finder-field", "Enter")
    expect(ada.row("number 75")).to_be_focused()
    expect(ada.row("number 75")).to_be_in_viewport()
    ada.page.click("#search")
    # Who said it is not what was said.
    for sought in ("number 750", ada.name):
        ada.page.fill("#finder-field", sought)
        expect(ada.page.locator("#finder-list")).to_have_text(re.compile("^Nothing found"))
    expect(ada.page.locator("#finder-list")).not_to_contain_text("so far")


def test_search_finds_what_is_not_loaded_here_and_in_what_was_left_and_closed_and_leads_there(person, room):
    ada, bob = person().enter(room), person(1)
    ada.post_many(room, ["Größe 0", *(f"number {index}" for index in range(1, 220))])
    bob.enter(room)
    bob.sees("number 219")
    page, field, found = bob.page, bob.page.locator("#finder-field"), bob.page.locator("#finder-list [role=option]")
    page.click("#search")
    field.fill("GRÖSSE")
    expect(found.locator("mark")).to_have_text("Größe")
    expect(page.locator("#search-progress")).to_have_text("Looked through everything that is kept")
    expect(page.locator("#search-on")).to_be_hidden()
    field.press("Enter")
    expect(bob.row("Größe 0")).to_be_focused()
    expect(bob.row("Größe 0")).to_be_in_viewport()
    page.goto(f"{bob.url}#{room}-2")
    bob.is_in(f"#{room}-2")
    page.locator(f'#rooms li[data-room="{room}"]').hover()
    page.locator(f'#rooms li[data-room="{room}"] .leave').click()
    expect(page.locator(f'#rooms li[data-room="{room}"]')).to_have_count(0)
    page.click("#search")
    field.fill("größe")
    expect(found).to_have_text("Nothing found.")
    page.locator("#search-scope").select_option("all")
    expect(found).to_contain_text(room)
    field.press("Enter")
    bob.is_in(f"#{room}")
    expect(bob.row("Größe 0")).to_be_focused()
    # In a conversation that was closed, too.
    ada.page.locator("#member-list button", has_text=bob.name).click()
    ada.is_in(bob.name)
    ada.say("just the two of us")
    directs = page.locator("#directs li")
    expect(directs.locator(".count")).to_have_text("1")
    directs.hover()
    directs.locator(".leave").click()
    expect(directs).to_have_count(0)
    page.click("#search")
    page.locator("#search-scope").select_option("all")
    field.fill("TWO OF us")
    expect(found).to_contain_text(f"{ada.name} in {ada.name}")
    field.press("Enter")
    bob.is_in(ada.name)
    expect(bob.row("just the two of us")).to_be_focused()


def test_half_an_emoji_is_sent_as_what_stands_for_it_and_nothing_waits_behind_it(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    # As a text is left that was cut within an emoji.
    ada.page.evaluate("""() => {
      const draft = document.querySelector("#draft");
      draft.value = "cut \\ud83d";
      draft.dispatchEvent(new Event("input"));
    }""")
    ada.page.press("#draft", "Enter")
    bob.sees("cut \ufffd")
    ada.say("after it")
    bob.sees("after it")
    expect(ada.page.locator(".is-waiting, .is-sending, .is-failed")).to_have_count(0)
