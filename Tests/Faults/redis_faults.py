"""Faults of Redis: killed, emptied, full, paused, its connections cut."""

import contextlib
import os
import shutil
import signal
import subprocess
import time

import redis_words
from arena import wait_for
from fault import Bound, Fault, without_strace
from redis_words import RedisWords, ask


def kill_redis(arena):
    """F7: SIGKILL to Redis, which starts again from its append-only file."""
    for _ in arena.rounds(20, 2):
        start = time.monotonic()
        arena.end("redis", signal.SIGKILL)
        wait_for(lambda: redis_words.is_ready(arena.fleet.redis_port), 120, "Redis is back")
        arena.outages.append(time.monotonic() - start)
        arena.recovered(start)
        arena.breathe()


def flush(arena):
    """F9: everything in Redis is gone; the instances put back what they hold."""
    for _ in arena.rounds(5, 1):
        start = time.monotonic()
        with RedisWords(arena.fleet.redis_port) as redis:
            before = redis.ask("DBSIZE")
            assert redis.ask("FLUSHALL") == "OK"
        arena.happened("keys gone", before)
        arena.recovered(start)
        arena.breathe(4, 6)


def told_of_reset(arena, result):
    return [] if result["gapsTold"] + result["rewinds"] else ["nobody was told that the history began anew"]


def cut_subscribers(arena):
    """F12: the connections on which the instances hear are closed by Redis, again and again."""
    for _ in arena.rounds(100, 10):
        start = time.monotonic()
        arena.happened("connections cut", ask(arena.fleet.redis_port, "CLIENT", "KILL", "TYPE", "pubsub"))
        arena.recovered(start)
        arena.breathe(0.3, 0.8)


def pause_redis(arena):
    """F14: Redis answers nothing, or no writes, for three seconds."""
    for _ in arena.rounds(5, 1):
        for kind in ("WRITE", "ALL"):
            start = time.monotonic()
            with RedisWords(arena.fleet.redis_port) as redis, RedisWords(arena.fleet.redis_port) as other:
                assert redis.ask("CLIENT", "PAUSE", 3000, kind) == "OK"
                other.ask("SET", "tc:fault", "1")
            took = time.monotonic() - start
            if took > 2.5:
                arena.happened(f"pauses of {kind}")
            arena.outages.append(took)
            arena.recovered(start)
            arena.breathe(2, 3)


def fill_redis(arena):
    """F15: Redis has no memory left for three seconds."""
    for _ in arena.rounds(5, 1):
        start = time.monotonic()
        with RedisWords(arena.fleet.redis_port) as redis:
            _, limit = redis.ask("CONFIG", "GET", "maxmemory")
            try:
                assert redis.ask("CONFIG", "SET", "maxmemory", 1) == "OK"
                time.sleep(3)
                if str(redis.ask("SET", "tc:fault", "1")).startswith("-OOM"):
                    arena.happened("writes refused")
            finally:
                redis.ask("CONFIG", "SET", "maxmemory", limit)
        arena.outages.append(time.monotonic() - start)
        arena.recovered(start)
        # Longer than the bound, so that each wait is for one outage.
        arena.breathe(2, 3)


# What fits on the small disk besides the data that is there already: bytes.
SPARE = 32 << 20


@contextlib.contextmanager
def small_disk(arena):
    """Redis's data on a small disk of its own."""
    folder = arena.fleet.folder / "redis"
    copy = arena.fleet.folder / "redis.copy"
    with contextlib.ExitStack() as undo:
        with redis_stopped(arena):
            shutil.copytree(folder, copy)
            size = SPARE + sum(file.stat().st_size for file in copy.rglob("*"))
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
            undo.callback(leave_small_disk, arena, folder, copy)
            shutil.copytree(copy, folder, dirs_exist_ok=True)
        yield


def leave_small_disk(arena, folder, copy):
    with redis_stopped(arena):
        shutil.rmtree(copy)
        shutil.copytree(folder, copy)
        subprocess.run(["umount", str(folder)], check=True)
        shutil.copytree(copy, folder, dirs_exist_ok=True)
        shutil.rmtree(copy)


@contextlib.contextmanager
def redis_stopped(arena):
    arena.fleet.stop("redis")
    try:
        yield
    finally:
        arena.fleet.start("redis")
        wait_for(lambda: redis_words.is_ready(arena.fleet.redis_port), 30, "Redis is back")


