"""Links that let people into closed rooms, and how long these keep what is said there."""

from playwright.sync_api import expect

from test_access import PHONE, check
from test_governing import confirm, found, settings


def closed(someone):
    """A room of their own, closed, with its settings open."""
    dialog = settings(found(someone))
    dialog.get_by_label("Closed").check()
    dialog.get_by_role("button", name="Save").click()
    confirm(someone)
    expect(dialog.get_by_role("heading", name="Invite by link")).to_be_visible()
    return dialog


def make_link(dialog):
    dialog.get_by_role("button", name="Create a link").click()
    field = dialog.get_by_label("Invitation link")
    expect(field).to_be_focused()
    return field.input_value()


def opens(someone, link, room):
    """By the link alone: the page is another one's address then, and was never told anybody's code."""
    asked = []
    someone.page.on("request", lambda request: asked.append(request.url))
    someone.page.goto(link)
    expect(someone.page).to_have_url(f"{someone.url}#{room}")
    assert [url for url in asked if "invitation" in url] == []


def test_whoever_opens_the_link_comes_in_signed_in_before_or_not(person, room, urls):
    ada = person(instance=0).enter(room)
    dialog = closed(ada)
    dialog.get_by_label("Valid for").select_option("30 days")
    link = make_link(dialog)
    assert link.startswith(f"{urls[0]}#{room}?invitation=")
    check(ada.page)
    # Somebody who has to sign in first, and chooses a language before that.
    bob = person(instance=0, **PHONE)
    opens(bob, link, room)
    bob.page.locator(".language select").select_option("fr")
    expect(bob.page.get_by_role("button", name="Rejoindre le chat")).to_be_visible()
    bob.sign_in()
    bob.is_connected()
    bob.is_in(f"#{room}")
    bob.say("let in")
    expect(ada.page.locator(".rule.policy").last).to_have_text(f"{bob.name} joined by invitation.")
    expect(dialog.get_by_role("list", name="People")).to_contain_text(f"{bob.name}Member")
    # Somebody who is there, in the page that is open.
    cid = person(instance=0).enter("lobby")
    cid.page.evaluate("(hash) => (location.hash = hash)", link.split("#")[1])
    cid.is_in(f"#{room}")
    expect(cid.page).to_have_url(f"{cid.url}#{room}")
    cid.sees("let in")
    # They stay members: the link was for coming in.
    cid.page.reload()
    cid.is_in(f"#{room}")


def test_a_link_that_is_void_lets_nobody_in_and_says_so(person, room):
    ada = person(instance=0).enter(room)
    dialog = closed(ada)
    link = make_link(dialog)
    dialog.get_by_role("button", name="Disable all earlier links").click()
    confirm(ada)
    expect(dialog.locator(".inviting [aria-live]")).to_contain_text("Earlier links no longer work.")
    assert dialog.get_by_label("Invitation link").input_value() != link
    bob = person(instance=0).enter("lobby")
    bob.page.goto(link)
    expect(bob.page.locator("#toast")).to_have_text(f"This link doesn't let you into #{room}. Ask for a new one.")
    bob.is_in("#lobby")
    assert "invitation" not in bob.page.url


def test_who_is_not_let_in_is_told_so_on_a_phone_and_stays_where_they_were(person, room):
    ada, bob = person(instance=0).enter(room), person(instance=1, **PHONE).enter(f"{room}-2")
    closed(ada)
    bob.page.evaluate("(room) => void (location.hash = room)", room)
    expect(bob.page.locator("#toast")).to_contain_text("not open to you")
    for scheme in ("light", "dark"):
        bob.page.emulate_media(color_scheme=scheme)
        check(bob.page)
    bob.is_in(f"#{room}-2")
    expect(bob.page.locator(f'#rooms li[data-room="{room}"]')).to_have_count(0)
    bob.tap("#draft")
    bob.page.fill("#draft", "still here")
    bob.tap("#send")
    bob.has_all_stored()
    assert bob.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_all_are_told_how_long_messages_are_kept(person, room):
    ada, bob = found(person(instance=0).enter(room)), person(instance=1, **PHONE).enter(room)
    dialog = settings(ada)
    dialog.get_by_label("How long messages are kept").select_option("7 days")
    dialog.get_by_role("button", name="Save").click()
    expect(ada.page.locator("#confirm-text")).to_contain_text("Messages older than 7 days will be deleted for everyone")
    confirm(ada)
    expect(dialog.get_by_role("status")).to_have_text("Saved.")
    expect(bob.page.locator("#room-topic")).to_contain_text("kept for 7 days")
    expect(bob.page.locator(".rule.policy").last).to_have_text(f"{ada.name} set messages to be kept for 7 days.")
    expect(settings(bob)).to_contain_text("Older messages are deleted for everyone")
    # Of two things that hurt one is asked about after the other.
    dialog.get_by_label("Closed").check()
    dialog.get_by_label("How long messages are kept").select_option("1 day")
    dialog.get_by_role("button", name="Save").click()
    expect(ada.page.locator("#confirm-title")).to_have_text("Close this room?")
    confirm(ada)
    expect(ada.page.locator("#confirm-text")).to_contain_text("Messages older than 1 day will be deleted for everyone")
    confirm(ada)
    expect(ada.page.locator("#room-topic")).to_contain_text("kept for 1 day")
    expect(bob.page.locator("#policy")).to_be_hidden()
