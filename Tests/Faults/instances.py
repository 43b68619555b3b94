"""Faults of the instances: restarted, killed, frozen."""

import os
import resource
import signal
import subprocess
import time

from arena import wait_for
from fault import Bound, Fault, without_strace


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
    if result["gap"]["p99"] > 250 and not arena.is_quick:
        wrong.append(f"gap p99 is {result['gap']['p99']:.0f} ms, above 250")
    if max(arena.drains, default=0) > 10 and not arena.is_quick:
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
            wait_for(lambda: state_of(pid) == "T", 60, f"{name} stands still")
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


def kill_in_writes(arena):
    """F3: SIGKILL to any instance just as it begins to write: often between a message's commit and its acknowledgement.

    One a second: of 500 some are met by two or three in a row, and come back after up to a second each time. So the bound is
    a second above that of F2, which lets things rest in between.
    """
    for _ in arena.rounds(100, 4):
        start, name = time.monotonic(), arena.instance()
        pid = arena.fleet.pid(name)
        write = arena.random.randrange(1, 60)
        command = ["strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=sendto,sendmsg,writev",
                   "-e", f"inject=sendto,sendmsg,writev:signal=SIGKILL:when={write}", "-p", str(pid)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        wait_for(lambda: not os.path.exists(f"/proc/{pid}"), 10, f"{name} killed by strace: {done.stderr}")
        arena.happened("processes killed in a write")
        arena.recovered(start)
        arena.breathe()


def some_stored_before(arena, result):
    # Of a few kills none may have met the moment.
    return [] if result["storedBefore"] or arena.is_quick else ["no message was killed between its commit and its acknowledgement"]


def take_descriptors(arena):
    """F17: an instance may open no more descriptors; who comes has to wait or to go elsewhere."""
    for _ in arena.rounds(5, 1):
        name = arena.instance()
        pid = arena.fleet.pid(name)
        limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        spent = processor_seconds(pid)
        try:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (len(os.listdir(f"/proc/{pid}/fd")), limits[1]))
            attempt_connections(arena, name)
            time.sleep(5)
            arena.happened("descriptors taken away")
        finally:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)
        if processor_seconds(pid) - spent > 2.5:
            arena.happened("instances spinning")
        arena.recovered(time.monotonic())


def attempt_connections(arena, name):
    """Connections that the instance can't take, and that end by themselves."""
    for _ in range(5):
        arena.status("127.0.0.1", arena.fleet.public_port(int(name.rpartition("-")[2])))


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def none_spinning(arena, result):
    return ["an instance spent half the processor"] if arena.evidence["instances spinning"] else []


FAULTS = [
    Fault("F1", "rolling-restart", "All instances restarted, one after the other", restart_all, Bound(1000),
          {"restarts": 3}, restarts_unnoticed, is_short=True),
    Fault("F2", "kill-instance", "Instances killed (SIGKILL)", kill_instances, Bound(2000), {"processes ended": 4},
          is_short=True),
    Fault("F4", "freeze-instance", "An instance frozen (SIGSTOP), later waking up", freeze_instance, Bound(3000),
          {"processes frozen": 1}, is_short=True),
    Fault("F3", "kill-in-write", "Instances killed between commit and acknowledgement", kill_in_writes, Bound(3000),
          {"processes killed in a write": 4}, some_stored_before, obstacle=without_strace),
    Fault("F17", "no-descriptors", "An instance without descriptors for 5 s", take_descriptors, Bound(2000),
          {"descriptors taken away": 1}, none_spinning),
]
