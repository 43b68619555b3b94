"""Governing a room from the page: its settings, and what those who lead do about people."""

import concurrent.futures
import random
import threading
import urllib.parse

import pytest
from playwright.sync_api import expect

from poller import Poller
from test_access import PHONE, check
from test_room_policy import govern
from waiting import wait_for


def settings(someone):
    """Opens the settings of the room that is shown."""
    someone.looks().page.click("#show-room-menu")
    someone.page.locator("#room-menu").get_by_role("button", name="Room settings").click()
    dialog = someone.page.locator("#policy")
    expect(dialog).to_be_visible()
    expect(dialog).not_to_contain_text("Loading…")
    return dialog


def save(dialog):
    """Saves settings of a room, again where the server had no answer of its store's in time: people are told then to try again."""
    is_late = dialog.get_by_role("alert").filter(has_text="out of reach")

    def is_saved():
        dialog.get_by_role("button", name="Save").click()
        expect(dialog.get_by_role("status").filter(has_text="Saved.").or_(is_late)).to_be_visible()
        return not is_late.count()

    wait_for(is_saved, 120, "the settings are saved", every=0.5)


def found(someone, topic="Tea and cake"):
    """Makes a new room somebody's own."""
    dialog = settings(someone)
    dialog.get_by_label("Topic").fill(topic)
    save(dialog)
    someone.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    # It is told for itself that it is theirs.
    expect(someone.page.locator("body.leads")).to_be_attached()
    return someone


def about(someone, name):
    """Opens what may be done about a member."""
    someone.looks().page.locator("#member-list").get_by_role("button", name=f"About {name}").click()
    menu = someone.page.locator("#person-menu")
    expect(menu).not_to_contain_text("Loading…")
    return menu


def do(menu, name):
    menu.get_by_role("button", name=name, exact=True).click()
    expect(menu).to_be_hidden()


def confirm(someone):
    someone.page.click("#confirm-yes")


def test_whoever_makes_a_room_owns_it_and_others_read_its_settings(person, room):
    ada, bob = person(instance=0).enter(room), person(instance=1).enter(room)
    dialog = settings(ada)
    expect(dialog).to_contain_text("No one owns this room yet.")
    dialog.get_by_label("Topic").fill("Tea <b>and</b> cake")
    dialog.get_by_label("Slow mode").select_option("5 seconds")
    save(dialog)
    expect(dialog.get_by_role("button", name="Save")).to_be_focused()
    expect(dialog.get_by_role("list", name="People")).to_contain_text(f"{ada.name}Owner, you")
    for someone in (ada, bob):
        expect(someone.page.locator("#room-topic")).to_have_text(" · Tea <b>and</b> cake")
    read = settings(bob)
    expect(read.locator("dl")).to_have_text("TopicTea <b>and</b> cakeWho can writeOpen. Everyone can read and write.Slow mode5 seconds between messagesWho can notify everyone with @here and @allNo oneHow long messages are keptThis chat's default")
    expect(read.get_by_role("list", name="Owners and moderators")).to_have_text(f"{ada.name[:1].upper()}{ada.name}Owner")
    expect(read.get_by_role("button")).to_have_count(1)
    bob.page.keyboard.press("Escape")
    expect(bob.page.locator("#member-list .leading").first).to_be_hidden()
    # What is saved is what was changed, and not what somebody else has changed meanwhile.
    dialog.get_by_label("Slow mode").select_option("Off")
    ada.program(CHANGE_TOPIC, room, begins="", module="/tchatter.js")
    expect(ada.page.locator("#room-topic")).to_have_text(" · Coffee")
    save(dialog)
    expect(dialog.get_by_label("Topic")).to_have_value("Coffee")
    expect(bob.page.locator("#room-topic")).to_have_text(" · Coffee")


# By the address of the module that the documents name.
CHANGE_TOPIC = """
  await new Promise((done) => chat.on("welcome", done));
  await chat.govern(room, { set: { topic: "Coffee" } });
"""


def test_an_owner_mutes_somebody_and_lets_them_write_again(person, room):
    ada = found(person(instance=0).enter(room))
    bob = person(instance=1).enter(room)
    do(about(ada, bob.name), "Mute for 10 minutes")
    expect(bob.page.locator("#suspended")).to_contain_text("You're muted in this room.")
    expect(bob.page.locator("#suspended")).to_contain_text("until")
    expect(bob.page.locator("#composer")).to_be_hidden()
    for someone in (ada, bob):
        expect(someone.page.locator(".rule.policy").last).to_contain_text(f"{ada.name} muted {bob.name} until")
    dialog = settings(ada)
    muted = dialog.get_by_role("list", name="Muted and banned")
    expect(muted).to_contain_text(f"{bob.name}Muted until")
    muted.get_by_role("button", name=f"About {bob.name}").click()
    do(ada.page.locator("#person-menu"), "Unmute")
    expect(muted).to_have_count(0)
    bob.say("thank you")
    ada.sees("thank you")


