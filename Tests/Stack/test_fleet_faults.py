"""What a fleet does when one of its processes goes."""

import signal
import subprocess

import pytest

from participant import Participant, Refused, participant_elsewhere, participant_of
from poller import Poller
from test_fleet_chat import resume
from waiting import wait_for


@pytest.fixture(autouse=True)
def whole_again(fleet):
    """Each test begins and ends with all processes healthy."""
    yield
    for name in ("redis", "haproxy", *fleet.names):
        if not fleet.pid(name):
            fleet.start(name)
    fleet.await_health()


def test_sigterm_loses_no_acknowledged_message_and_closes_with_1012(fleet, room):
    with participant_of(fleet, 2) as writer, participant_of(fleet, 1) as reader:
        reader.join(room)
        ids = [writer.submit("send", room=room, text=str(number)) for number in range(200)]
        pid = fleet.signal("instance-2", signal.SIGTERM)
        assert writer.closed() == 1012
        acknowledged = {object["id"] for object in writer.events if object["type"] == "sent"}
        # The reader's instance tells what it has heard, and the last of it may still be on its way.
        kept = lambda: [message["text"] for message in history(reader, room)]  # noqa: E731
        wait_for(lambda: {ids.index(id) for id in acknowledged} <= set(map(int, kept())), what="all that was acknowledged")
        stored = kept()
        assert stored == sorted(stored, key=int)
        assert reader.messages(len(stored)) == stored
        wait_for(lambda: fleet.pid("instance-2") not in (0, pid), what="supervisord starts it again")


def history(person, room):
    """A room's whole history, ascending."""
    messages, more = [], True
    while more:
        fields = {"before": messages[0]["position"]} if messages else {}
        page = person.request("history", room=room, limit=200, **fields)
        messages, more = page["messages"] + messages, page["more"]
    return messages


def test_a_killed_instance_costs_its_clients_a_reconnect_and_nothing_else(fleet, room):
    with participant_of(fleet, 1) as writer:
        writer.join(room)
        reader = participant_elsewhere(fleet, "instance-1")
        reader.join(room)
        writer.send(room, "before")
        assert reader.messages(1) == ["before"]
        fleet.signal(reader.instance, signal.SIGKILL)
        assert reader.closed() in (None, 1006)
        writer.send(room, "while away")
        with participant_elsewhere(fleet, reader.instance, session=reader.session) as returned:
            assert resume(returned, room, reader.positions[room], 1) == ["while away"]


def test_without_redis_health_is_red_sends_are_refused_and_all_recovers_by_itself(fleet, room):
    with Participant(fleet.port) as person, Participant(fleet.port) as other:
        person.join(room)
        other.join(room)
        person.send(room, "before")
        pids = [fleet.pid(name) for name in fleet.names]
        fleet.kill_redis()
        fleet.await_health(503)
        with pytest.raises(Refused) as refusal:
            person.send(room, "lost", id="kept")
        assert refusal.value.code == "unavailable"
        fleet.start("redis")
        fleet.await_health(200)
        # The same message again, as a client would: it is stored once. Whoever stayed connected sees it.
        person.send(room, "lost", id="kept")
        assert other.messages(2) == ["before", "lost"]
        assert person.messages(2) == ["before", "lost"]
        assert [message["text"] for message in history(person, room)] == ["before", "lost"]
        assert [fleet.pid(name) for name in fleet.names] == pids, "no instance was restarted"


def test_a_full_redis_refuses_what_is_new_says_so_and_lets_all_be_read(fleet, room):
    def limit(bytes):
        command = ["redis-cli", "-p", str(fleet.redis_port), "config", "set", "maxmemory", str(bytes)]
        assert "OK" in subprocess.run(command, capture_output=True, text=True, timeout=60).stdout

    def told():
        _, _, metrics = fleet.get(fleet.admin_port(1), "/metrics")
        refusing = b"tchatter_store_refusing 1" in metrics
        status, _, body = fleet.get(fleet.public_port(1), "/health")
        return status, body["redis"], refusing

    with participant_of(fleet, 1) as person, participant_of(fleet, 2) as other:
        person.join(room)
        other.join(room)
        person.send(room, "before")
        assert other.messages(1) == ["before"]
        limit(1)
        try:
            wait_for(lambda: told() == (200, "refusing", True), what="word of it")
            with pytest.raises(Refused) as refusal:
                person.send(room, "too much", id="kept")
            assert refusal.value.code == "unavailable"
            assert [message["text"] for message in history(other, room)] == ["before"]
        finally:
            limit(512 * 1024 * 1024)
        wait_for(lambda: is_taken(person, room, "too much", id="kept"), what="that it is taken by itself")
        assert other.messages(1) == ["too much"]
        wait_for(lambda: told() == (200, "delivering", False), what="the all-clear")


def test_whoever_comes_back_reads_all_there_is_while_the_store_takes_no_writes_at_all(fleet, room):
    def takes_writes(replicas):
        command = ["redis-cli", "-p", str(fleet.redis_port), "config", "set", "min-replicas-to-write", replicas]
        assert "OK" in subprocess.run(command, capture_output=True, text=True, timeout=60).stdout

    with participant_of(fleet, 1) as person, Poller(fleet.public_port(1), waits=False) as poller:
        person.join(room)
        poller.join(room)
        receipt = person.send(room, "before")
        person.send(room, "missed")
        takes_writes("1")
        try:
            with participant_of(fleet, 2, session=person.session) as back:
                joined = back.join(room, after=receipt["position"])
                assert joined["recovered"] and joined["missed"] == 1
                assert back.messages(1) == ["missed"]
                assert [message["text"] for message in history(back, room)] == ["before", "missed"]
                with pytest.raises(Refused) as refusal:
                    back.send(room, "not now", id="later")
                assert refusal.value.code == "unavailable"
            poller.port = fleet.public_port(2)
            status, objects = poller.poll(0)
            assert status == 200, objects
            assert [object["text"] for object in objects if object["type"] == "message"] == ["before", "missed"]
        finally:
            takes_writes("0")
        wait_for(lambda: fleet.health(2) == 200, what="all to be well")
        with participant_of(fleet, 2, session=person.session) as back:
            back.join(room)
            wait_for(lambda: is_taken(back, room, "not now", id="later"), what="that it is taken")


def is_taken(person, *message, **more):
    try:
        return person.send(*message, **more)
    except Refused:
        return None


def test_a_cut_subscription_resyncs_without_a_hole(fleet, room):
    import socket

    with participant_of(fleet, 1) as writer, participant_of(fleet, 2) as reader:
        writer.join(room)
        reader.join(room)
        for turn in range(5):
            with socket.create_connection(("127.0.0.1", fleet.redis_port)) as redis:
                redis.sendall(b"CLIENT KILL TYPE pubsub\r\n")
                redis.recv(100)
            for number in range(20):
                writer.send(room, f"{turn}-{number}")
        assert reader.messages(100) == [f"{turn}-{number}" for turn in range(5) for number in range(20)]
    fleet.await_health()


def test_reloading_the_balancer_cuts_nobody(fleet, room):
    with Participant(fleet.port) as person:
        person.join(room)
        pid = fleet.signal("haproxy", signal.SIGUSR2)
        with wait_for(lambda: Participant(fleet.port), 10) as newcomer:
            newcomer.join(room)
            newcomer.send(room, "hello")
            assert person.messages(1) == ["hello"]
        assert fleet.pid("haproxy") == pid
