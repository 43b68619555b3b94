"""What may be done in a room, as the page shows it."""

import json
import urllib.request

from playwright.sync_api import expect


def govern(fleet, room, **what):
    """As an operator does, through the first instance."""
    body = json.dumps(what).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{fleet.instances[0].admin_url}admin/rooms/{room}", body, method="POST")) as answer:
        return json.load(answer)


def test_a_change_is_a_line_and_who_is_muted_reads_in_place_of_writing(person, own_fleet, room):
    ada, bob = (person(url=instance.url).enter(room) for instance in own_fleet.instances)
    govern(own_fleet, room, user=f"@{bob.name}", role="muted")
    for someone in (ada, bob):
        expect(someone.page.locator(".rule.policy")).to_have_text(f"An operator muted {bob.name}.")
    expect(bob.page.locator("#suspended")).to_contain_text("You're muted in this room.")
    expect(bob.page.locator("#composer")).to_be_hidden()
    ada.say("Bob reads this")
    bob.sees("Bob reads this")
    bob.open_room(f"{room}-2")
    expect(bob.page.locator("#composer")).to_be_visible()
    bob.page.click(f'#rooms li[data-room="{room}"] a')
    expect(bob.page.locator("#composer")).to_be_hidden()
    govern(own_fleet, room, user=f"@{bob.name}", role="none")
    bob.say("and writes again")
    ada.sees("and writes again")


def test_who_is_removed_from_a_room_is_told_and_is_in_it_no_more(person, own_fleet, room):
    ada, bob = (person(url=instance.url).enter(room) for instance in own_fleet.instances)
    govern(own_fleet, room, user=f"@{ada.name}", role="owner")
    govern(own_fleet, room, set={"mode": "closed"})
    expect(bob.page.locator("#toast")).to_contain_text("You no longer have access to this room.")
    expect(bob.page.locator(f'#rooms li[data-room="{room}"]')).to_have_count(0)
    ada.say("among ourselves")
    ada.sees("among ourselves")
    bob.page.reload()
    bob.is_connected()
    expect(bob.page.locator(f'#rooms li[data-room="{room}"]')).to_have_count(0)
