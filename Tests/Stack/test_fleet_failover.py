"""A fleet whose Redis is replicated, and whose primary fails while people chat."""

import collections
import os
import signal
import threading
import time

import pytest

from participant import participant_of
from tally import Tally, fail_over, primary_of, run
from test_fleet_faults import history
from waiting import wait_for
from writer import Writer


class Author(threading.Thread):
    """Somebody who sends one numbered message after the other."""

    def __init__(self, fleet, number, room):
        super().__init__(daemon=True)
        self.number, self.writer = number, Writer(fleet.public_port(number), room)
        self.acknowledged = []
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.is_set():
            id = f"{self.number}-{len(self.acknowledged)}"
            reply = self.writer.send(id, id)
            self.acknowledged.append((time.monotonic(), id, reply))

    def finish(self):
        self.stopping.set()
        self.join(120)
        assert not self.is_alive(), "the last message was acknowledged"
        self.writer.close()


class Reader(threading.Thread):
    """Somebody who stays connected and notes the messages shown; what was put back after a failover comes again."""

    def __init__(self, fleet, number, room):
        super().__init__(daemon=True)
        self.person = participant_of(fleet, number)
        self.person.join(room)
        self.ids = []
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.is_set():
            try:
                event = self.person.take(1)
            except TimeoutError:
                continue
            if event["type"] == "message":
                self.ids.append(event["id"])

    def finish(self, last):
        """Waits for the messages that must come, and returns all that came, each at its first place."""
        wait_for(lambda: last <= set(self.ids[-1_000:]), 120, "the last messages")
        self.stopping.set()
        self.join(10)
        self.person.close()
        return list(dict.fromkeys(self.ids))


class Chat:
    """An author and a reader on each instance."""

    def __init__(self, fleet, room):
        self.authors = [Author(fleet, number, room) for number in (1, 2, 3)]
        self.readers = [Reader(fleet, number, room) for number in (1, 2, 3)]
        for person in self.readers + self.authors:
            person.start()

    @property
    def count(self):
        return min(len(author.acknowledged) for author in self.authors)

    def go_on(self):
        """Waits until each has had another thirty messages acknowledged."""
        goal = self.count + 30
        wait_for(lambda: self.count >= goal, 180, "thirty more acknowledged messages of everybody")

    def end(self):
        """Has everybody stop at once, as a reader looks for the last of each author among the latest messages only, and an author may take
        seconds to leave. What each reader was shown."""
        for author in self.authors:
            author.stopping.set()
        for author in self.authors:
            author.finish()
        last = {author.acknowledged[-1][1] for author in self.authors}
        return [reader.finish(last) for reader in self.readers]

    def gap(self):
        """The longest time without any acknowledgement: seconds."""
        times = sorted(moment for author in self.authors for moment, _, _ in author.acknowledged)
        return max(after - before for before, after in zip(times, times[1:]))


def check(chat, stored):
    """Every acknowledged message is there once, and each author's are in the order in which they were acknowledged."""
    counts = collections.Counter(message["id"] for message in stored)
    places = {message["id"]: message["seq"] for message in stored}
    assert max(counts.values()) == 1
    for author in chat.authors:
        ids = [id for _, id, _ in author.acknowledged]
        assert [id for id in ids if id not in places] == [], "acknowledged and lost"
        assert sorted(ids, key=places.get) == ids, "reordered"
        assert all(reply["durable"] for _, _, reply in author.acknowledged)


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
def test_nothing_acknowledged_is_lost_doubled_or_reordered_when_the_primary_is(replicated, room, fault, capsys):
    fleet = replicated
    fleet.await_health(seconds=60)
    chat = Chat(fleet, room)
    chat.go_on()
    name = primary_of(fleet)
    pid = fleet.signal(name, fault)
    try:
        chat.go_on()
        wait_for(lambda: primary_of(fleet) != name, 60, "the other sentinels know")
    finally:
        if fault == signal.SIGSTOP:
            os.kill(pid, signal.SIGCONT)
    chat.go_on()
    told = chat.end()
    # An instance that follows the room tells of it what it has heard, and by now that is all.
    with participant_of(fleet, 1) as person:
        stored = history(person, room)
    check(chat, stored)
    for seen in told:
        for author in chat.authors:
            ids = [id for _, id, _ in author.acknowledged]
            assert [id for id in seen if id in set(ids)] == ids
    refusals = sum(author.writer.refusals for author in chat.authors)
    with capsys.disabled():
        print(f"\n  {len(stored)} messages, {refusals} refusals, {chat.gap():.2f} s without an acknowledgement ", end="")
    # The old primary comes back as a replica.
    wait_for(lambda: fleet.command("status").returncode == 0, 120, "infra/status finds all well")


def test_what_a_relay_was_to_send_adds_up_whatever_its_receiver_answers_and_whatever_fails(replicated, room, tmp_path):
    with Tally(replicated, tmp_path, [room, f"{room}-2"]) as tally:
        run(tally, kills=4, lines=3, faults={2: ("Redis fails over", lambda: fail_over(replicated))}, away=(3, 4, 0.5))
        assert tally.mistakes() == [], tally.rows
