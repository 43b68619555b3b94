"""Faults of the balancer: reloaded, killed, everybody cut off at once."""

import os
import pathlib
import signal
import time

from arena import wait_for
from fault import Bound, Fault, nobody_cut
from fleet import hears


def workers(master):
    """The processes that HAProxy's master has started and that still run."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if folder.name.isdigit() and fields[1] == str(master) and fields[0] != "Z":
            found.append(int(folder.name))
    return set(found)


def reload(arena):
    """SIGUSR2 to HAProxy, until a new worker serves."""
    master = arena.fleet.pid("haproxy")
    # Its worker is there before it hears of the next reload.
    wait_for(lambda: hears(master, signal.SIGUSR2), 60, "HAProxy takes signals")
    before = workers(master)
    os.kill(master, signal.SIGUSR2)
    wait_for(lambda: workers(master) - before, 60, "a new worker of HAProxy")
    arena.happened("reloads")
    return before


def reload_balancer(arena):
    """F5: HAProxy reloaded again and again; the old processes keep their connections."""
    for _ in arena.rounds(10, 3):
        start = time.monotonic()
        reload(arena)
        arena.recovered(start)
        arena.breathe(0.5, 2)


def reload_and_cut(arena):
    """F5: HAProxy reloaded, and the old process cut off at its time limit."""
    for _ in arena.rounds(10, 1):
        start = time.monotonic()
        old = reload(arena)
        wait_for(lambda: not any(pathlib.Path(f"/proc/{pid}").exists() for pid in old), 30, "the end of the old process")
        arena.happened("old processes ended", len(old))
        arena.recovered(start)
        arena.breathe()


def kill_balancer(arena):
    """F6 and F25: HAProxy and its workers killed; supervisord starts it again."""
    for _ in arena.rounds(10, 1):
        start = time.monotonic()
        children = workers(arena.fleet.pid("haproxy"))
        arena.end("haproxy", signal.SIGKILL)
        for pid in children:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        wait_for(lambda: arena.status("127.0.0.1", arena.fleet.port) is not None, 30, "HAProxy is back")
        arena.outages.append(time.monotonic() - start)
        arena.recovered(start)
        if arena.is_single:
            return
        # A client whose connections break again and again within ten seconds waits longer each time, on purpose.
        arena.breathe(11, 12)


def all_back(arena, result):
    wrong = [] if result["losses"] >= 0.9 * result["clients"] else [f"only {result['losses']} connections were cut"]
    return wrong


FAULTS = [
    Fault("F5", "reload-balancer", "HAProxy reloaded", reload_balancer, Bound(500), {"reloads": 3}, nobody_cut,
          is_short=True),
    Fault("F5b", "reload-and-cut", "HAProxy reloaded, old connections cut after 3 s", reload_and_cut, Bound(1500),
          {"reloads": 1, "old processes ended": 1}, settings={"BALANCER_HARD_STOP": "3s"}),
    Fault("F6", "kill-balancer", "HAProxy killed and restarted", kill_balancer, Bound(2000, adds_outage=True),
          {"processes ended": 1}, all_back),
    Fault("F25", "reconnect-storm", "2,000 clients cut off at once", kill_balancer,
          Bound(10_000, adds_outage=True), {"processes ended": 1}, all_back,
          audit={"clients": 2000, "churning": 0, "polling": 0, "rate": 50}),
]
