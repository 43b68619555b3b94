"""The relay tells who comes and goes, whatever restarts."""

import contextlib
import zlib

from participant import Participant
from receiver import FAST, Receiver, Relay
from test_relay import arrives, await_answers
from waiting import wait_for


def test_who_comes_and_goes_is_told_once_whatever_restarts(whole_fleet, tmp_path):
    fleet, room = whole_fleet, f"people-{zlib.crc32(bytes(tmp_path)):x}"

    def enter(session=None):
        person = Participant(fleet.port, session=session)
        person.join(room)
        return person

    with Receiver() as receiver, contextlib.ExitStack() as connections:
        ann = connections.enter_context(enter())
        expected = [("came", ann.name, 1)]
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, "--people", "--absence", "600") as relay:
            arrives(receiver, 1, relay)
            bob = connections.enter_context(enter())
            expected.append(("came", bob.name, 2))
            arrives(receiver, 2, relay)
            # Everybody is on another instance once or more, the relay too: nobody has gone.
            for name in fleet.names:
                fleet.restart(name)
                ann, bob = (connections.enter_context(enter(person.session)) if person.instance == name else person for person in (ann, bob))
            ann.send(room, "all are here")
            arrives(receiver, 3, relay)
            people = [(event["type"], event["user"]["name"], event["count"]) for _, event in receiver.events()[:2]]
            assert people == expected and receiver.events()[2][1]["type"] == "message"
            # What the relay does not know to have arrived, the next one sends again.
            await_answers(tmp_path)
            relay.kill()
        # Bob goes and Eve comes while nobody looks.
        bob.close()
        eve = connections.enter_context(enter())
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, "--people", "--absence", "1") as relay:
            arrives(receiver, 5, relay)
            told = [(event["type"], event["user"]) for _, event in receiver.events()[3:]]
            users = {person.name: {"id": person.welcome["user"]["id"], "name": person.name, "kind": "user"} for person in (bob, eve)}
            assert sorted(told, key=str) == [("came", users[eve.name]), ("went", users[bob.name])]
            await_answers(tmp_path)
            assert relay.finish() == f"{room}: 2 taken, 2 delivered, 0 given up, 0 waiting\n"


def test_who_comes_and_goes_fills_no_more_than_the_outbox(fleet, room, tmp_path):
    with Receiver(lambda _: 500) as receiver, contextlib.ExitStack() as people:
        with Relay(fleet, tmp_path, room, receiver.url, "--people", "--outbox", "3") as relay:
            relay.await_rooms(room)
            for _ in range(6):
                people.enter_context(Participant(fleet.port)).join(room)
            wait_for(lambda: f"{room}: the outbox is full" in relay.log(), 120, relay.log)
            assert relay.finish() == f"{room}: 3 taken, 0 delivered, 0 given up, 3 waiting\n"


def test_who_is_mentioned_while_away_is_told_of_once_until_they_come(fleet, room, tmp_path):
    with Receiver() as receiver, contextlib.ExitStack() as connections:

        def enter(session=None):
            person = connections.enter_context(Participant(fleet.port, session=session))
            person.join(room)
            return person

        def relayed():
            # That somebody has left may be heard some time after what is said behind it.
            return Relay(fleet, tmp_path, room, receiver.url, *FAST, "--people", "--absence", "1", "--away", "6")

        def told(kind):
            return [event for _, event in receiver.events() if event["type"] == kind]

        def aways():
            return [(event["user"]["name"], [mention["id"] for mention in event["mentions"]]) for event in told("away")]

        def leaves(person):
            """At once: a connection that is cut has its place for some seconds more."""
            person.request("leave", room=room)
            person.close()

        ann, bob, eve = enter(), enter(), enter()
        with relayed() as relay:
            arrives(receiver, 3, relay)
            leaves(bob)
            ann.send(room, f"@{eve.name} is here, @{bob.name} is not", id="first")
            wait_for(lambda: aways() == [(bob.name, ["first"])] and told("went"), 120, relay.log)
            ann.send(room, f"@{bob.name}, are you there?", id="second")
            wait_for(lambda: len(told("message")) == 2, 120, relay.log)
            relay.kill()
        with relayed() as relay:
            ann.send(room, f"@{bob.name}?", id="third")
            wait_for(lambda: len(told("message")) == 3, 120, relay.log)
            bob = enter(bob.session)
            wait_for(lambda: len(told("came")) == 4, 120, relay.log)
            answered = bob.send(room, "Now I am.", id="fourth")
            leaves(bob)
            ann.request("send", "fifth", room=room, text="Too late.", reply=answered["seq"])
            wait_for(lambda: len(aways()) == 2, 120, relay.log)
            assert aways() == [(bob.name, ["first"]), (bob.name, ["fifth"])]
