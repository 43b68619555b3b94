"""F24: everything at random, up to two things at a time."""

import threading
import time

import balancing
import instances
import redis_faults
from fault import Bound, Fault

STRIKES = [instances.kill_instances, instances.freeze_instance, balancing.reload_balancer, balancing.kill_balancer,
           redis_faults.kill_redis, redis_faults.cut_subscribers, redis_faults.pause_redis, redis_faults.fill_redis]


def run_wild(arena):
    """One fault every 5 to 15 seconds."""
    arena.is_single = True
    end = time.monotonic() + (40 if arena.is_quick else 1800)
    threads = []
    while time.monotonic() < end:
        threads = [thread for thread in threads if thread.is_alive()]
        if len(threads) < 2:
            thread = threading.Thread(target=strike, args=(arena, arena.random.choice(STRIKES)), daemon=True)
            thread.start()
            threads.append(thread)
        time.sleep(arena.random.uniform(5, 15) if not arena.is_quick else arena.random.uniform(2, 6))
    for thread in threads:
        thread.join(120)
    arena.recovered(time.monotonic())


def strike(arena, what):
    """One of them; what it wants to strike may be down already."""
    arena.say(what.__name__)
    try:
        what(arena)
        arena.happened("strikes")
    except (AssertionError, OSError, ValueError) as error:
        arena.say(f"{what.__name__}: {error}")
        arena.happened("strikes into the void")


FAULTS = [
    Fault("F24", "monkey", "All of it at random for half an hour", run_wild, Bound(15_000), {"strikes": 4}),
]
