"""The vote bot as a team uses it: through the balancer, its votes in the fleet's Redis."""

import contextlib

import pytest

from participant import Participant
from process import Process
from vote_bots import program
from waiting import wait_for

NAME = "Votebot"


@pytest.fixture
def vote_bots(fleet, room, tmp_path):
    """Two that act as one."""
    arguments = ["vote", room, "--name", NAME, "--session", str(tmp_path / "session"),
                 "--url", f"ws://127.0.0.1:{fleet.port}/ws", "--redis", f"redis://127.0.0.1:{fleet.redis_port}"]  # fmt: skip
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(Process([program(number), *arguments], tmp_path / f"bot-{number}.log")) for number in range(2)]
        with Participant(fleet.port) as somebody:
            somebody.join(room)
            wait_for(lambda: NAME in [user["name"] for user in somebody.request("members", room=room)["users"]], 60, "the bot is there")
        yield running


class Voter:
    """Somebody in the room who is also in touch with the bot, and comes back over a new connection as the same user."""

    def __init__(self, fleet, room, name):
        self.fleet, self.room, self.direct, self.name = fleet, room, None, name
        # Where it goes on: behind what was heard, as what has come and not been heard yet is lost with the connection.
        self.session, self.positions, self.heard = None, {}, []

    def __enter__(self):
        self.person = Participant(self.fleet.port, name=self.name, session=self.session)
        self.session = self.person.session
        for room in (self.room, f"@{NAME}"):
            after = self.positions.get(self.direct if room.startswith("@") else room)
            joined = self.person.join(room, **({"after": after} if after else {"limit": 0}))
            self.positions.setdefault(joined["room"], joined["position"])
            setattr(self, "direct" if room.startswith("@") else "room", joined["room"])
        return self

    def __exit__(self, *_):
        self.person.close()

    def hears(self, words, room=None):
        """Waits until the bot has said it there; everything that it says is kept."""
        while True:
            event = self.person.event("message", 60)
            self.positions[event["room"]] = event["position"]
            if event["from"]["name"] == NAME:
                self.heard.append((event["room"], event["text"]))
                if words in event["text"] and event["room"] == (room or self.room):
                    return


def test_a_vote_goes_on_while_every_instance_is_restarted(whole_fleet, vote_bots, room):
    fleet = whole_fleet
    ann, bob = Voter(fleet, room, "Ann-of-votes"), Voter(fleet, room, "Bob-of-votes")
    with ann, bob:
        ann.person.send(room, f'@{NAME} start new vote "Lunch" quorum 2')
        bob.hears("Ann-of-votes asks for votes on v1 “Lunch”")
        ann.person.send(ann.direct, "vote 2")
        ann.hears("I received your vote: 2", ann.direct)
    for name in fleet.names:
        fleet.restart(name)
    with ann, bob:
        bob.person.send(bob.direct, "vote 3")
        bob.hears("I received your vote: 3", bob.direct)
        for voter in (ann, bob):
            voter.hears("revealed because enough have voted: 2 votes.")
    assert [text for place, text in ann.heard if place == room] == [text for place, text in bob.heard if place == room]
    assert all(len(set(voter.heard)) == len(voter.heard) for voter in (ann, bob))
    for bot in vote_bots:
        assert bot.stop() == 0
