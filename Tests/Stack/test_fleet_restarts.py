"""Instances come and go, and nobody notices."""

import collections
import concurrent.futures
import contextlib
import re
import signal
import sys
import threading

import pytest

from conversation import Conversation
from fleet import DISK_IN_ITS_TIME, TIME_TO_MOVE, Fleet, hears
from counters import check, final_counters
from participant import Participant, participant_of
from poller import Poller
from programs import PROJECT
from waiting import wait_for

sys.path.append(str(PROJECT / "Tests" / "Fair"))
from child import Child  # noqa: E402


def test_one_that_is_killed_again_and_again_as_soon_as_it_starts_comes_back(whole_fleet):
    fleet = whole_fleet
    for _ in range(4):
        pid = fleet.signal("instance-2", signal.SIGKILL)
        wait_for(lambda: fleet.pid("instance-2") not in (0, pid), 60, "it is tried again")
    fleet.await_balanced()


def exits(fleet):
    """The exit status of each end of an instance that supervisord has seen."""
    log = (fleet.folder / "log" / "supervisor.log").read_text()
    return re.findall(r"exited: (instance-\d+) \(exit status (\d+)", log)


@pytest.fixture
def patient(tmp_path):
    """A fleet that waits for who is asked to move."""
    fleet = Fleet(tmp_path / "run", **DISK_IN_ITS_TIME, **TIME_TO_MOVE)
    fleet.up()
    yield fleet
    fleet.down()


def test_six_restarts_in_a_row_are_noticed_by_nobody(patient, room):
    fleet = patient
    with Conversation(fleet.port, room, rooms=3) as conversation:
        with participant_of(fleet, 3) as watcher:
            watcher.join(room)
            wait_for(lambda: watcher.request("members", room=room)["count"] == conversation.cast + 1, 60, "all are there")
            with Poller(fleet.port) as poller:
                poller.join(room)
                # A list of who is there may come before word of the last who came; word of who came behind them does not.
                while watcher.event("presence").get("user", {}).get("name") != poller.name:
                    pass
                for turn in range(6):
                    fleet.restart(f"instance-{turn % 2 + 1}")
                changes = presence_of_others(watcher, room, poller.name)
                poller.await_more()
        # The watcher does not move, and has gone.
        fleet.restart("instance-3")
        report = conversation.end()
    assert report["passed"], report
    assert (report["missed"], report["doubled"], report["reordered"]) == (0, 0, 0)
    assert report["reconnects"] == 0, "a lost connection is what nobody should have"
    assert all(bot["moves"] <= 7 for bot in report["bots"]), report
    assert sum(bot["moves"] for bot in report["bots"]) > 0, "somebody was on an instance that was restarted"
    assert poller.problems == []
    assert poller.seqs == list(range(poller.seqs[0], poller.seqs[0] + len(poller.seqs)))
    assert changes == [], "nobody is seen to leave or to come who only moves"
    assert [status for _, status in exits(fleet)] == ["0"] * 7
    final = [counters for name in fleet.names for counters in final_counters(fleet.log(name))]
    assert len(final) >= 7
    for counters in final:
        check(counters)


def presence_of_others(watcher, room, poller):
    """Who came and went in the room while the watcher was there, by its events so far."""
    watcher.request("ping")
    changes = [event for event in watcher.events if event["type"] == "presence" and event["room"] == room]
    return [event for event in changes if event.get("user", {}).get("name") not in (poller, watcher.name)]


@contextlib.contextmanager
def nuisance(port, log, seconds):
    """Somebody who comes and goes, types, pings without a pause and reads nothing, all on one instance."""
    spec = {"load": "be_a_nuisance", "port": port, "source": "127.0.0.1", "seconds": seconds, "quick": True, "tag": "nuisance"}
    guest = Child(PROJECT / "Tests/Fair/guest.py", spec, log)
    try:
        guest.answer(120)
        guest.tell("begin")
        yield
    finally:
        guest.stop()


def test_a_restart_beside_a_nuisance_is_noticed_by_nobody(whole_fleet, room, tmp_path):
    fleet = whole_fleet
    seen_exits = len(exits(fleet))
    with Conversation(fleet.port, room, rooms=3) as conversation, nuisance(fleet.public_port(2), tmp_path / "log", 120):
        with participant_of(fleet, 1) as watcher:
            watcher.join(room)
            wait_for(lambda: watcher.request("members", room=room)["count"] == conversation.cast + 1, 60, "all are there")
            assert fleet.get(fleet.admin_port(2), "/health")[2]["clients"] >= 40, "the guest is there, too"
            fleet.restart("instance-2")
            # Those who moved go on where they are now.
            watcher.event("message")
        report = conversation.end()
    assert report["passed"], report
    assert (report["missed"], report["doubled"], report["reordered"], report["reconnects"]) == (0, 0, 0, 0)
    assert [status for _, status in exits(fleet)[seen_exits:]] == ["0"], "the deaf are not waited for without end"


