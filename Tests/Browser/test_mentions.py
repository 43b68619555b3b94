"""Where one was mentioned while one was away."""

from playwright.sync_api import expect

from test_access import PHONE, check
from test_governing import save, settings
from waiting import wait_for


def test_who_was_away_sees_where_they_were_mentioned_and_goes_there(person, room):
    elsewhere = f"{room}-2"
    ada, bob = person(0).enter(room), person(1).enter(elsewhere)
    ada.page.goto("about:blank")
    bob.say(f"@{ada.name} this one stays")
    bob.say(f"@{ada.name} this one goes")
    bob.has_all_stored()
    bob.page.locator(".row", has_text="this one goes").focus()
    bob.page.keyboard.press("Delete")
    bob.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(bob.page.locator(".row.is-deleted")).to_have_count(1)
    bob.has_all_done()

    ada.looks().page.goto(f"{ada.url}#{room}")
    ada.is_connected()
    entry = ada.page.get_by_role("button", name="Mentions")
    expect(entry).to_have_text("Mentions2")
    entry.focus()
    ada.page.keyboard.press("Enter")
    choices = ada.page.locator("#finder-list li")
    expect(choices).to_have_count(1)
    expect(choices).to_contain_text(f"{elsewhere} · {bob.name}: @{ada.name} this one stays")
    ada.page.keyboard.press("Enter")
    ada.is_in(f"#{elsewhere}")
    expect(ada.page.locator(".row.mentions-me", has_text="this one stays")).to_be_in_viewport()
    expect(entry).to_have_text("Mentions")

    # What is shown there is as it is by then.
    bob.looks().take_up_last()
    bob.say(f"@{ada.name} this one was edited")
    expect(ada.looks().page.locator(".row", has_text="this one was edited")).to_be_visible()
    entry.click()
    expect(choices).to_contain_text(f"{elsewhere} · {bob.name}: @{ada.name} this one was edited")
    ada.page.keyboard.press("Escape")
    bob.looks().page.locator(".row", has_text="this one was edited").focus()
    bob.page.keyboard.press("Delete")
    bob.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(ada.looks().page.locator(".row.is-deleted")).to_have_count(2)
    entry.click()
    expect(ada.page.locator("#finder-list")).to_contain_text("No one has mentioned you recently.")


def test_on_a_phone_a_mention_is_counted_as_it_comes_and_leads_to_its_room(person, room):
    elsewhere = f"{room}-2"
    ada, bob = person(0, **PHONE).enter(elsewhere), person(1).enter(elsewhere)
    ada.page.evaluate("(room) => void (location.hash = room)", room)
    ada.is_in(f"#{room}")
    entry = ada.page.locator("#show-mentions")
    expect(entry).to_have_text("Mentions")
    bob.say(f"@{ada.name} look here")
    # The room is followed, and not looked at.
    expect(entry).to_have_text("Mentions1")
    ada.has_mentions(1)
    ada.looks().tap("#show-rooms")
    wait_for(lambda: ada.page.locator("#sidebar").bounding_box()["x"] == 0, 60)
    ada.tap(entry)
    choices = ada.page.locator("#finder-list li")
    expect(choices).to_contain_text(f"{elsewhere} · {bob.name}: @{ada.name} look here")
    for scheme in ("light", "dark"):
        ada.page.emulate_media(color_scheme=scheme)
        check(ada.page)
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ada.tap(choices)
    ada.is_in(f"#{elsewhere}")
    expect(ada.page.locator(".row.mentions-me", has_text="look here")).to_be_in_viewport()
    expect(entry).to_have_text("Mentions")


def test_who_was_not_mentioned_is_told_so(person, room):
    ada = person(0).enter(room)
    ada.page.get_by_role("button", name="Mentions").click()
    expect(ada.page.locator("#finder-list")).to_contain_text("No one has mentioned you recently.")


def test_a_member_calls_everybody_in_a_closed_room_and_nobody_hears_it_in_an_open_one(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("@all, there is tea")
    expect(ada.page.locator("#toast")).to_have_text("@all doesn't notify anyone in this room.")
    expect(bob.page.locator(".row", has_text="there is tea")).to_be_visible()
    expect(bob.page.locator(".row.mentions-me")).to_have_count(0)
    dialog = settings(ada)
    dialog.get_by_label("Who can notify everyone with @here and @all").select_option("moderators")
    save(dialog)
    ada.page.keyboard.press("Escape")
    expect(bob.page.locator(".rule.policy")).to_contain_text("let owners and moderators notify everyone with @here and @all")
    ada.page.locator("#draft").press_sequentially("@he")
    expect(ada.page.locator("#suggestions li")).to_have_text(["here"])
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.insert_text("come down")
    ada.page.keyboard.press("Enter")
    called = bob.page.locator(".row.mentions-me", has_text="come down")
    expect(called.locator(".mention.me")).to_have_text("@here")
    expect(ada.page.locator(".row.mentions-me")).to_have_count(0)
