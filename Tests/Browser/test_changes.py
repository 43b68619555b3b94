"""Editing, deleting, reacting."""

import re

from playwright.sync_api import expect

# All that a server hands out of a room, to who joins and to who reads back.
HANDED_OUT = """
  const all = [];
  for (const kind of ["message", "change"]) chat.on(kind, (detail) => all.push(detail));
  await new Promise((done) => { chat.on("live", done); chat.on("welcome", () => chat.join(room)); });
  all.push(await chat.history(room));
  return JSON.stringify(all);
"""


def test_an_edit_reaches_the_other_one_and_lasts(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("helo")
    bob.sees("helo")
    # The arrow in the empty field takes the last own message up.
    ada.take_up_last()
    expect(ada.page.locator("#draft")).to_have_value("helo")
    expect(ada.page.locator("#editing")).to_be_visible()
    ada.say("hello")
    expect(ada.page.locator("#editing")).to_be_hidden()
    for someone in (ada, bob):
        expect(someone.page.locator(".text")).to_have_text("hello (edited)")
    for someone in (ada, bob):
        someone.page.reload()
        someone.is_connected()
        expect(someone.page.locator(".text")).to_have_text("hello (edited)")


def test_an_edit_can_be_left_and_gives_the_draft_back(person, room):
    ada = person().enter(room)
    ada.say("first")
    ada.sees("first")
    ada.has_all_stored()
    ada.page.fill("#draft", "half a thou")
    row = ada.row("first")
    row.hover()
    row.locator('[data-action="edit"]').click()
    expect(ada.page.locator("#draft")).to_have_value("first")
    ada.page.fill("#draft", "second tho")
    # What was typed is not lost by a reload either.
    ada.page.reload()
    ada.is_connected()
    expect(ada.page.locator("#draft")).to_have_value("second tho")
    expect(ada.page.locator("#editing")).to_be_visible()
    ada.page.press("#draft", "Escape")
    expect(ada.page.locator("#draft")).to_have_value("half a thou")
    # The draft is there before the room is.
    ada.shows("first")


def test_a_deleted_message_is_gone_for_everyone_and_from_the_history(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("a secret")
    bob.sees("a secret")
    ada.take_up_last()
    ada.say("another secret")
    row = bob.page.locator(".row")
    expect(row).to_contain_text("another secret")
    # Others can't.
    row.hover()
    expect(row.locator('[data-action="copy"]')).to_be_visible()
    expect(row.locator('[data-action="delete"]:visible, [data-action="edit"]')).to_have_count(0)
    own = ada.page.locator(".row")
    own.hover()
    own.locator('[data-action="delete"]').click()
    ada.page.click("#confirm-no")
    expect(own).to_contain_text("another secret")
    own.hover()
    own.locator('[data-action="delete"]').click()
    ada.page.click("#confirm-yes")
    for someone in (ada, bob):
        expect(someone.page.locator(".text")).to_have_text("This message was deleted.")
        expect(someone.page.locator(".actions")).to_have_count(0)
    ada.has_all_done()
    handed_out = bob.program(HANDED_OUT, room, begins="")
    assert "secret" not in handed_out and handed_out.count('"delete"') == 2
    eve = person(0).enter(room)
    expect(eve.page.locator(".text")).to_have_text("This message was deleted.")


def test_what_was_deleted_stays_deleted_when_no_instance_remembers_it(person, own_fleet):
    ada = person(url=own_fleet.instances[0].url).enter("lobby")
    ada.say("a secret")
    ada.sees("a secret")
    ada.take_up_last()
    ada.say("another secret")
    row = ada.page.locator(".row")
    expect(row).to_contain_text("another secret (edited)")
    row.hover()
    row.locator('[data-action="delete"]').click()
    ada.page.click("#confirm-yes")
    expect(ada.page.locator(".is-deleted")).to_have_count(1)
    ada.has_all_done()
    for instance in own_fleet.instances:
        instance.stop()
    for instance in own_fleet.instances:
        instance.start()
    bob = person(url=own_fleet.instances[1].url).enter("lobby")
    expect(bob.page.locator(".text")).to_have_text("This message was deleted.")
    handed_out = bob.program(HANDED_OUT, "lobby", begins="")
    assert "secret" not in handed_out and handed_out.count('"delete"') == 2


def test_reactions_are_counted_and_can_be_taken_back(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("cake?")
    row = bob.row("cake?")
    row.hover()
    row.locator('[data-action="react"]').first.click()
    for someone in (ada, bob):
        expect(someone.page.locator(".reaction:not(.more)")).to_have_text(["👍1"])
    expect(bob.page.locator(".reaction.mine")).to_have_count(1)
    expect(ada.page.locator(".reaction.mine")).to_have_count(0)
    ada.page.locator(".reaction:not(.more)").click()
    for someone in (ada, bob):
        expect(someone.page.locator(".reaction.mine")).to_have_text("👍2")
    # Found by its name, by keyboard alone.
    bob.page.press("#draft", "Control+ArrowUp")
    expect(row).to_be_focused()
    bob.page.keyboard.press("r")
    bob.page.keyboard.type("cake")
    bob.page.keyboard.press("Enter")
    for someone in (ada, bob):
        expect(someone.page.locator(".reaction:not(.more)")).to_have_text(["👍2", "🍰1"])
    bob.page.locator(".reaction").first.click()
    expect(ada.page.locator(".reaction:not(.more)")).to_have_text(["👍1", "🍰1"])
    ada.page.reload()
    ada.is_connected()
    expect(ada.page.locator(".reaction:not(.more)")).to_have_text(["👍1", "🍰1"])
    expect(ada.page.locator(".reaction.mine")).to_have_text("👍1")


def test_the_arrow_takes_up_no_other_message_while_the_last_is_on_its_way(person, room):
    ada = person(0).enter(room)
    ada.say("first")
    ada.has_all_stored()
    ada.go_offline()
    expect(ada.page.locator("body")).not_to_have_attribute("data-phase", "up")
    ada.say("second")
    ada.page.press("#draft", "ArrowUp")
    expect(ada.page.locator("#draft")).to_be_focused()
    expect(ada.page.locator("#draft")).to_have_value("")
    ada.context.set_offline(False)
    ada.page.evaluate("dispatchEvent(new Event('online'))")
    ada.take_up_last()
    expect(ada.page.locator("#draft")).to_have_value("second")


def test_changes_made_without_a_connection_are_made_later(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("before")
    bob.sees("before")
    ada.has_all_stored()
    ada.go_offline()
    expect(ada.page.locator("body")).not_to_have_attribute("data-phase", "up")
    ada.take_up_last()
    ada.say("after")
    row = ada.page.locator(".row")
    expect(row).to_contain_text("after (edited)")
    row.hover()
    row.locator('[data-action="react"]').first.click()
    expect(ada.page.locator(".reaction.mine")).to_have_text("👍1")
    expect(bob.page.locator(".text")).to_have_text("before")
    ada.context.set_offline(False)
    ada.page.evaluate("dispatchEvent(new Event('online'))")
    expect(bob.page.locator(".text")).to_have_text("after (edited)")
    expect(bob.page.locator(".reaction:not(.more)")).to_have_text(["👍1"])


def test_changes_to_what_lies_far_back_are_there_when_it_is_read(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("far back")
    bob.sees("far back")
    bob.post_many(room, [f"line {index}" for index in range(150)])
    ada.sees("line 149")
    ada.take_up_last()
    expect(ada.page.locator("#draft")).to_have_value("far back")
    ada.say("changed")
    eve = person(1).enter(room)
    eve.sees("line 149")
    eve.scroll_back_to(eve.page.locator(".top.beginning"))
    expect(eve.page.locator(".row").first).to_contain_text("changed (edited)")
    unread = eve.page.locator(f'#rooms li[data-room="{room}"]')
    expect(unread).not_to_have_class(re.compile("unread"))


def test_emoji_are_offered_after_a_colon_and_by_the_button(person, room):
    ada = person().enter(room)
    ada.page.locator("#draft").press_sequentially("well done :tad")
    expect(ada.page.locator("#suggestions li")).to_have_text(["🎉tada"])
    ada.page.press("#draft", "Enter")
    expect(ada.page.locator("#draft")).to_have_value("well done 🎉 ")
    ada.page.click("#emoji")
    ada.page.fill("#emoji-field", "rocket")
    ada.page.press("#emoji-field", "Enter")
    expect(ada.page.locator("#draft")).to_have_value("well done 🎉 🚀")
    expect(ada.page.locator("#draft")).to_be_focused()
    ada.page.press("#draft", "Enter")
    ada.sees("well done 🎉 🚀")
