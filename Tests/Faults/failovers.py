"""F10: a replicated Redis whose primary is killed or frozen, with and without messages that no replica has."""

import os
import signal
import time

from arena import wait_for
from fault import Bound, Fault
from redis_words import ask

SENTINELS = (311, 312, 313)
REPLICATED = {"FLEET_REPLICAS": "2"}
# Acknowledged is what the primary has.
UNREPLICATED = REPLICATED | {"TCHATTER_REDIS_REPLICAS": "0"}


def primary_port(arena):
    """As the sentinels tell, those of them that answer."""
    for offset in SENTINELS:
        try:
            return int(ask(arena.fleet.port + offset, "SENTINEL", "get-master-addr-by-name", "tchatter")[1])
        except (OSError, TypeError):
            continue
    raise AssertionError("no sentinel tells who the primary is")


def redis_names(arena):
    """{port: name} of all three."""
    return {arena.fleet.port + 300: "redis"} | {arena.fleet.port + 300 + n: f"redis-{n}" for n in (2, 3)}


def facts(port):
    """INFO replication; nothing while Redis is away."""
    try:
        text = ask(port, "INFO", "replication")
    except OSError:
        return {}
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


def is_whole(arena):
    """Whether the primary has both replicas, up to date, and every sentinel knows them."""
    primary = primary_port(arena)
    told = facts(primary)
    states = [told.get(f"slave{number}", "") for number in (0, 1)]
    is_online = told.get("role") == "master" and all("state=online" in state and lag(state) <= 1 for state in states)
    return is_online and all(replicas_of(arena, offset) == {port for port in redis_names(arena) if port != primary} for offset in SENTINELS)


def lag(state):
    return int(dict(part.split("=") for part in state.split(","))["lag"])


def replicas_of(arena, offset):
    """The ports of those that this sentinel has a connection to. One it has not yet found again, a second or two after its
    start, is passed over by the next failover, and told of the new primary ten seconds later."""
    try:
        told = ask(arena.fleet.port + offset, "SENTINEL", "REPLICAS", "tchatter")
    except OSError:
        return set()
    replicas = [dict(zip(fields[::2], fields[1::2])) for fields in told]
    return {int(replica["port"]) for replica in replicas if replica["flags"] == "slave"}


def await_other_primary(arena, old):
    """Waits until another Redis is the primary and answers; keeps how long nobody was."""
    start = time.monotonic()
    wait_for(lambda: primary_port(arena) != old and facts(primary_port(arena)).get("role") == "master", 30,
             "another primary")
    arena.outages.append(time.monotonic() - start)
    arena.happened("failovers")


def kill_primary(arena):
    """SIGKILL to the primary; the supervisor brings it back as a replica."""
    for _ in arena.rounds(10, 1):
        wait_for(lambda: is_whole(arena), 60, "two replicas that are up to date")
        start, old = time.monotonic(), primary_port(arena)
        arena.end(redis_names(arena)[old], signal.SIGKILL)
        await_other_primary(arena, old)
        arena.recovered(start)
        arena.breathe(2, 4)
    wait_for(lambda: is_whole(arena), 60, "two replicas that are up to date")


def freeze_primary(arena):
    """SIGSTOP to the primary until another one is appointed, and a little longer."""
    freeze_primaries(arena, is_whole, lambda: redis_names(arena)[primary_port(arena)],
                     lambda old: await_other_primary(arena, next(port for port, name in redis_names(arena).items() if name == old)))


def freeze_primaries(arena, is_whole, choose, await_other):
    """The same to one that `choose` names, again and again, until `await_other` has seen its successor."""
    for _ in arena.rounds(5, 1):
        wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")
        start, old = time.monotonic(), choose()
        pid = arena.fleet.signal(old, signal.SIGSTOP)
        try:
            await_other(old)
            time.sleep(2)
        finally:
            os.kill(pid, signal.SIGCONT)
        arena.happened("primaries frozen")
        arena.recovered(start)
        arena.breathe(2, 4)
    wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")


def kill_ahead(arena):
    """SIGKILL to the primary after the replicas were kept from it for half a second: what was written meanwhile is gone
    with it, and only the instances still have it."""
    for _ in arena.rounds(10, 1):
        wait_for(lambda: is_whole(arena), 60, "two replicas that are up to date")
        old = primary_port(arena)
        replicas = [port for port in redis_names(arena) if port != old]
        try:
            for port in replicas:
                # A primary without a password refuses one.
                ask(port, "CONFIG", "SET", "masterauth", "wrong")
            ask(old, "CLIENT", "KILL", "TYPE", "replica")
            time.sleep(0.5)
            reached = max(int(facts(port)["slave_repl_offset"]) for port in replicas)
            arena.happened("bytes that no replica has", int(facts(old)["master_repl_offset"]) - reached)
            start = time.monotonic()
            arena.end(redis_names(arena)[old], signal.SIGKILL)
        finally:
            for port in replicas:
                ask(port, "CONFIG", "SET", "masterauth", "")
        await_other_primary(arena, old)
        arena.recovered(start)
        arena.breathe(6, 8)
    wait_for(lambda: is_whole(arena), 60, "two replicas that are up to date")


FAULTS = [
    Fault("F10", "kill-primary", "Redis's primary killed, replicated messages", kill_primary, Bound(4000, "wait"),
          {"failovers": 1, "processes ended": 1}, fleet=REPLICATED),
    Fault("F10b", "freeze-primary", "Redis's primary frozen, replicated messages", freeze_primary, Bound(4000, "wait"),
          {"failovers": 1, "primaries frozen": 1}, fleet=REPLICATED),
    Fault("F10c", "kill-primary-ahead", "Redis's primary killed, messages that no replica has", kill_ahead,
          Bound(4000, "wait"), {"failovers": 1, "bytes that no replica has": 1}, fleet=UNREPLICATED),
]
