"""What one is in the midst of goes on when something is drawn anew, because of what others do."""

from playwright.sync_api import expect

from waiting import wait_for

CODE = "```\n" + "a long line of code " * 40 + "\n```"


def begin(person, room, text, data=None):
    """Two people, and a message of the second one's that is to be drawn anew; the dialogs are there."""
    ada, bob = person(0).enter(room), person(1).enter(room)
    bob.send(room, text, {"data": data})
    row = ada.looks().page.locator(".row")
    expect(row).to_have_count(1)
    expect(ada.page.locator("#room-menu")).to_be_attached()
    return ada, bob, row


def redraw(ada, bob, room, reaction="🎉"):
    """The message gets a reaction; its row is another node then."""
    ada.page.evaluate("globalThis.before = document.querySelector('.row')")
    bob.react(room, reaction)
    expect(ada.page.locator(".reaction", has_text=reaction)).to_have_count(1)
    assert not ada.page.evaluate("before.isConnected")


def test_details_stay_open_and_what_was_selected_and_scrolled_stays_so(person, room):
    ada, bob, row = begin(person, room, f"look here\n{CODE}", {"build": 7, "stage": "test"})
    row.locator("summary").click()
    expect(row.locator("details pre")).to_be_visible()
    row.locator(".text pre").evaluate("(pre) => (pre.scrollLeft = 120)")
    ada.page.evaluate("getSelection().setBaseAndExtent(...[2, 7].flatMap((at) => [document.querySelector('.row details pre').firstChild, at]))")
    said = ada.page.evaluate("String(getSelection())")
    assert said
    redraw(ada, bob, room)
    expect(row.locator("details pre")).to_be_visible()
    expect(row.locator("summary")).to_be_focused()
    assert ada.page.evaluate("String(getSelection())") == said
    assert row.locator(".text pre").evaluate("(pre) => pre.scrollLeft") == 120


def test_a_selection_over_several_messages_stays_when_one_of_them_changes(person, room):
    ada, bob, row = begin(person, room, "first")
    ada.say("second")
    ada.has_all_stored()
    ada.sees("second")
    ada.page.evaluate("""() => {
      const [first, second] = [...document.querySelectorAll(".row .text")].map((text) => document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode());
      getSelection().setBaseAndExtent(first, 2, second, 3);
    }""")
    said = ada.page.evaluate("String(getSelection())")
    assert said.startswith("rst") and said.endswith("sec")
    # Its buttons are made when somebody comes to it.
    bob.row("first").dispatch_event("pointerenter")
    bob.row("first").locator("[data-action=react]").first.evaluate("(button) => button.click()")
    expect(ada.page.locator(".reaction:not(.more)")).to_have_count(1)
    assert ada.page.evaluate("String(getSelection())").startswith("rst") and ada.page.evaluate("String(getSelection())").endswith("sec")


def test_the_focus_stays_on_the_same_button(person, room):
    ada, bob, row = begin(person, room, "look")
    redraw(ada, bob, room, "👀")
    row.locator(".reaction", has_text="👀").focus()
    redraw(ada, bob, room, "🎉")
    expect(row.locator(".reaction", has_text="👀")).to_be_focused()
    # On a message that is edited, and on one by which nothing is to be focused.
    row.focus()
    redraw(ada, bob, room, "👍")
    expect(row).to_be_focused()
    ada.page.focus("#draft")
    redraw(ada, bob, room, "👎")
    expect(ada.page.locator("#draft")).to_be_focused()


def test_a_click_counts_during_which_the_button_was_drawn_anew(person, room):
    ada, bob, row = begin(person, room, "look")
    redraw(ada, bob, room, "👀")
    chip = row.locator(".reaction", has_text="👀")
    chip.hover()
    ada.page.mouse.down()
    redraw(ada, bob, room, "🎉")
    ada.page.mouse.up()
    expect(chip).to_have_text("👀2")
    # Once: as it was pressed once.
    ada.has_all_stored()
    expect(chip).to_have_attribute("aria-pressed", "true")
    # One that the pointer has left meanwhile is not meant.
    chip.hover()
    ada.page.mouse.down()
    redraw(ada, bob, room, "👍")
    ada.page.mouse.move(5, 5)
    ada.page.mouse.up()
    redraw(ada, bob, room, "👎")
    expect(chip).to_have_text("👀2")
    chip.click()
    expect(chip).to_have_text("👀1")


def test_a_dialog_gives_the_focus_back_to_a_message_that_was_drawn_anew(person, room):
    ada, bob, row = begin(person, room, "look")
    row.focus()
    row.locator("[data-action=pick]").click()
    expect(ada.page.locator("#emoji-field")).to_be_focused()
    redraw(ada, bob, room)
    expect(ada.page.locator("#emoji-field")).to_be_focused()
    ada.page.keyboard.press("Escape")
    # On the button, if the pointer is over the message; else on that.
    wait_for(lambda: ada.page.evaluate("Boolean(document.activeElement.closest('.row'))"), 60)


def test_the_focus_stays_in_the_lists_while_people_come_and_rooms_change(person, room):
    ada, bob, row = begin(person, room, "look")
    other = f"another-{room}"
    ada.open_room(other)
    ada.open_room(room)
    leave = ada.page.locator(f"#rooms [data-room='{other}'] .leave")
    leave.focus()
    bob.open_room(other)
    bob.say("news")
    expect(ada.page.locator(f"#rooms [data-room='{other}'] .count")).to_have_text("1")
    ada.looks()
    expect(leave).to_be_focused()
    bob.looks().open_room(room)
    about = ada.page.locator("#member-list li", has_text=bob.name).locator(".member")
    about.focus()
    carol = person(1, name=f"A{bob.name[::-1]}").enter(room)
    expect(ada.page.locator("#member-list li", has_text=carol.name)).to_have_count(1)
    ada.looks()
    expect(about).to_be_focused()
    bell = ada.page.get_by_role("button", name="Desktop notifications")
    bell.focus()
    ada.page.evaluate("globalThis.before = document.activeElement; dispatchEvent(new Event('offline'))")
    assert not ada.page.evaluate("before.isConnected")
    expect(bell).to_be_focused()
