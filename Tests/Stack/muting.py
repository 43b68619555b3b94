"""Somebody who writes as fast as they can, over several ways at once, and is muted meanwhile: rounds of that, and their judge."""

import concurrent.futures
import dataclasses
import itertools
import json
import random
import threading
import urllib.request

from websockets.exceptions import ConnectionClosed

from participant import Refused, come_back, participant_of
from summed import Summed
from waiting import wait_for

# How many messages of a way are under way at once, and how many are refused in the end before it rests.
WINDOW = 8
# What says nothing of what became of a message: it is sent again with its id.
UNCERTAIN = ("unavailable", "retry")


class Round:
    """What was written in one round, and what was answered."""

    def __init__(self, name):
        self.name = name
        self.numbers = itertools.count()
        # The mute is acknowledged; and whoever has been refused since may rest.
        self.is_muted, self.may_end = threading.Event(), threading.Event()
        # By id. Those in doubt were answered with what says nothing at first.
        self.sent, self.refused, self.in_doubt = set(), set(), set()
        # Sent after the mute was acknowledged, and stored all the same.
        self.late = set()

    def state(self):
        return self.is_muted.is_set(), self.may_end.is_set()

    def id(self, way):
        return f"{self.name} {way} {next(self.numbers)}"


@dataclasses.dataclass
class Judged(Summed):
    """Of some rounds."""

    rounds: int = 0
    stored: int = 0
    refused: int = 0
    again: int = 0
    behind: int = 0
    wrong: list = dataclasses.field(default_factory=list)


class Socket:
    """A connection to one instance, by which messages are sent several at once."""

    def __init__(self, fleet, number, room, session=None):
        self.fleet, self.number, self.room = fleet, number, room
        self.person = participant_of(fleet, number, session=session)

    def write(self, round):
        waiting, refusals = {}, 0
        while waiting or refusals < WINDOW:
            while len(waiting) < WINDOW and refusals < WINDOW:
                self.submit(round.id(self.number), waiting, round)
            try:
                reply = self.person.take(20)
            except (ConnectionClosed, TimeoutError):
                self.come_back(waiting, round)
                continue
            id = reply.get("id")
            if id not in waiting or reply["type"] == "message":
                continue
            after, counts = waiting[id]
            del waiting[id]
            if reply.get("code") in UNCERTAIN:
                round.in_doubt.add(id)
                # The store is away: as clients do, not at once.
                wait_for(lambda: self.fleet.health(self.number) == 200, 60, "the instance is well", every=0.05)
                self.submit(id, waiting, round)
            else:
                refusals += note(round, id, reply, after) and counts

    def submit(self, id, waiting, round):
        """Its value tells how far the round was when it was first sent."""
        waiting.setdefault(id, round.state())
        try:
            self.person.submit("send", id, room=self.room, text=id)
        except ConnectionClosed:
            self.come_back(waiting, round)

    def come_back(self, waiting, round):
        round.in_doubt.update(waiting)
        while True:
            self.connect()
            try:
                for id in waiting:
                    self.person.submit("send", id, room=self.room, text=id)
                return
            except ConnectionClosed:
                pass

    def connect(self):
        self.person = come_back(self.fleet.public_port(self.number), self.person.session)

    def close(self):
        self.person.close()


class Polls:
    """Polls of one instance, each with one message."""

    def __init__(self, fleet, number, room, session):
        self.fleet, self.number, self.room, self.session = fleet, number, room, session

    def write(self, round):
        refusals = 0
        while refusals < WINDOW:
            id, (after, counts) = round.id("poll"), round.state()
            reply = wait_for(lambda: self.post(id, round), 60, "an answer to a poll", every=0.05)
            refusals += note(round, id, reply, after) and counts

    def post(self, id, round):
        """The answer to one message; None where it has to be sent again."""
        body = {"session": self.session, "rooms": {}, "wait": 0, "requests": [{"type": "send", "id": id, "room": self.room, "text": id}]}
        url = f"http://127.0.0.1:{self.fleet.public_port(self.number)}/poll"
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                reply = next((object for object in json.load(answer) if object.get("id") == id), {})
        except OSError:
            reply = {}
        if reply and reply.get("code") not in UNCERTAIN:
            return reply
        round.in_doubt.add(id)
        return None

    def connect(self):
        pass

    def close(self):
        pass


def note(round, id, reply, after):
    """Takes down a last answer; whether it is a refusal."""
    if reply["type"] == "sent":
        round.sent.add(id)
        if after and not reply.get("duplicate"):
            round.late.add(id)
        return False
    assert reply.get("code") == "forbidden", reply
    round.refused.add(id)
    return True


