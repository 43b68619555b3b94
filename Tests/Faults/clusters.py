"""F26: a Redis Cluster whose slots move, to new nodes as well, and whose primaries are killed or frozen."""

import contextlib
import os
import re
import signal
import time

from arena import wait_for
from failovers import freeze_primaries
from fault import Bound, Fault
from redis_words import RedisWords, ask
from writers import writing

from cluster_nodes import await_agreement, cluster_work, store_at  # from Tests/Stack, by way of arena
from ports import free_port
from store import Store

# Two, so that a message finds a replica while a shard's third node is away.
CLUSTER = {"FLEET_SHARDS": "3", "FLEET_REPLICAS": "2"}
# A shard that nobody can take over, as it has no replica.
BARE_CLUSTER = {"FLEET_SHARDS": "3"}
# All that a fleet can have.
NODES = ("redis", *(f"redis-{number}" for number in range(2, 10)))


def nodes(arena, timeout=1):
    """{name: what CLUSTER NODES says of itself} of those that answer: flags, the primary's id, the ranges of its slots."""
    found = {}
    for name in NODES:
        try:
            with RedisWords(port_of(arena, name), timeout) as redis:
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


def replace_shard(arena):
    """SIGKILL to a shard's primary, which is away until a replica has taken over."""
    for _ in arena.rounds(5, 1):
        wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")
        start, old = time.monotonic(), not_of_people(arena)
        with beside(arena, old):
            arena.fleet.kill(old)
            arena.happened("processes ended")
            await_other_owner(arena, old)
        arena.fleet.start(old)
        arena.recovered(start)
        arena.breathe(2, 4)
    wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")


def freeze_shard(arena):
    """SIGSTOP to a shard's primary until its replica has taken over, and a little longer."""

    with contextlib.ExitStack() as meanwhile:

        def choose():
            old = not_of_people(arena)
            meanwhile.enter_context(beside(arena, old))
            return old

        def await_other(old):
            await_other_owner(arena, old)
            meanwhile.close()

        freeze_primaries(arena, is_whole, choose, await_other)


def not_of_people(arena):
    """A shard without which people can sign in."""
    return arena.random.choice([name for name in owners(arena) if name != owner_of(arena, "{tc}")])


def room_at(arena, prefix, name):
    """A room that this Redis has."""
    primaries = slots_of_primaries(arena)
    with RedisWords(arena.fleet.redis_port) as redis:
        return next(room for room in map((prefix + "-{}").format, range(1_000))
                    if owner_among(primaries, redis.ask("CLUSTER", "KEYSLOT", f"{{{room}}}")) == name)  # fmt: skip


@contextlib.contextmanager
def beside(arena, name):
    """Somebody writes into a room that another Redis has; how long they waited at most is kept."""
    room = room_at(arena, "beside", owner_of(arena, "{tc}"))
    with writing(arena.fleet.public_port(1), room) as writer:
        wait_for(lambda: writer.acknowledged, 60, "somebody writes on another shard")
        begun = time.monotonic()
        yield
        ended = time.monotonic()
    arena.happened("messages of other shards meanwhile", writer.count(begun, ended))
    arena.pauses.append(writer.longest_pause(begun, ended))


def others_go_on(arena, result):
    """A check: rooms of healthy shards have no pause of more than a second."""
    pause = max(arena.pauses, default=0)
    arena.say(f"rooms of other shards: a pause of {pause * 1000:.0f} ms at most")
    return [f"rooms of other shards had a pause of {pause * 1000:,.0f} ms, above 1,000"] if pause > 1 else []


def slots_of_primaries(arena):
    """{name: the ranges of its slots}, while all are well."""
    return {name: [(int(word.partition("-")[0]), int(word.rpartition("-")[2])) for word in words]
            for name, (flags, _, words) in nodes(arena, timeout=30).items() if "master" in flags and words}  # fmt: skip


def owner_of(arena, key):
    """The name of the primary that has a key."""
    return owner_among(slots_of_primaries(arena), ask(arena.fleet.redis_port, "CLUSTER", "KEYSLOT", key))


def owner_among(primaries, slot):
    return next(name for name, ranges in primaries.items() if any(first <= slot <= last for first, last in ranges))


def lose_shard(arena):
    """A shard without a replica away for five seconds, not that of the people: its rooms wait, the others go on."""
    for _ in arena.rounds(3, 1):
        name = not_of_people(arena)
        with beside(arena, name):
            start = time.monotonic()
            pid = arena.fleet.signal(name, signal.SIGSTOP)
            try:
                time.sleep(5)
            finally:
                os.kill(pid, signal.SIGCONT)
            arena.outages.append(time.monotonic() - start)
        arena.happened("shards away")
        arena.recovered(start)
        arena.breathe(2, 4)


def add_node(arena):
    """A node is added, gets all the slots of another, gives them back and is removed."""
    for _ in arena.rounds(2, 1):
        old = arena.random.choice(owners(arena))
        known = [store_at(port_of(arena, name)) for name in owners(arena)]
        options = ["--cluster-enabled", "yes", "--cluster-port", free_port(), "--cluster-node-timeout", 2000,
                   "--cluster-require-full-coverage", "no"]  # fmt: skip
        with Store(None, *options) as new:
            seed, count = f"127.0.0.1:{arena.fleet.redis_port}", sum(last - first + 1 for first, last in slots_of_primaries(arena)[old])
            cluster_work("add-node", f"127.0.0.1:{new.port}", seed)
            await_agreement(*known, new)
            first, second = (store.command("CLUSTER", "MYID") for store in (store_at(port_of(arena, old)), new))
            for giver, taker in ((first, second), (second, first)):
                cluster_work("reshard", seed, "--cluster-from", giver, "--cluster-to", taker, "--cluster-slots", count, "--cluster-yes")
                await_agreement(*known, new)
                arena.happened("slots moved", count)
                arena.breathe(1, 2)
            cluster_work("del-node", seed, second)
            await_agreement(*known)
        arena.happened("nodes added and removed")
        arena.recovered(time.monotonic())


FAULTS = [
    Fault("F26", "move-slots", "All slots of a shard moved to another and back", move_slots, Bound(4000, "wait"),
          {"slots moved": 2 * 5461}, fleet=CLUSTER),
    Fault("F26b", "kill-shard", "A shard's primary killed, back at once", kill_shard, Bound(6000, "wait"),
          {"processes ended": 1}, fleet=CLUSTER),
    Fault("F26c", "freeze-shard", "A shard's primary frozen, replicated messages", freeze_shard, Bound(6000, "wait"),
          {"failovers": 1, "primaries frozen": 1, "messages of other shards meanwhile": 5}, others_go_on, fleet=CLUSTER),
    Fault("F26d", "lose-shard", "A shard without a replica away for 5 s", lose_shard, Bound(4000, "wait", adds_outage=True),
          {"shards away": 1, "messages of other shards meanwhile": 30}, others_go_on, fleet=BARE_CLUSTER),
    Fault("F26f", "add-node", "A node added, all slots of a shard there and back, and removed", add_node, Bound(4000, "wait"),
          {"nodes added and removed": 1, "slots moved": 2 * 5461}, fleet=BARE_CLUSTER),
    Fault("F26g", "replace-shard", "A shard's primary killed, away until it is replaced", replace_shard, Bound(6000, "wait"),
          {"failovers": 1, "processes ended": 1, "messages of other shards meanwhile": 5}, others_go_on, fleet=CLUSTER),
]
