"""F20: clocks that are wrong, an instance's and Redis's."""

import pathlib
import shutil
import time

from arena import wait_for
from fault import Bound, Fault, nobody_cut
from moved_clock import moved_by, write_seconds  # from Tests/Stack, by way of arena
from poller import Poller
from redis_words import ask

# An hour fast, two hours slow: seconds.
STEPS = (3_600, -7_200)


def told_the_time(folder):
    """Settings of a fleet whose instances and Redis see the time of day that is written down for them."""
    clocks = folder / "clocks"
    clocks.mkdir(exist_ok=True)
    return moved_by(clocks, folder)


def without_compiler():
    return "" if shutil.which("cc") else "there is no C compiler"


def set_clock(arena, name, seconds):
    """Sets the clock of an instance or of Redis, and waits until it is so: a clock that is as ever proves nothing."""
    pid = arena.fleet.pid(name)
    write_seconds(pathlib.Path(arena.fleet.environment["MOVED_CLOCK"]) / str(pid), seconds)
    wait_for(lambda: abs(clock_of(arena, name) - time.time() - seconds) < 60, 20, f"the clock of {name} is set")


def clock_of(arena, name):
    """What the time is to a process."""
    if name == "redis":
        return int(ask(arena.fleet.redis_port, "TIME")[0])
    with Poller(arena.fleet.public_port(int(name.rpartition("-")[2])), waits=False) as person:
        return person.poll(0, {"type": "ping", "id": "clock"})[1][0]["time"] / 1_000


def step_clocks(arena):
    """Now an instance's clock, now Redis's; each is right again after some seconds."""
    for _ in arena.rounds(3, 1):
        for name in (arena.instance(), "redis"):
            for seconds in STEPS:
                start = time.monotonic()
                set_clock(arena, name, seconds)
                arena.happened("clocks set")
                arena.breathe(2, 4)
                set_clock(arena, name, 0)
                arena.recovered(start)


FAULTS = [
    Fault("F20", "step-clocks", "Clocks an hour fast and two hours slow, an instance's and Redis's", step_clocks, Bound(1000),
          {"clocks set": 4}, nobody_cut, fleet=told_the_time, obstacle=without_compiler),
]  # fmt: skip
