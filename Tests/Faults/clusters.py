"""F26: a Redis Cluster whose slots move, and whose primaries are killed or frozen."""

import os
import re
import signal
import time

from arena import wait_for
from failovers import freeze_primaries
from fault import Bound, Fault
from poller import Poller
from redis_words import RedisWords, ask

# Two, so that a message finds a replica while a shard's third node is away.
CLUSTER = {"FLEET_SHARDS": "3", "FLEET_REPLICAS": "2"}
# A shard that nobody can take over, as it has no replica.
BARE_CLUSTER = {"FLEET_SHARDS": "3"}


def nodes(arena):
    """{name: what CLUSTER NODES says of itself} of those that answer: flags, the primary's id, the ranges of its slots."""
    found = {}
    for name in ("redis", *(f"redis-{number}" for number in range(2, 10))):
        try:
            with RedisWords(port_of(arena, name), timeout=1) as redis:
                text = redis.ask("CLUSTER", "NODES")
        except OSError:
            continue
        words = next(line.split() for line in text.splitlines() if "myself" in line)
        found[name] = (words[2], words[3], words[8:])
    return found


def owners(arena):
    """The names of the primaries that have slots."""
    return sorted(name for name, (flags, _, slots) in nodes(arena).items() if "master" in flags and slots)


def is_whole(arena):
    """Whether every slot has a primary, and every primary its replicas, up to date."""
    following = [name for name, (flags, _, _) in nodes(arena).items() if "slave" in flags]
    return len(owners(arena)) == 3 and len(following) == 6 and all(is_following(arena, name) for name in following)


def port_of(arena, name):
    return arena.fleet.port + 300 + int(name.partition("-")[2] or 0)


def is_following(arena, name):
    return "master_link_status:up" in ask(port_of(arena, name), "INFO", "replication")


def await_other_owner(arena, old):
    """Waits until another node has the slots; keeps how long nobody had."""
    start = time.monotonic()
    wait_for(lambda: old not in owners(arena) and len(owners(arena)) == 3, 30, "another primary of the shard")
    arena.outages.append(time.monotonic() - start)
    arena.happened("failovers")


def move_slots(arena):
    """All the slots of a shard moved to another and back, with their rooms, as operators do it."""
    for _ in arena.rounds(3, 1):
        giver, taker = arena.random.sample(owners(arena), 2)
        for from_, to, slots in ((giver, taker, ()), (taker, giver, ("--slots", 5461))):
            done = arena.fleet.command("reshard", "--from", from_, "--to", to, *map(str, slots))
            assert done.returncode == 0, done.stderr or done.stdout
            arena.happened("slots moved", int(re.search(r"^(\d+) slots have moved in", done.stdout, re.M)[1]))
        arena.recovered(time.monotonic())


def kill_shard(arena):
    """SIGKILL to a shard's primary; the supervisor brings it back at once, before the others take it for dead."""
    for _ in arena.rounds(5, 1):
        wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")
        start, old = time.monotonic(), arena.random.choice(owners(arena))
        arena.end(old, signal.SIGKILL)
        arena.recovered(start)
        arena.breathe(2, 4)
    wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")


def freeze_shard(arena):
    """SIGSTOP to a shard's primary until its replica has taken over, and a little longer."""
    freeze_primaries(arena, is_whole, lambda: arena.random.choice(owners(arena)), lambda old: await_other_owner(arena, old))


def owner_of(arena, key):
    """The name of the primary that has a key."""
    slot = ask(arena.fleet.redis_port, "CLUSTER", "KEYSLOT", key)
    return next(name for name in owners(arena) if any(first <= slot <= last for first, last in ranges(arena, name)))


def ranges(arena, name):
    return [(int(word.partition("-")[0]), int(word.rpartition("-")[2])) for word in nodes(arena)[name][2]]


def lose_shard(arena):
    """A shard without a replica away for five seconds, not that of the people: its rooms wait, the others go on."""
    for _ in arena.rounds(3, 1):
        name = arena.random.choice([name for name in owners(arena) if name != owner_of(arena, "{tc}")])
        room = next(room for room in map("beside-{}".format, range(1_000)) if owner_of(arena, f"{{{room}}}") != name)
        with Poller(arena.port, waits=False) as person:
            person.join(room)
            start = time.monotonic()
            pid = arena.fleet.signal(name, signal.SIGSTOP)
            try:
                while time.monotonic() < start + 5:
                    write(arena, person, room)
            finally:
                os.kill(pid, signal.SIGCONT)
        arena.outages.append(time.monotonic() - start)
        arena.happened("shards away")
        arena.recovered(start)
        arena.breathe(2, 4)


def write(arena, person, room):
    id = str(arena.evidence["messages on another shard meanwhile"])
    status, objects = person.poll(0, {"type": "send", "id": id, "room": room, "text": id})
    if status == 200 and any(object["type"] == "sent" for object in objects):
        arena.happened("messages on another shard meanwhile")


FAULTS = [
    Fault("F26", "move-slots", "All slots of a shard moved to another and back", move_slots, Bound(4000, "wait"),
          {"slots moved": 2 * 5461}, fleet=CLUSTER),
    Fault("F26b", "kill-shard", "A shard's primary killed, back at once", kill_shard, Bound(6000, "wait"),
          {"processes ended": 1}, fleet=CLUSTER),
    Fault("F26c", "freeze-shard", "A shard's primary frozen, replicated messages", freeze_shard, Bound(6000, "wait"),
          {"failovers": 1, "primaries frozen": 1}, fleet=CLUSTER),
    Fault("F26d", "lose-shard", "A shard without a replica away for 5 s", lose_shard, Bound(4000, "wait", adds_outage=True),
          {"shards away": 1, "messages on another shard meanwhile": 30}, fleet=BARE_CLUSTER),
]