def test_the_last_usable_instance_holds_its_clients_until_there_is_another(tmp_path, room):
    # On a busy machine the other one takes its time to start.
    fleet = Fleet(tmp_path / "run", instances=2, TCHATTER_DRAIN_SECONDS="300")
    fleet.up()
    try:
        fleet.stop("instance-2")
        with Participant(fleet.port) as person:
            assert person.instance == "instance-1"
            fleet.signal("instance-1", signal.SIGTERM)
            wait_for(lambda: "drain holds" in fleet.log("instance-1"), 60)
            assert person.request("ping")["type"] == "pong"
            assert not [event for event in person.events if event["type"] == "reconnect"]
            fleet.start("instance-2")
            assert person.event("reconnect", 60)["reason"] == "restart"
            with Participant(fleet.port, session=person.session) as moved:
                assert moved.instance == "instance-2"
    finally:
        fleet.down()


def test_a_waiting_poll_is_answered_when_its_instance_stops(whole_fleet):
    fleet = whole_fleet
    with Poller(fleet.public_port(1), waits=False) as poller:
        # In no room, so that nothing else can answer it.
        waiting = poller.begin()
        wait_for(lambda: "tchatter_polls_waiting 1\n" in fleet.metrics(1), 60)
        fleet.signal("instance-1", signal.SIGTERM)
        # Sooner than it would have been answered anyway.
        status, objects = waiting.result(20)
        assert (status, objects) == (200, [])


def test_an_operator_empties_an_instance_and_takes_it_back(whole_fleet, room):
    fleet = whole_fleet
    with participant_of(fleet, 2) as person:
        person.join(room)
        assert fleet.get(fleet.admin_port(2), "/admin/drain", "PUT")[0] == 200
        assert person.event("reconnect")["reason"] == "restart"
        assert person.closed() == 1012
        wait_for(lambda: fleet.balancer_view("instance-2") == "NOLB", 60)
        with contextlib.ExitStack() as others:
            found = {others.enter_context(Participant(fleet.port)).instance for _ in range(6)}
        assert found == {"instance-1", "instance-3"}
        assert fleet.get(fleet.admin_port(2), "/admin/drain", "DELETE")[0] == 200
        fleet.await_balanced()
        with participant_of(fleet, 2, session=person.session) as returned:
            returned.join(room, after=person.positions[room])


def test_a_surplus_is_asked_to_move(whole_fleet):
    fleet = whole_fleet
    people = [participant_of(fleet, 1) for _ in range(4)]
    status, _, answer = fleet.get(fleet.admin_port(1), "/admin/rebalance", "POST", b'{"clients":2}')
    assert (status, answer["asked"]) == (200, 2)
    for person in people:
        person.request("ping")
    asked = [event for person in people for event in person.events if event["type"] == "reconnect"]
    assert [event["reason"] for event in asked] == ["rebalance"] * 2
    for person in people:
        person.close()


def test_reloading_the_balancer_under_load_fails_no_request_and_cuts_no_tunnel(whole_fleet, room):
    fleet = whole_fleet
    statuses, ends = collections.Counter(), threading.Event()

    def load():
        while not ends.is_set():
            statuses[status_of(fleet)] += 1

    with Participant(fleet.port) as person, concurrent.futures.ThreadPoolExecutor(4) as pool:
        person.join(room)
        loads = [pool.submit(load) for _ in range(4)]
        try:
            # Somebody may have reloaded it just before.
            wait_for(lambda: balancer_listens(fleet), 60, "HAProxy takes signals")
            for turn in range(5):
                seen, before = statuses.total(), loads_of_balancer(fleet)
                fleet.signal("haproxy", signal.SIGUSR2)
                wait_for(lambda: loads_of_balancer(fleet) > before and statuses.total() > seen + 100, 60, "a new HAProxy works")
                # Who asks for the next before that is not heard by HAProxy 2.6.
                wait_for(lambda: balancer_listens(fleet), 60, "HAProxy takes signals again")
                person.send(room, f"over reload {turn}")
        finally:
            ends.set()
        for done in loads:
            done.result(60)
        assert person.messages(5) == [f"over reload {turn}" for turn in range(5)]
    assert set(statuses) == {400}, statuses


def status_of(fleet):
    """Of a POST that an instance refuses, which the balancer may not send twice; its problem if there was no answer."""
    try:
        return fleet.get(fleet.port, "/session", "POST", b'{"name":""}')[0]
    except OSError as problem:
        return str(problem)


def loads_of_balancer(fleet):
    """How often HAProxy has read its configuration."""
    return fleet.log("haproxy").count("Loading success.")


def balancer_listens(fleet):
    """Whether HAProxy's master takes SIGUSR2."""
    return hears(fleet.pid("haproxy"), signal.SIGUSR2)


def place_on(fleet, instance):
    """Somebody who came through the balancer and landed on an instance."""
    people = []
    wait_for(lambda: people.append(Participant(fleet.port)) or people[-1].instance == instance, 60, f"a place on {instance}")
    found = people.pop()
    for person in people:
        person.close()
    return found
