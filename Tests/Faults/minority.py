"""F26e: a cluster's primary, and an instance beside it, cut off from all other nodes, and back."""

import collections
import configparser
import contextlib
import http.client
import json
import os
import re
import time

from arena import wait_for
from clusters import CLUSTER, NODES, await_other_owner, is_whole, others_go_on, owner_of, owners, port_of, room_at
from crossing import Crossing, inside, network
from fault import Bound, Fault
from namespaces import obstacle
from redis_words import RedisWords, is_ready
from writers import Person, writing

from process import Process  # from Tests/Stack, by way of arena

# A primary of infra/up's that is not the first: that one has the people's slot.
EXILE = "redis-3"
# What an instance needs at most to see that nothing of the others comes any more, beside what they take to replace a primary.
TOLD_WITHIN = 30


@contextlib.contextmanager
def split(arena):
    """A Redis and the last instance move into a network of their own, with all ways to the others and from them."""
    fleet, name = arena.fleet, f"tf{os.getpid() % 100000}"
    instance = fleet.names[-1]
    nodes = [node for node in NODES if node != EXILE]
    inner = [*ports_of_node(arena, EXILE), fleet.public_port(fleet.instances), fleet.admin_port(fleet.instances)]
    outer = [port for node in nodes for port in ports_of_node(arena, node)]
    wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")
    with network(name):
        for process in (instance, EXILE):
            fleet.stop(process)
        try:
            with Crossing(name, inner, outer) as arena.crossing, exiled(arena, EXILE, name), exiled(arena, instance, name):
                arena.recovered(time.monotonic())
                wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")
                yield
        finally:
            for process in (EXILE, instance):
                fleet.start(process)
            wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")


def ports_of_node(arena, node):
    """Where clients find it, and where the other nodes do."""
    return port_of(arena, node), arena.fleet.port + 320 + NODES.index(node) + 1


@contextlib.contextmanager
def exiled(arena, process, network):
    """A process of the fleet, as its supervisor starts it, but in that network."""
    folder = arena.fleet.folder
    supervised = configparser.RawConfigParser()
    supervised.read(folder / "supervisor.conf")
    program = supervised[f"program:{process}"]
    settings = dict(re.findall(r'(TCHATTER_\w+)="([^"]*)"', program["environment"].replace("%%", "%")))
    command = ["ip", "netns", "exec", network, *program["command"].replace("%%", "%").split()]
    running = Process(command, folder / "log" / f"{process}-exiled.log", os.environ | settings, cwd=folder)
    running.start()
    try:
        if process == EXILE:
            wait_for(lambda: is_ready(port_of(arena, EXILE)), 60, f"{process} in its network")
        yield
    finally:
        running.end(30)


def make_primary(arena):
    """Has the exile be the primary of its shard, by the cluster's own way without a loss."""
    wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")

    def is_primary():
        if EXILE in owners(arena):
            return True
        with RedisWords(port_of(arena, EXILE)) as redis:
            redis.ask("CLUSTER", "FAILOVER")
        return False

    wait_for(is_primary, 60, f"{EXILE} is a primary")
    wait_for(lambda: is_whole(arena), 60, "replicas that are up to date")
    arena.recovered(time.monotonic())


def health_inside(arena):
    """(Status, reason) as the instance tells those beside it."""
    connection = http.client.HTTPConnection("127.0.0.1", arena.fleet.admin_port(arena.fleet.instances), timeout=5)
    try:
        with inside(arena.crossing.name):
            connection.connect()
        connection.request("GET", "/health")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()).get("reason", "")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def cut_off(arena):
    """Nothing passes between both sides until the others have another primary, and some seconds more."""
    for _ in arena.rounds(5, 1):
        make_primary(arena)
        cut_off_once(arena)
        arena.breathe(2, 4)


def cut_off_once(arena):
    room, other = room_at(arena, "minority", EXILE), room_at(arena, "elsewhere", owner_of(arena, "{tc}"))
    last = arena.fleet.public_port(arena.fleet.instances)
    with Person(arena.fleet.public_port(1)) as reader:
        reader.join(room)
        with (
            writing(last, room, arena.crossing.name) as beside,
            writing(arena.fleet.public_port(1), room) as across,
            writing(arena.fleet.public_port(1), other) as elsewhere,
        ):
            wait_for(lambda: beside.acknowledged and across.acknowledged and elsewhere.acknowledged, 60, "all are answered")
            arena.crossing.hold()
            cut = time.monotonic()
            try:
                status, reason = wait_for(lambda: (told := health_inside(arena))[0] == 503 and told, TOLD_WITHIN, "the instance says so")
                arena.happened("instances that said so")
                arena.say(f"{status} after {time.monotonic() - cut:.1f} s: {reason}")
                await_other_owner(arena, EXILE)
                wait_for(lambda: across.count(since=cut) > 10, 60, "the other side goes on")
                time.sleep(4)
            finally:
                mended = time.monotonic()
                arena.crossing.release()
            arena.outages.append(mended - cut)
            arena.recovered(mended)
            # Those beside it go on, too.
            wait_for(lambda: beside.count(since=mended) > 3, 60, "those who were cut off are answered again")
        judge(arena, room, reader, (beside, across), (cut, mended))
    arena.happened("primaries cut off")
    arena.happened("messages of its rooms on the other side meanwhile", across.count(cut, mended))
    arena.happened("messages of other shards meanwhile", elsewhere.count(cut, mended))
    arena.pauses.append(elsewhere.longest_pause(cut, mended))


def judge(arena, room, reader, writers, times):
    """What was acknowledged is there once and in order, on either side; nothing was in the minority meanwhile."""
    (beside, _), (cut, mended) = writers, times
    early = [text for text, begun, ended in beside.acknowledged if begun > cut and ended < mended]
    assert not early, f"acknowledged in a minority: {early}"
    refused = sum(cut < begun < mended for _, begun in beside.refused)
    arena.happened("messages refused in the minority", refused)
    for writer in writers:
        writer.send_again()
    wanted = {text for writer in writers for text, *_ in [*writer.acknowledged, *writer.refused]}
    wait_for(lambda: reader.poll(0) and wanted <= set(reader.texts), 60, lambda: f"in the room: {sorted(wanted - set(reader.texts))}")
    doubled = [text for text, count in collections.Counter(reader.texts).items() if count > 1]
    assert not doubled, f"doubled: {doubled}"
    for writer in writers:
        texts = [text for text, *_ in writer.acknowledged]
        assert [text for text in reader.texts if text in set(texts)] == texts, "reordered"


FAULTS = [
    Fault("F26e", "minority", "A shard's primary and an instance cut off from all others", cut_off, Bound(6000, "wait"),
          {"primaries cut off": 1, "failovers": 1, "instances that said so": 1, "messages refused in the minority": 1,
           "messages of its rooms on the other side meanwhile": 10, "messages of other shards meanwhile": 30}, others_go_on,
          fleet=CLUSTER, stage=split, obstacle=obstacle),
]