def test_a_moderator_does_nothing_about_owners_and_what_is_theirs_about_others(person, room):
    ada = found(person(instance=0).enter(room))
    bob, cid = person(instance=1).enter(room), person(instance=1).enter(room)
    do(about(ada, bob.name), "Make a moderator")
    menu = about(bob, ada.name)
    expect(menu).to_contain_text("Only owners can change the roles of owners and moderators.")
    expect(menu.get_by_role("button")).to_have_count(0)
    bob.page.keyboard.press("Escape")
    menu = about(bob, cid.name)
    expect(menu.get_by_role("button", name="Make a moderator")).to_have_count(0)
    expect(menu.get_by_role("button", name="Ban for 1 hour")).to_be_visible()
    bob.page.keyboard.press("Escape")
    # At a message, by keyboard.
    cid.say("rude words")
    bob.sees("rude words")
    bob.looks().page.press("#draft", "Control+ArrowUp")
    bob.page.keyboard.press("m")
    expect(menu.get_by_role("button").first).to_be_focused()
    expect(menu.get_by_role("heading")).to_have_text(cid.name)
    bob.page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("button").nth(1)).to_be_focused()
    do(menu, "Mute until lifted")
    expect(cid.page.locator("#composer")).to_be_hidden()
    # Those who lead delete what others wrote; others have no button for it, and no key.
    expect(cid.page.locator(".row")).to_have_count(1)
    bob.page.press("#draft", "Control+ArrowUp")
    bob.page.keyboard.press("Delete")
    confirm(bob)
    for someone in (ada, bob, cid):
        expect(someone.page.locator(".is-deleted")).to_have_count(1)
    ada.say("by the owner")
    cid.sees("by the owner")
    cid.row("by the owner").hover()
    expect(cid.row("by the owner").locator('[data-action="copy"]')).to_be_visible()
    for action in ("delete", "person"):
        expect(cid.row("by the owner").locator(f'[data-action="{action}"]')).to_be_hidden()


def test_who_governs_no_more_is_told_so(person, own_fleet, room):
    ada, bob = (person(url=instance.url).enter(room) for instance in own_fleet.instances)
    govern(own_fleet, room, user=f"@{ada.name}", role="owner")
    dialog = settings(ada)
    dialog.get_by_role("button", name=f"About {ada.name}").click()
    menu = ada.page.locator("#person-menu")
    menu.get_by_role("button", name="Give up your role").click()
    confirm(ada)
    expect(menu.get_by_role("alert")).to_contain_text("A room always keeps its last owner")
    ada.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    ada.page.keyboard.press("Escape")
    govern(own_fleet, room, user=f"@{bob.name}", role="owner")
    menu = about(ada, bob.name)
    govern(own_fleet, room, user=f"@{ada.name}", role="none")
    expect(ada.page.locator("body.leads")).to_have_count(0)
    menu.get_by_role("button", name="Make an ordinary member").click()
    expect(menu.get_by_role("alert")).to_contain_text("You can't do this")
    ada.page.keyboard.press("Escape")


def test_all_are_listed_in_a_room_where_nobody_tells_who_comes_and_goes(person, room, urls):
    ada = found(person(instance=0).enter(room))
    port = urllib.parse.urlsplit(urls[1]).port
    number = ada.page.locator("#show-members .number")
    others = [Poller(port, waits=False) for _ in range(60)]
    for other in others:
        other.join(room)

    ends = threading.Event()

    def stays(other):
        while not ends.wait(0.1):
            other.poll(3_000)

    # Who has polled is there for a while: where all takes long, the first would have gone before the last come.
    with concurrent.futures.ThreadPoolExecutor(len(others)) as pool:
        try:
            pool.map(stays, others)
            expect(number).to_have_text("61")
            dialog = settings(ada)
            expect(dialog.get_by_role("list", name="People").get_by_role("listitem")).to_have_count(61)
            dialog.get_by_label("Closed").check()
            dialog.get_by_role("button", name="Save").click()
            expect(ada.page.locator("#confirm-text")).to_contain_text("and 55 more")
        finally:
            ends.set()
    ada.page.click("#confirm-no")


