"""Hostile and unlucky clients, through the balancer."""

import contextlib
import http.client
import pathlib
import re
import socket

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from participant import Participant
from test_fleet_chat import resume
from waiting import wait_for


def test_only_the_pages_own_origin_may_connect(fleet):
    own = f"http://127.0.0.1:{fleet.port}"
    with connect(f"ws://127.0.0.1:{fleet.port}/ws", origin=own, open_timeout=60):
        pass
    others = ["null", "http://evil.example", f"https://127.0.0.1:{fleet.port}", f"http://127.0.0.1:{fleet.port + 1}",
              f"{own}.evil.example", f"http://evil.example/{own}", f"HTTP://127.0.0.1:{fleet.port}", f"{own}/"]  # fmt: skip
    for origin in others:
        with pytest.raises(InvalidStatus) as refusal:
            with connect(f"ws://127.0.0.1:{fleet.port}/ws", origin=origin, open_timeout=60):
                pass
        assert refusal.value.response.status_code == 403, origin


def test_readers_that_stop_cost_little_and_catch_up_completely(fleet, room):
    """Three megabytes, which ten readers do not take: more than all buffers on the way hold. In few messages, so that those are there
    before anybody who reads nothing is given up for answering no ping."""
    before, closed_before = {name: resident(fleet.pid(name)) for name in fleet.names}, closed_for_slowness(fleet)
    stopped = [SlowReader(fleet.port, room) for _ in range(10)]
    texts = [f"{number:04}" + "x" * 3_896 for number in range(800)]
    with Participant(fleet.port) as writer:
        writer.join(room)
        writer.send_all(room, texts)
        wait_for(lambda: closed_for_slowness(fleet) >= closed_before + len(stopped), 60, "slow readers are let go")
        assert writer.messages(len(texts)) == texts
    for name in fleet.names:
        assert resident(fleet.pid(name)) - before[name] < 64 << 20
    for reader in stopped:
        seen = reader.drain()
        with Participant(fleet.port, session=reader.session) as returned:
            assert seen + resume(returned, room, reader.position, len(texts) - len(seen)) == texts


class SlowReader:
    """Somebody who joins a room and then takes nothing more from the socket until told."""

    def __init__(self, port, room):
        small = socket.socket()
        small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        small.connect(("127.0.0.1", port))
        self.person = Participant(port, sock=small, max_queue=1)
        self.person.join(room)
        self.room, self.session = room, self.person.session

    def drain(self):
        """Takes what is still to be had; the texts."""
        texts = [event["text"] for event in self.person.events if event["type"] == "message"]
        try:
            while True:
                object = self.person.take(60)
                if object["type"] == "message":
                    texts.append(object["text"])
        except ConnectionClosed as end:
            assert end.rcvd is None or end.rcvd.code == 4008
        return texts

    @property
    def position(self):
        return self.person.positions[self.room]


def closed_for_slowness(fleet):
    """How many connections all instances have closed because their reader was too slow."""
    total = 0
    for number in range(1, fleet.instances + 1):
        metrics = fleet.get(fleet.admin_port(number), "/metrics")[2].decode()
        total += sum(map(int, re.findall(r'^tchatter_websockets_closed_total\{code="4008"\} (\d+)', metrics, re.M)))
    return total


def resident(pid):
    """The memory that a process occupies: bytes."""
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def test_tokens_and_messages_are_in_no_log(fleet, room):
    secret_text = "a text that only this room may see"
    with everything_told_to_redis(fleet.redis_port) as told, Participant(fleet.port, name="Keeper of secrets") as person:
        person.join(room)
        person.send(room, secret_text)
        token = person.session
        connection = http.client.HTTPConnection("127.0.0.1", fleet.port)
        connection.request("GET", f"/session?token={token}", headers={"Cookie": f"tchatter_session={token}"})
        assert connection.getresponse().status == 200
        connection.close()
    for log in (fleet.folder / "log").glob("*.log"):
        for secret in [token, secret_text]:
            assert secret.encode() not in log.read_bytes(), log.name
    # Redis is told the message, but of the token nothing that could be used. (Its files do not tell: it rewrites them
    # when they have grown, and compresses what it rewrites.)
    assert secret_text.encode() in told
    assert token.encode() not in told


@contextlib.contextmanager
def everything_told_to_redis(port):
    """The commands that a Redis is given meanwhile, those of scripts among them, as MONITOR prints them."""
    told = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as monitor:
        monitor.sendall(b"MONITOR\r\n")
        while not told.startswith(b"+OK\r\n"):
            told += received(monitor)
        yield told
        with socket.create_connection(("127.0.0.1", port), timeout=30) as last:
            last.sendall(b"ECHO the-last-command\r\n")
            while b"the-last-command" not in told:
                told += received(monitor)


def received(connection):
    """The next bytes of a connection; an error if it has ended."""
    taken = connection.recv(65536)
    assert taken, "the connection has ended"
    return taken
