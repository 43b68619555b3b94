"""Whoever is mentioned while they are away finds it when they come."""

from participant import Participant, participant_of
from waiting import wait_for


def places(person):
    return [(mention["room"], mention["position"]) for mention in person.request("mentions")["items"]]


def test_who_was_away_finds_where_they_were_mentioned_on_another_instance(fleet, room):
    ada, bob = participant_of(fleet, 1), participant_of(fleet, 2)
    ada.close()
    with bob:
        sent = bob.send(room, f"`@{ada.name}` is code, and @{ada.name.upper()}, this is not")
        bob.send(room, f"`@{ada.name}` is code")
        with Participant(fleet.public_port(3), session=ada.session) as back:
            wait_for(lambda: places(back), 60, "the mention")
            assert places(back) == [(room, sent["position"])]
            item = back.request("mentions")["items"][0]
            assert (item["seq"], item["time"]) == (sent["seq"], sent["time"])
            # What is said there is read back, and further on what it was edited to.
            bob.request("edit", room=room, seq=sent["position"], text="never mind")
            history = back.request("history", room=room, after=item["seq"] - 1)["messages"]
            assert history[0]["position"] == sent["position"] and ada.name in history[0]["text"]
            edit = history[-1]
            assert (edit["type"], edit["of"], edit["text"]) == ("edit", sent["seq"], "never mind")


def test_a_mention_in_a_room_that_somebody_is_kept_out_of_is_none_for_them(fleet, room):
    with participant_of(fleet, 1) as ada, participant_of(fleet, 2) as bob:
        bob.join(room)
        bob.request("govern", room=room, set={"mode": "closed"})
        bob.send(room, f"@{ada.name}, can you read this?")
        open_room = f"{room}-open"
        bob.send(open_room, f"@{ada.name}")
        wait_for(lambda: places(ada), 60, "the other mention")
        bob.request("govern", room=room, user=f"@{ada.name}", role="member")
        assert [name for name, _ in places(ada)] == [open_room]
        sent = bob.send(room, f"@{ada.name}, and now?")
        wait_for(lambda: (room, sent["position"]) in places(ada), 60, "the mention")


def test_all_reaches_each_member_of_a_closed_room_who_is_away_and_here_those_who_are_there(fleet, room):
    with participant_of(fleet, 1) as ada:
        ada.join(room)
        ada.request("govern", room=room, set={"mode": "closed"})
        bob = participant_of(fleet, 2)
        ada.request("govern", room=room, user=bob.welcome["user"]["id"], role="member")
        bob.close()
        with participant_of(fleet, 3) as eve:
            ada.request("govern", room=room, user=eve.welcome["user"]["id"], role="member")
            eve.join(room)
            ada.send(room, "@here, there is tea")
            sent = ada.send(room, "@all, there was tea")
            calls = [eve.event("message")["everybody"] for _ in range(2)]
            assert calls == ["here", "all"]
            with Participant(fleet.public_port(3), session=bob.session) as back:
                wait_for(lambda: places(back), 60, "the call")
                assert places(back) == [(room, sent["position"])]
                history = back.request("history", room=room)["messages"]
                assert [message.get("everybody") for message in history if message["type"] == "message"] == ["here", "all"]
            # Nobody calls in an open room, until that is said.
            ada.request("govern", room=room, set={"mode": "open"})
            ada.send(room, "@all, the room is open")
            assert "everybody" not in eve.event("message")
            ada.request("govern", room=room, set={"everybody": "members"})
            # Her instance hears of it a moment later.
            assert eve.event("policy")["set"] == {"everybody": "members"}
            eve.send(room, "@all, and now?")
            assert eve.event("message")["everybody"] == "all"
