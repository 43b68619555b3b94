"""Faults of the ways between the processes: half open, slow, in crumbs."""

import contextlib
import time

from arena import wait_for
from fault import Bound, Fault, nobody_cut
from redis_words import RedisWords, is_ready
from relay import Relay

from ports import free_port  # from Tests/Stack, by way of arena


@contextlib.contextmanager
def relayed_redis(arena):
    """A relay on Redis's own port, and Redis behind it on another one."""
    front, back = arena.fleet.redis_port, free_port()
    move_redis(front, back)
    try:
        with Relay(back, front) as relay:
            arena.relay = relay
            drop_clients(back)
            wait_for(lambda: sum(link.is_subscriber for link in relay.links) >= arena.fleet.instances, 20,
                     "the instances come through the relay")
            yield
    finally:
        move_redis(back, front)
        drop_clients(front)
        wait_for(lambda: is_ready(front), 10, "Redis on its own port")


def move_redis(old, new):
    with RedisWords(old) as redis:
        answer = redis.ask("CONFIG", "SET", "port", new)
        assert answer == "OK", f"Redis does not move: {answer}"


def drop_clients(port):
    """Everybody has to connect anew."""
    with RedisWords(port) as redis:
        for kind in ("pubsub", "normal"):
            redis.ask("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")


@contextlib.contextmanager
def relayed_clients(arena):
    """A slow way from the clients to the balancer."""
    with Relay(arena.fleet.port) as relay:
        arena.relay, arena.port = relay, relay.port
        yield


def mute_subscribers(arena):
    """F13: what Redis publishes does not arrive any more, though the connections stay open; the first attempt at new
    ones is refused."""
    for _ in arena.rounds(10, 1):
        start = time.monotonic()
        muted = arena.relay.mute(lambda link: link.is_subscriber)
        arena.relay.refuses = True
        wait_for(lambda: all(link.is_over for link in muted), 30, "the instances give the deaf connections up")
        arena.happened("deaf connections given up", len(muted))
        arena.happened("bytes swallowed", sum(link.swallowed for link in muted))
        time.sleep(0.3)
        arena.relay.refuses = False
        arena.recovered(start)
        arena.breathe(2, 4)


def slow_redis(arena):
    """F19: 50 ms more to Redis, and 50 ms back."""
    arena.relay.delay = 0.05
    time.sleep(arena.seconds(60, 8))
    arena.happened("seconds of slowness", arena.seconds(60, 8))
    arena.relay.delay = 0
    arena.recovered(time.monotonic())


def steady(arena, result):
    wrong = [f"{result['losses']} connections were lost"] if result["losses"] else []
    if result["wait"]["p99"] > 600:
        wrong.append(f"wait p99 is {result['wait']['p99']:.0f} ms, above 600")
    return wrong


def slow_clients(arena):
    """F18: 200 ms ± 100 each way, then everything in crumbs of 16 bytes.

    Who comes back as a page that was loaded anew opens a connection, says hello and joins: six ways of at most 300 ms until
    it shows what was said since it began. That is the bound, and 100 ms for all that answers.
    """
    relay = arena.relay
    relay.delay, relay.jitter = 0.2, 0.1
    time.sleep(arena.seconds(60, 6))
    relay.delay = relay.jitter = 0
    relay.piece = 16
    time.sleep(arena.seconds(30, 4))
    relay.piece = 0
    arena.happened("seconds of slowness", arena.seconds(90, 10))
    arena.recovered(time.monotonic())


FAULTS = [
    Fault("F13", "deaf-subscribers", "Pub/sub connections half open", mute_subscribers, Bound(5000),
          {"deaf connections given up": 3, "bytes swallowed": 1}, stage=relayed_redis),
    Fault("F18", "slow-clients", "Slow ways to the clients (200 ± 100 ms, crumbs)", slow_clients, Bound(1900),
          {"seconds of slowness": 10}, nobody_cut, stage=relayed_clients, audit={"clients": 200, "churning": 20, "rate": 20}),
    Fault("F19", "slow-redis", "A slow way to Redis (100 ms)", slow_redis, Bound(1000, "wait"),
          {"seconds of slowness": 8}, steady, stage=relayed_redis),
]
