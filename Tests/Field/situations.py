"""What a server does to its clients: each a way to end them all, or to turn them away."""

import concurrent.futures
import contextlib
import json
import pathlib
import re
import signal
import urllib.request

from clients import PATIENCE, Run
from instance import Instance
from participant import Participant
from relay import Relay
from store import Store
from waiting import wait_for

# No quota, and no ping in all the time that sixty programs take to come in: some clients answer none.
UNHURRIED = {"message_rate": 0, "request_rate": 0, "quotas": "off", "ping_seconds": 600}
HELLO, JOIN = {"type": "hello", "id": "h", "version": 1}, {"type": "join", "id": "j", "room": "lobby", "limit": 1}


class Situation:
    """An instance of its own, and clients on it or at its door."""

    settings, comes_in, needs_store, is_busy, texts = {}, True, False, False, (HELLO, JOIN)

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def run(self, clients):
        """{client's name: what its user sees}, for those that it can happen to."""
        clients = [client for client in clients if self.name in client.situations]
        self.folder.mkdir(parents=True)
        with contextlib.ExitStack() as stack:
            self.stack = stack
            self.store = stack.enter_context(Store()) if self.needs_store else None
            settings = {"drain_seconds": 5} | UNHURRIED | self.settings
            self.instance = stack.enter_context(Instance(self.folder, "one", self.store and self.store.port, **settings))
            self.sessions = {client.name: self.sign_in(f"C{number}") for number, client in enumerate(clients)}
            self.prepare()
            self.relays = [stack.enter_context(Relay(self.instance.port)) for _ in clients]
            runs = [stack.enter_context(self.start(client, relay)) for client, relay in zip(clients, self.relays)]
            for run in runs if not self.is_busy else ():
                run.read_on()
            for run in runs if self.comes_in else ():
                run.await_open()
            self.strike(runs)
            with concurrent.futures.ThreadPoolExecutor(len(runs)) as pool:
                outcomes = list(pool.map(self.outcome, runs))
            return dict(zip((client.name for client in clients), outcomes))

    def outcome(self, run):
        return run.outcome()

    def start(self, client, relay):
        session = self.sessions[client.name]
        texts = [json.dumps(text | {"session": session}) for text in self.texts_of(client)]
        return Run(client, f"ws://127.0.0.1:{relay.port}/ws", {"Authorization": f"Bearer {session}"}, texts)

    def texts_of(self, _):
        return self.texts

    def room_of(self, client):
        """A room of its own."""
        return f"room-{list(self.sessions).index(client.name)}"

    def sign_in(self, name):
        url = f"http://127.0.0.1:{self.instance.port}/session"
        with urllib.request.urlopen(urllib.request.Request(url, json.dumps({"name": name}).encode()), timeout=60) as answer:
            return json.load(answer)["session"]

    def prepare(self):
        """Before the clients come."""

    def strike(self, runs):
        """Once they are there."""

    def closed(self, code):
        """How many the instance has closed with a code."""
        return self.counted(f'websockets_closed_total{{code="{code}"}}')

    def counted(self, name):
        """The sum of the instance's metrics of a name, which is a regular expression."""
        text = self.instance.ask("/metrics")[1].decode()
        return sum(map(int, re.findall(rf"^tchatter_{name} (\d+)", text, re.M)))


class Restart(Situation):
    """The instance ends, and there is no other to move to."""

    name = "1012"

    def strike(self, runs):
        # Whoever polls says that it is in before it asks. It may have been answered by now, as the others took their time.
        polls = sum(run.client.adapter == "curl_poll.py" for run in runs)
        wait_for(lambda: self.counted("polls_(?:waiting|answered_total)") >= polls, 60, f"{polls} polls")
        # Once: of a second signal it depends on the machine whether it is one of its own, by which the instance ends at once and leaves
        # polls unanswered, or has become one with the first.
        self.instance.send_signal(signal.SIGTERM)


class SlowReader(Situation):
    """Nobody takes what the instance sends."""

    name, settings = "4008", {"outbox_bytes": 65_536}

    def texts_of(self, client):
        """In one room the others would be written to as well, and on a busy machine be too slow, too."""
        return HELLO, JOIN | {"room": self.room_of(client)}

    def strike(self, runs):
        with Participant(self.instance.port) as writer:
            # One after the other: who does not take the close within seconds is cut off.
            for run, relay in zip(runs, self.relays):
                before = self.closed(4008)
                relay.holds_answers.set()
                wait_for(lambda: self.writes_on(writer, self.room_of(run.client)) > before, PATIENCE, f"{run.client.name} closed with 4008")
                relay.holds_answers.clear()

    def writes_on(self, writer, room):
        """Writes a little more; how many have been closed for it."""
        writer.send_all(room, ["x" * 3_900] * 10)
        return self.closed(4008)


