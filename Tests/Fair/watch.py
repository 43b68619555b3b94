"""What is looked at while a row runs: Redis's time and memory, the instances' memory, and how HAProxy sees them."""

import csv
import pathlib
import sys
import threading
import time
import urllib.request

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "Stack"), str(TESTS / "Faults")]

from redis_words import RedisWords  # noqa: E402

PAUSE = 0.1


def resident(pid):
    """A process's memory in bytes; 0 once it has gone."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class RedisWatch:
    """Of one Redis: the share of its time since `begin`, and its memory at its peak."""

    def __init__(self, port):
        self.words, self.peak, self.lock = RedisWords(port), 0, threading.Lock()
        self.maximum = int(self.info()["maxmemory"])
        self.begin()

    def info(self):
        """The fields of INFO that are needed, as text."""
        with self.lock:
            text = self.words.ask("INFO", "cpu") + "\r\n" + self.words.ask("INFO", "memory")
        return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)

    def begin(self):
        found = self.info()
        self.begun, self.used = time.monotonic(), self.time_of(found)
        self.memory = int(found["used_memory"])

    def time_of(self, found):
        return float(found["used_cpu_user"]) + float(found["used_cpu_sys"])

    def look(self):
        found = self.info()
        self.peak = max(self.peak, int(found["used_memory"]))
        self.share = (self.time_of(found) - self.used) / max(time.monotonic() - self.begun, 0.001)


class Watch:
    """Looks ten times a second, from a thread of its own."""

    def __init__(self, arena):
        self.arena = arena
        self.redis = RedisWatch(arena.redis_port) if arena.redis_port else None
        self.pids = arena.instance_pids()
        self.memory = {pid: resident(pid) for pid in self.pids}
        self.peaks = dict(self.memory)
        self.downs = self.times_down()
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.look_on, daemon=True)
        self.thread.start()

    def begin_load(self):
        """From here on Redis's time counts."""
        if self.redis:
            self.redis.begin()

    def look_on(self):
        while not self.ends.wait(PAUSE):
            try:
                self.look()
            except (OSError, KeyError, ValueError):
                pass  # What does not answer is seen elsewhere.

    def look(self):
        if self.redis:
            self.redis.look()
        for pid in self.pids:
            self.peaks[pid] = max(self.peaks[pid], resident(pid))

    def times_down(self):
        """How often HAProxy found an instance down."""
        if not self.arena.statistics_port:
            return 0
        with urllib.request.urlopen(f"http://127.0.0.1:{self.arena.statistics_port}/;csv", timeout=10) as answer:
            rows = csv.DictReader(answer.read().decode().lstrip("# ").splitlines())
            return sum(int(row["chkdown"] or 0) for row in rows if row["pxname"] == "instances" and row["svname"] != "BACKEND")

    def end(self):
        """What was seen."""
        self.ends.set()
        self.thread.join(10)
        seen = {"instance": max(self.peaks.values()), "grown": max(self.peaks[pid] - self.memory[pid] for pid in self.pids),
                "downs": self.times_down() - self.downs, "ended": sum(resident(pid) == 0 for pid in self.pids)}
        if self.redis:
            redis = self.redis
            seen |= {"redis": redis.share, "memory": redis.peak / redis.maximum, "taken": (redis.peak - redis.memory) / redis.maximum}
        return seen