def test_a_room_is_closed_to_those_without_a_role_who_can_be_let_in_by_name(person, room):
    ada = found(person(instance=0).enter(room))
    bob, cid = person(instance=1).enter(room), person(instance=1).enter(room)
    do(about(ada, bob.name), "Make a member")
    # Others are told a moment later who has come, and the question is put once.
    expect(ada.page.locator("#member-list")).to_contain_text(cid.name)
    dialog = settings(ada)
    dialog.get_by_label("Closed").check()
    dialog.get_by_role("button", name="Save").click()
    expect(ada.page.locator("#confirm-text")).to_contain_text(f"will be removed: {cid.name}.")
    ada.page.click("#confirm-no")
    expect(dialog.get_by_role("status")).to_have_text("")
    dialog.get_by_role("button", name="Save").click()
    confirm(ada)
    expect(dialog.get_by_role("status")).to_have_text("Saved.")
    expect(cid.page.locator("#toast")).to_contain_text("You no longer have access to this room.")
    expect(dialog.get_by_role("list", name="People")).not_to_contain_text(cid.name)
    dialog.get_by_label("Add a member by name").fill("Nobody at all")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.locator(".adding").get_by_role("alert")).to_have_text("No one with this name is signed in.")
    dialog.get_by_label("Add a member by name").fill(cid.name)
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_role("list", name="People")).to_contain_text(f"{cid.name}Member, not here")
    cid.open_room(room)
    cid.say("let in")
    ada.sees("let in")
    ada.page.keyboard.press("Escape")
    menu = about(ada, cid.name)
    menu.get_by_role("button", name="Remove from this room").click()
    confirm(ada)
    expect(cid.page.locator(f'#rooms li[data-room="{room}"]')).to_have_count(0)
    bob.say("among ourselves")
    ada.sees("among ourselves")


def test_who_is_banned_comes_back_when_the_ban_is_lifted(person, room):
    ada = found(person(instance=0).enter(room))
    bob = person(instance=1).enter(room)
    menu = about(ada, bob.name)
    menu.get_by_role("button", name="Ban for 1 week").click()
    expect(ada.page.locator("#confirm-text")).to_contain_text("can't come back for 1 week")
    confirm(ada)
    expect(menu).to_be_hidden()
    expect(bob.page.locator("#toast")).to_contain_text("You no longer have access to this room.")
    expect(bob.page.locator(f'#rooms li[data-room="{room}"]')).to_have_count(0)
    dialog = settings(ada)
    dialog.get_by_role("list", name="Muted and banned").get_by_role("button", name=f"About {bob.name}").click()
    do(ada.page.locator("#person-menu"), "Lift the ban")
    expect(dialog).not_to_contain_text(bob.name)
    ada.page.keyboard.press("Escape")
    bob.open_room(room)
    bob.say("back again")
    ada.sees("back again")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_where_rooms_are_governed(person, room, scheme):
    ada = found(person(color_scheme=scheme).enter(room))
    bob = person(color_scheme=scheme).enter(room)
    bob.say("hello")
    ada.sees("hello")
    check(ada.page)
    do(about(ada, bob.name), "Mute for 1 hour")
    dialog = settings(ada)
    expect(dialog.get_by_role("list", name="Muted and banned")).to_be_visible()
    check(ada.page)
    dialog.get_by_role("list", name="People").get_by_role("button", name=f"About {ada.name}").click()
    expect(ada.page.locator("#person-menu button").first).to_be_focused()
    check(ada.page)
    ada.page.keyboard.press("Escape")
    dialog.get_by_role("button", name=f"About {bob.name}").click()
    expect(ada.page.locator("#person-menu button").first).to_be_focused()
    check(ada.page)
    settings(bob)
    check(bob.page)


def test_a_room_is_governed_from_a_phone(person, room):
    ada, bob = person(**PHONE).enter(room), person().enter(room)
    page = ada.looks().page

    def fits(selector):
        box = page.locator(selector).bounding_box()
        return box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] + box["height"] <= 780

    ada.tap("#show-room-menu")
    ada.tap(page.get_by_role("button", name="Room settings"))
    dialog = page.locator("#policy")
    dialog.get_by_label("Topic").fill("A long topic " * 12)
    ada.tap(dialog.get_by_role("button", name="Save"))
    expect(dialog.get_by_role("status")).to_have_text("Saved.")
    assert fits("#policy")
    ada.tap(dialog.get_by_role("button", name=f"About {bob.name}"))
    expect(page.locator("#person-menu button").first).to_be_focused()
    assert fits("#person-menu")
    ada.tap(page.get_by_role("button", name="Mute for 1 day"))
    expect(bob.page.locator("#composer")).to_be_hidden()
    ada.tap(dialog.get_by_role("button", name="Close"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_widest_name_leaves_room_for_what_one_may_do_about_it(person, room):
    ada = found(person(instance=0).enter(room))
    wide = "".join(random.choice("ＭＷ") for _ in range(32))
    person(instance=1, name=wide).enter(room)
    about(ada, wide)
    members = ada.page.locator("#member-list")
    assert members.evaluate("(list) => [list.scrollWidth - list.clientWidth, list.scrollLeft]") == [0, 0]