class NoPong(Situation):
    """Nothing that the clients send arrives."""

    # Long enough for a busy machine to have the last ping read before the close comes.
    name, settings = "4012", {"ping_seconds": 3}

    def strike(self, runs):
        for relay in self.relays:
            relay.holds_requests.set()


class Busy(Situation):
    """The programs work on a message for longer than somebody may be silent, and read on then."""

    # Long enough for a busy machine to have those answer who would.
    name, is_busy, settings = "busy", True, {"ping_seconds": 4}

    def texts_of(self, client):
        """Each is in a room of its own: in one room they would hear of each other, and some read no further than to what nobody takes."""
        return HELLO, JOIN | {"room": self.room_of(client)}

    def strike(self, runs):
        with Relay(self.instance.port) as relay, Participant(relay.port) as mute:
            # Who came before and says nothing is not there for longer than this one.
            relay.holds_requests.set()
            wait_for(relay.is_ended.is_set, 60, f"the instance gives up {mute.name}")
        wait_for(lambda: 1 + sum(self.cut()) == self.closed(4012), 60, "the ends of all that the instance gave up")
        self.gone = dict(zip(runs, self.cut()))
        for run in runs:
            run.read_on()

    def cut(self):
        return [relay.is_ended.is_set() for relay in self.relays]

    def outcome(self, run):
        return run.outcome() if self.gone[run] else "stays"


class LongAnswer(Situation):
    """They ask for as much of a room's history as one answer has."""

    name = "history"
    # What one answer has at most, as the outbox is by default: bytes.
    PAGE = 131_072

    def prepare(self):
        """Finds the length of texts with which a page is full but for a few bytes."""
        with Participant(self.instance.port, name="writer") as writer:
            for length in range(3_500, 4_000):
                self.room = f"room-{length}"
                writer.join(self.room)
                writer.send_all(self.room, ["x" * length] * 40)
                answer = writer.request("history", **self.asked())
                writer.request("leave", room=self.room)
                if (size := len(json.dumps(answer, separators=(",", ":")))) > self.PAGE - 100:
                    assert size <= self.PAGE
                    return
        raise AssertionError(f"no answer of nearly {self.PAGE} bytes")

    def asked(self):
        return {"room": self.room, "before": 41, "limit": 40}

    def texts_of(self, _):
        return HELLO, {"type": "history", "id": "y"} | self.asked()

    def outcome(self, run):
        return run.outcome() if run.ended else "stays"


class SignedOut(Situation):
    name = "4501"

    def strike(self, runs):
        for session in self.sessions.values():
            url, fields = f"http://127.0.0.1:{self.instance.port}/session", {"Authorization": f"Bearer {session}"}
            urllib.request.urlopen(urllib.request.Request(url, method="DELETE", headers=fields), timeout=60).close()


class StoreAway(Situation):
    """Whoever comes with a session can't be looked up."""

    name, needs_store, comes_in = "503", True, False

    def prepare(self):
        self.store.kill()
        wait_for(lambda: self.instance.ask("/health", port=self.instance.port)[0] == 503, 60, "health 503")


class Full(Situation):
    name, comes_in, settings = "full", False, {"max_connections": 4}

    def prepare(self):
        fill(self.stack, self.instance)


def fill(stack, instance):
    """Takes all connections of an instance that has four. Somebody who came before may still be about to go."""
    for _ in range(4):
        stack.enter_context(wait_for(lambda: somebody(instance), 60, f"a connection to {instance.name}"))


def somebody(instance):
    """Who fails in many ways where they are turned away, with assertions of the client's own among them: nobody then."""
    with contextlib.suppress(Exception):
        return Participant(instance.port)


class Maintenance(Situation):
    name, comes_in, texts = "maintenance", False, (HELLO,)

    def prepare(self):
        assert self.instance.ask("/admin/maintenance", "PUT", {"message": "Back at nine."})[0] == 200


SITUATIONS = (Restart, SlowReader, NoPong, SignedOut, Busy, LongAnswer, StoreAway, Full, Maintenance)
