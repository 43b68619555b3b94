"""Messages that those who lead a room pin, and those that others report to them."""

from playwright.sync_api import expect

from test_access import PHONE, check
from test_governing import about, confirm, do, found


def last_row(someone):
    """The last message, with the focus, as the keyboard gives it."""
    someone.looks().page.press("#draft", "Control+ArrowUp")
    return someone.page.locator(".row").last


def pin(someone, text):
    someone.sees(text)
    someone.looks().row(text).focus()
    someone.page.keyboard.press("p")


def test_what_is_pinned_is_seen_by_all_and_leads_to_its_message(person, room):
    ada, bob = found(person(instance=0, color_scheme="dark").enter(room)), person(instance=1).enter(room)
    bob.say("Meet at *five*")
    pin(ada, "Meet at five")
    bar = bob.page.locator("#pin")
    for someone in (ada, bob):
        expect(someone.page.locator(".pin-line")).to_have_accessible_name(f"Pinned message by {bob.name}: Meet at five")
        expect(someone.page.locator(".rule.policy").last).to_have_text(f"{ada.name} pinned a message.")
    expect(bar.get_by_role("button", name="Unpin")).to_be_hidden()
    check(ada.page)
    # It follows what becomes of the message, also where that lies far back.
    bob.take_up_last()
    bob.say("Meet at six")
    expect(ada.page.locator(".pin-line")).to_contain_text("Meet at six")
    bob.post_many(room, [f"line {number}" for number in range(60)])
    bob.page.reload()
    expect(bob.page.locator(".pin-line")).to_contain_text("Meet at six")
    bob.sees("line 59")
    bob.looks().page.locator(".pin-line").focus()
    bob.page.keyboard.press("Enter")
    expect(bob.row("Meet at six (edited)")).to_be_focused()
    # Somebody hides it for themselves; another one is shown again.
    bob.page.get_by_role("button", name="Hide the pinned message").click()
    expect(bar).to_be_hidden()
    expect(bob.page.locator("#timeline")).to_be_focused()
    expect(ada.page.locator("#pin")).to_be_visible()
    pin(ada, "line 59")
    for someone in (ada, bob):
        expect(someone.page.locator(".pin-line")).to_contain_text("line 59")
    # By the same key it goes, or with its message.
    pin(ada, "line 59")
    for someone in (ada, bob):
        expect(someone.page.locator("#pin")).to_be_hidden()
    expect(ada.page.locator(".rule.policy").last).to_have_text(f"{ada.name} unpinned the message.")
    pin(ada, "line 59")
    expect(bar).to_be_visible()
    ada.row("line 59").focus()
    ada.page.keyboard.press("Delete")
    confirm(ada)
    expect(bar).to_be_hidden()


def test_what_is_reported_reaches_those_who_lead_and_is_dealt_with(person, room):
    ada = found(person(instance=0).enter(room))
    bob, cid = person(instance=1, color_scheme="dark", **PHONE).enter(room), person(instance=1).enter(room)
    cid.say("rude words")
    bob.tap(bob.row("rude words"))
    bob.tap(bob.row("rude words").get_by_role("button", name="Report to moderators"))
    bob.page.get_by_label("Why?").fill("Not here, please")
    for scheme in ("light", "dark"):
        bob.page.emulate_media(color_scheme=scheme)
        check(bob.page)
    bob.tap(bob.page.locator("#report").get_by_role("button", name="Report", exact=True))
    expect(bob.page.locator("#toast")).to_have_text("The moderators have been told.")
    assert bob.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    menu = ada.looks().page.locator("#show-room-menu")
    expect(menu).to_have_accessible_name("Room menu, 1 report")
    # It is there as well for who was away.
    ada.page.reload()
    expect(menu).to_have_accessible_name("Room menu, 1 report")
    menu.click()
    ada.page.locator("#room-menu").get_by_role("button", name="Reports").click()
    item = ada.page.locator("#reports [data-key]")
    expect(item).to_contain_text(f"{cid.name} rude words")
    expect(item).to_contain_text(f"Reported by {bob.name}")
    expect(item).to_contain_text("Not here, please")
    check(ada.page)
    item.get_by_role("button", name="Go to message").click()
    expect(ada.row("rude words")).to_be_focused()
    menu.click()
    ada.page.locator("#room-menu").get_by_role("button", name="Reports").click()
    item.get_by_role("button", name="About the author").click()
    do(ada.page.locator("#person-menu"), "Mute for 1 hour")
    expect(cid.page.locator("#composer")).to_be_hidden()
    # Who is muted is not offered what they can't do.
    last_row(ada)
    cid.row("rude words").hover()
    expect(cid.row("rude words").locator('[data-action="copy"]')).to_be_visible()
    for action in ("react", "reply", "edit", "delete"):
        expect(cid.row("rude words").locator(f'[data-action="{action}"]').first).to_be_hidden()
    item.get_by_role("button", name="Delete message").click()
    confirm(ada)
    expect(item).to_contain_text("This message was deleted.")
    expect(cid.page.locator(".is-deleted")).to_have_count(1)
    item.get_by_role("button", name="Mark as resolved").click()
    expect(ada.page.locator("#reports")).to_contain_text("There are no reports.")
    expect(ada.page.locator("#reports button")).to_be_focused()
    expect(menu).to_have_accessible_name("Room menu")


def test_who_leads_is_marked_in_the_list_and_on_what_they_write(person, room):
    ada, bob = found(person(instance=0).enter(room)), person(instance=1).enter(room)
    ada.say("by the owner")
    bob.say("by somebody")
    bob.sees("by the owner")
    item = bob.page.locator("#member-list li", has_text=ada.name)
    expect(item.locator(".badge")).to_have_text("owner")
    expect(bob.row("by the owner").locator(".badge")).to_have_text("owner")
    assert f"{ada.name}, owner, " in bob.row("by the owner").get_attribute("aria-label")
    expect(ada.row("by somebody").locator(".badge")).to_have_count(0)
    do(about(ada, bob.name), "Make a moderator")
    for someone in (ada, bob):
        expect(someone.row("by somebody").locator(".badge")).to_have_text("moderator")
        expect(someone.page.locator("#member-list .badge")).to_have_count(2)
    # It is known to who comes later, too, who is offered no way to report to themselves.
    bob.page.reload()
    expect(bob.row("by the owner").locator(".badge")).to_have_text("owner")
    expect(bob.page.locator("body.leads")).to_be_attached()
    bob.row("by the owner").hover()
    expect(bob.row("by the owner").locator('[data-action="pin"]')).to_be_visible()
    expect(bob.row("by the owner").locator('[data-action="report"]')).to_be_hidden()
