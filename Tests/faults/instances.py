"""Faults of the instances: restarted, killed, frozen."""

import os
import signal
import time

from arena import wait_for
from fault import Bound, Fault


def restart_all(arena):
    """F1: SIGTERM to one instance after the other, each as soon as the one before takes clients again."""
    errors = arena.balancer_errors()
    for _ in arena.rounds(20, 1):
        for name in arena.fleet.names:
            start = time.monotonic()
            arena.drains.append(arena.end(name, signal.SIGTERM))
            arena.recovered(start)
            arena.happened("restarts")
    arena.happened("errors of the balancer", arena.balancer_errors() - errors)


def restarts_unnoticed(arena, result):
    """Nobody has lost a connection, and each has moved at most once for each restart."""
    wrong = []
    if result["losses"]:
        wrong.append(f"{result['losses']} connections were lost, not moved")
    if result["mostReconnects"] > arena.evidence["restarts"]:
        wrong.append(f"a client reconnected {result['mostReconnects']} times")
    if result["gap"]["p99"] > 250:
        wrong.append(f"gap p99 is {result['gap']['p99']:.0f} ms, above 250")
    if max(arena.drains) > 10:
        wrong.append(f"an instance took {max(arena.drains):.1f} s to end")
    if arena.evidence["errors of the balancer"]:
        wrong.append(f"the balancer answered {arena.evidence['errors of the balancer']} requests with an error")
    return wrong + [f"{count} times {what}" for what, count in result["complaints"].items()]


def kill_instances(arena):
    """F2: SIGKILL to any instance, again as soon as all is well."""
    for _ in arena.rounds(60, 4):
        start = time.monotonic()
        arena.end(arena.instance(), signal.SIGKILL)
        arena.recovered(start)
        arena.breathe()


def freeze_instance(arena):
    """F4: SIGSTOP to any instance, SIGCONT after a while."""
    for _ in arena.rounds(3, 1):
        name = arena.instance()
        pid = arena.fleet.signal(name, signal.SIGSTOP)
        try:
            wait_for(lambda: state_of(pid) == "T", 5, f"{name} stands still")
            arena.happened("processes frozen")
            time.sleep(arena.seconds(30, 8))
        finally:
            os.kill(pid, signal.SIGCONT)
        arena.recovered(time.monotonic())
        arena.breathe()


def state_of(pid):
    """T for a process that is stopped."""
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0]


FAULTS = [
    Fault("F1", "rolling-restart", "All instances restarted, one after the other", restart_all, Bound(1000),
          {"restarts": 3}, restarts_unnoticed, is_short=True),
    Fault("F2", "kill-instance", "Instances killed (SIGKILL)", kill_instances, Bound(2000), {"processes ended": 4},
          is_short=True),
    Fault("F4", "freeze-instance", "An instance frozen (SIGSTOP), later waking up", freeze_instance, Bound(3000),
          {"processes frozen": 1}),
]
