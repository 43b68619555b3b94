"""What may be done in a room: governed by those who own it and by operators, and held to by every instance."""

import contextlib
import json

import pytest

from participant import Participant, Refused, participant_of
from waiting import wait_for


@pytest.fixture
def people(fleet, room):
    """Ann, who owns the room, and Bob, each on an instance of their own."""
    with contextlib.ExitStack() as stack:
        ann, bob = (stack.enter_context(participant_of(fleet, number, name=f"{name} of {room}")) for number, name in ((1, "Ann"), (2, "Bob")))
        ann.join(room)
        ann.request("govern", room=room, set={"topic": "Ours"})
        bob.join(room)
        assert bob.event("policy")["set"] == {"topic": "Ours"}
        yield ann, bob


def govern(person, room, other, role, **fields):
    return person.request("govern", room=room, user=other.welcome["user"]["id"], role=role, **fields)


def code_of(person, type, **fields):
    """The code with which a request is refused."""
    with pytest.raises(Refused) as refused:
        person.request(type, **fields)
    return refused.value.code


def poll(fleet, number, session, *requests):
    body = json.dumps({"rooms": {}, "wait": 0, "requests": requests}).encode()
    status, _, answer = fleet.get(fleet.public_port(number), "/poll", "POST", body, {"Authorization": f"Bearer {session}"})
    assert status == 200, answer
    return answer


def test_who_is_muted_reads_and_writes_nothing_through_any_instance(fleet, people, room):
    ann, bob = people
    govern(ann, room, bob, "muted")
    assert bob.event("policy")["role"] == "muted"
    assert code_of(bob, "send", room=room, text="through the same instance") == "forbidden"
    with participant_of(fleet, 3, session=bob.session) as again:
        assert again.join(room)["policy"]["role"] == "muted"
        assert code_of(again, "send", room=room, text="through another") == "forbidden"
    objects = poll(fleet, 1, bob.session, {"type": "hello", "id": "h", "version": 1}, {"type": "send", "id": "p", "room": room, "text": "by poll"})
    assert [object["code"] for object in objects if object.get("id") == "p"] == ["forbidden"]
    ann.send(room, "still read")
    assert bob.event("message")["text"] == "still read"
    govern(ann, room, bob, "none")
    # His instance hears of it a moment later than hers.
    assert bob.event("policy")["role"] == "none"
    bob.send(room, "again")
    assert ann.messages(2) == ["still read", "again"]
    assert [message["text"] for message in ann.request("history", room=room, limit=50)["messages"] if message["type"] == "message"] == ["still read", "again"]


def test_a_closed_room_tells_strangers_nothing(fleet, people, room):
    ann, bob = people
    ann.send(room, "among us")
    bob.event("message")
    ann.request("govern", room=room, set={"mode": "closed"})
    assert bob.event("left")["reason"] == "removed"
    requests = {"join": {}, "history": {"limit": 5}, "members": {}, "send": {"text": "hello"}, "govern": {"set": {"mode": "open"}}}
    assert {type: code_of(bob, type, room=room, **fields) for type, fields in requests.items()} == dict.fromkeys(requests, "forbidden")
    with Participant(fleet.port) as stranger:
        assert room not in [each["room"] for each in stranger.request("rooms")["rooms"]]
    govern(ann, room, bob, "member")
    wait_for(lambda: gets_in(bob, room), 60, "bob's instance has heard that he is a member")
    ann.send(room, "you are in")
    assert bob.messages(2) == ["among us", "you are in"]


def gets_in(person, room):
    try:
        return person.join(room)
    except Refused:
        return False


def test_who_is_invited_comes_by_poll_and_what_they_report_reaches_the_owner(fleet, people, room):
    ann, bob = people
    ann.request("govern", room=room, set={"mode": "closed"})
    assert bob.event("left")["reason"] == "removed"
    invitation = ann.request("invite", room=room)["invitation"]
    objects = poll(fleet, 3, bob.session, {"type": "hello", "id": "h", "version": 1}, {"type": "join", "id": "j", "room": room, "invitation": invitation})
    assert [object["policy"]["role"] for object in objects if object.get("id") == "j"] == ["member"]
    position = ann.send(room, "Mind this")["position"]
    wait_for(lambda: gets_in(bob, room), 60, "bob's instance has heard that he is a member")
    bob.request("report", room=room, position=position, reason="Why?")
    report = ann.event("report")
    assert (report["position"], report["reason"], report["user"]["name"]) == (position, "Why?", bob.name)
    assert [item["reason"] for item in ann.request("reports", room=room)["items"]] == ["Why?"]
    ann.request("resolve", room=room, position=position)
    assert ann.request("reports", room=room)["items"] == []
    ann.request("invite", room=room, renew=True)
    with participant_of(fleet, 2, name=f"Cid of {room}") as cid:
        assert code_of(cid, "join", room=room, invitation=invitation) == "forbidden"


def test_an_operator_governs_a_room_that_nobody_owns(fleet, room):
    with participant_of(fleet, 1, name=f"Eve of {room}") as eve, participant_of(fleet, 2, name=f"Dan of {room}") as dan:
        for person in (eve, dan):
            person.join(room)
            person.send(room, "here")
        # Whoever is the only one to have written may govern: her instance has to know of Dan.
        assert eve.messages(2) == ["here", "here"]
        assert code_of(eve, "govern", room=room, set={"mode": "closed"}) == "forbidden"
        done = fleet.command("rooms", "govern", room, "--mode", "announce", "--user", f"@{dan.name}", "--role", "owner")
        assert done.returncode == 0, done.stdout + done.stderr
        for person in (eve, dan):
            person.event("policy")
        assert code_of(eve, "send", room=room, text="not mine to announce") == "forbidden"
        dan.send(room, "announced")
        shown = fleet.command("rooms", "show", room).stdout
        assert "announce" in shown and dan.name in shown
        wait_for(lambda: "audit" in fleet.command("logs").stdout, 60, "the audit line")


def test_what_an_operator_mistypes_is_told_in_one_line(fleet, room):
    for words, said in ((["--mode", "shut"], "mode"), (["--user", "@nobody-here", "--role", "muted"], "Nobody has this name"), (["--role", "muted"], "--user")):
        done = fleet.command("rooms", "govern", room, *words)
        assert done.returncode != 0 and said in done.stderr and len(done.stderr.splitlines()) <= 2, done.stderr