def fill_disk(arena):
    """F16: Redis's disk is full for a while."""
    seconds = arena.seconds(60, 6)
    for _ in arena.rounds(2, 1):
        start = time.monotonic()
        filler = arena.fleet.folder / "redis" / "filler"
        try:
            with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
                while True:
                    file.write(bytes(65536))
            wait_for(lambda: is_refusing(arena.fleet.redis_port), 15, "Redis refuses writes")
            arena.happened("writes refused")
            time.sleep(seconds)
        finally:
            os.unlink(filler)
        wait_for(lambda: not is_refusing(arena.fleet.redis_port), 15, "Redis takes writes")
        arena.outages.append(time.monotonic() - start)
        arena.recovered(start, 60 + seconds)
        # What waited is sent by now (the bound), and waits for one outage alone.
        arena.breathe(6, 8)


def stall_disk(arena):
    """F8: the disk takes five seconds for each fdatasync; then Redis is killed with what it had not written yet."""
    for _ in arena.rounds(10, 1):
        pid = arena.fleet.pid("redis")
        command = ["strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=fdatasync", "-e",
                   "inject=fdatasync:delay_enter=5000000", "-p", str(pid)]  # fmt: skip
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as tracer:
            wait_for(lambda: tracer_of(pid), 10, "strace holds Redis")
            wait_for(lambda: is_holding_writes_back(arena.fleet.redis_port), 20, "Redis holds writes back")
            arena.happened("delayed writes")
            start = time.monotonic()
            # strace 6.1 keeps a killed process a zombie until the delay is over, its ports open: that stall would be its own.
            arena.end("redis", signal.SIGKILL, then=tracer.kill)
        wait_for(lambda: redis_words.is_ready(arena.fleet.redis_port), 60, "Redis is back")
        arena.outages.append(time.monotonic() - start)
        arena.recovered(start)
        arena.breathe(3, 5)


def is_holding_writes_back(port):
    """Whether an fdatasync is under way and writes wait for its end; not only until the turn's."""
    facts = facts_of(port)
    return int(facts["aof_pending_bio_fsync"]) > 0 and int(facts["aof_buffer_length"]) > 0


def tracer_of(pid):
    with open(f"/proc/{pid}/status") as file:
        return int(next(line for line in file if line.startswith("TracerPid:")).split()[1])


def facts_of(port):
    return dict(line.split(":", 1) for line in ask(port, "INFO", "persistence").splitlines() if ":" in line)


def is_refusing(port):
    return str(ask(port, "SET", "tc:fault", "1")).startswith("-")


def without_mounts():
    return "" if os.geteuid() == 0 else "mounting a small disk takes root"


def was_refused(arena, result):
    return [] if result["wireErrors"].get("unavailable") else ["no client was told that Redis is full"]


FAULTS = [
    Fault("F7", "kill-redis", "Redis killed and restarted", kill_redis, Bound(1000, "wait", adds_outage=True),
          {"processes ended": 2}, is_short=True),
    Fault("F9", "flush-redis", "Redis emptied (FLUSHALL)", flush, Bound(5000), {"keys gone": 1}, told_of_reset),
    Fault("F12", "cut-subscribers", "Pub/sub connections cut (CLIENT KILL)", cut_subscribers, Bound(500),
          {"connections cut": 10}),
    Fault("F14", "pause-redis", "Redis pausing 3 s (CLIENT PAUSE)", pause_redis, Bound(500, "wait", adds_outage=True),
          {"pauses of WRITE": 1, "pauses of ALL": 1}),
    Fault("F15", "fill-redis", "Redis full 3 s (maxmemory)", fill_redis, Bound(1000, "wait", adds_outage=True),
          {"writes refused": 1}, was_refused),
    Fault("F16", "fill-disk", "Redis's disk full", fill_disk, Bound(5000, "wait", adds_outage=True),
          {"writes refused": 1}, was_refused, stage=small_disk, obstacle=without_mounts),
    Fault("F8", "stall-disk", "Redis killed while its disk stalls", stall_disk, Bound(1000, "wait", adds_outage=True),
          {"delayed writes": 1, "processes ended": 1}, obstacle=without_strace),
]