class Trial:
    """A room with a moderator on the second instance and somebody who writes on the two others; rounds in it."""

    numbers = itertools.count()

    def __init__(self, fleet, room, seed):
        self.fleet, self.room, self.random = fleet, room, random.Random(seed)
        self.moderator = participant_of(fleet, 2)
        self.moderator.join(room)
        self.moderator.request("govern", room=room, set={"topic": "Muting"})
        # Who is there and who only writes are judged on different ways.
        first = Socket(fleet, 1, room)
        first.person.join(room)
        self.writer = first.person.welcome["user"]["id"]
        self.session = first.person.session
        self.ways = [first, Socket(fleet, 3, room, self.session), Polls(fleet, 3, room, self.session)]
        self.pool = concurrent.futures.ThreadPoolExecutor(len(self.ways))
        self.before = None

    def seat_moderator(self):
        self.moderator = come_back(self.fleet.public_port(2), self.moderator.session)
        self.moderator.join(self.room)

    def reconnect(self):
        """After the whole fleet was away."""
        self.seat_moderator()
        for way in self.ways:
            way.connect()
        self.ways[0].person.join(self.room)

    def close(self):
        self.pool.shutdown()
        for way in self.ways:
            way.close()
        self.moderator.close()

    def govern(self, role, name):
        """Stored for certain, under the name."""

        def attempt():
            try:
                return self.moderator.request("govern", name, 20, room=self.room, user=self.writer, role=role)
            except Refused as refused:
                assert refused.code in UNCERTAIN, refused
            except (ConnectionClosed, TimeoutError):
                self.seat_moderator()
            return None

        return wait_for(attempt, 60, f"{role} is stored", every=0.05)

    def play(self, before_mute=lambda: None, after_mute=lambda: None):
        """One round, with what happens just before or after the mute: judged."""
        round = Round(f"round {next(self.numbers)}")
        written = [self.pool.submit(way.write, round) for way in self.ways]
        least = self.random.randrange(40)
        wait_for(lambda: len(round.sent) >= least or any(one.done() for one in written), 60, "messages", every=0.001)
        before_mute()
        self.govern("muted", f"{round.name} mute")
        round.is_muted.set()
        after_mute()
        round.may_end.set()
        for one in written:
            one.result(120)
        self.govern("none", f"{round.name} unmute")
        judged = judge(round, self.entries(), self.writer)
        self.before = f"{round.name} unmute"
        return judged

    def entries(self):
        """What the room has since the round before, through any instance."""
        with participant_of(self.fleet, self.random.choice((1, 2, 3)), session=self.moderator.session) as reader:
            return entries(reader, self.room, self.before)


def entries(reader, room, before=None):
    """What a room has, ascending, from the entry of an id on."""
    found, more = [], True
    while more and not any(entry["id"] == before for entry in found):
        fields = {"before": found[0]["position"]} if found else {}
        page = reader.request("history", room=room, limit=100, **fields)
        found, more = page["messages"] + found, page["more"]
    ids = [entry["id"] for entry in found]
    return found[ids.index(before) + 1 if before in ids else 0 :]


def judge(round, entries, writer):
    """Holds what is stored against what was answered."""
    ids = [entry["id"] for entry in entries]
    told = Judged(1, len(round.sent), len(round.refused), len(round.in_doubt))
    told.wrong += [f"stored twice: {id}" for id in set(ids) if ids.count(id) > 1]
    told.wrong += [f"acknowledged and not there: {id}" for id in round.sent - set(ids)]
    told.wrong += [f"refused and there: {id}" for id in (round.refused - round.in_doubt) & set(ids)]
    told.wrong += [f"sent after the mute, and stored: {id}" for id in round.late]
    told.behind = len(behind(entries, writer, f"{round.name} mute", f"{round.name} unmute"))
    if told.behind:
        told.wrong.append(f"{told.behind} behind the mute of {round.name}")
    if f"{round.name} mute" not in ids:
        told.wrong.append(f"the mute of {round.name} is not there")
    return told


def behind(entries, writer, mute, unmute=None):
    """The ids of somebody's entries behind a mute, up to where it ends."""
    ids = [entry["id"] for entry in entries]
    if mute not in ids:
        return []
    end = ids.index(unmute) if unmute in ids else len(ids)
    return [entry["id"] for entry in entries[ids.index(mute) + 1 : end] if entry["from"]["id"] == writer]
