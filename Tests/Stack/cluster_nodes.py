"""Nodes of a Redis Cluster, as operators add and remove them whose cluster is none of infra/up's."""

import subprocess

from store import Store
from waiting import wait_for


def cluster_work(what, *arguments):
    """As operators do it whose cluster is none of infra/up's."""
    done = cluster_command(what, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def cluster_command(what, *arguments):
    command = ["redis-cli", "--cluster", what, *map(str, arguments)]
    return subprocess.run(command, input="yes\n", capture_output=True, text=True, timeout=600)


def store_at(port):
    """A Redis that somebody else has started."""
    store = Store()
    store.port = port
    return store


def await_agreement(*stores):
    """All know each other, and whose each slot is."""
    known = f"cluster_known_nodes:{len(stores)}"

    def agree():
        done = cluster_command("check", f"127.0.0.1:{stores[0].port}")
        return done.returncode == 0 and all(known in store.command("CLUSTER", "INFO") for store in stores)

    wait_for(agree, 60, lambda: [store.command("CLUSTER", "NODES") for store in stores])
