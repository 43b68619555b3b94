"""A Redis and an instance of their own, and what requests to them take of the time of both."""

import asyncio
import os
import pathlib
import subprocess
import sys
import time
import urllib.request

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "Stack"), str(TESTS / "Faults")]

from arena import is_served  # noqa: E402
from fleet import PROGRAMS, PROJECT  # noqa: E402
from link import Refused  # noqa: E402
from ports import free_port  # noqa: E402
from redis_words import RedisWords, is_ready  # noqa: E402
from waiting import wait_for  # noqa: E402

# How many ask at once: so few that Redis gets no more than a guest's requests together.
TOGETHER = 8
# How long both are watched while nothing is asked: seconds.
IDLE = 0.4
# How long the presence of who came or went takes: seconds.
SETTLED = 1.2


class Servers:
    """A Redis and an instance, which can be put in another one's place."""

    def __init__(self, folder, settings, memory="256mb"):
        self.folder, self.settings, self.memory = folder, settings, memory
        self.redis_port, self.port, self.admin = free_port(), 0, 0
        self.processes = []

    def __enter__(self):
        try:
            redis = ["redis-server", "--port", self.redis_port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--maxmemory",
                     self.memory, "--maxmemory-policy", "noeviction"]
            self.start(redis, lambda: is_ready(self.redis_port))
            self.begin()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, command, is_up):
        with open(self.folder / f"{pathlib.Path(command[0]).name}.log", "ab") as log:
            settings = {name: value for name, value in os.environ.items() if not name.startswith("TCHATTER_")}
            process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=settings,
                                       cwd=self.folder)
        self.processes.append(process)
        wait_for(lambda: process.poll() is not None or is_up(), 10, f"{command[0]} answers")
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended: see {log.name}")

    def begin(self):
        self.port, self.admin = free_port(), free_port()
        options = {"listen": f"127.0.0.1:{self.port}", "admin-listen": f"127.0.0.1:{self.admin}", "redis-url": f"redis://127.0.0.1:{self.redis_port}",
                   "message-rate": 0, "max-connections": 2000, "log-level": "warning", "public": PROJECT / "Public"} | self.settings
        self.start([PROGRAMS / "tchatter", *(f"--{name}={value}" for name, value in options.items())], lambda: is_served(self.port, "/health"))

    def begin_again(self):
        """Another instance, which follows no room."""
        self.end(self.processes.pop())
        self.begin()

    def charged(self):
        """What was charged since the instance began, in microseconds."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics", timeout=5) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith("tchatter_store_time_charged_seconds_total"):
                    return float(line.split()[-1]) * 1e6
        raise LookupError("the instance does not tell what it charged")

    def end(self, process):
        process.kill()
        process.wait()

    def stop(self):
        for process in reversed(self.processes):
            self.end(process)


class Gauge:
    """Takes Redis's time, the instance's, and what is charged, for one kind of requests after the other."""

    def __init__(self, servers):
        self.servers, self.words = servers, RedisWords(servers.redis_port)
        # Of each kind: how many, and microseconds of Redis, of the instance, and charged.
        self.taken = {}

    def used(self):
        """What Redis and the instance have worked until now: microseconds."""
        fields = dict(line.split(":", 1) for line in self.words.ask("INFO", "cpu").splitlines() if ":" in line)
        redis = float(fields["used_cpu_user"]) + float(fields["used_cpu_sys"])
        threads = pathlib.Path(f"/proc/{self.servers.processes[-1].pid}/task").glob("*/schedstat")
        return redis * 1e6, sum(int(thread.read_text().split()[0]) for thread in threads) / 1e3

    async def take(self, kind, asked, settled=0.0):
        """The replies of all that is asked, which counts as requests of this kind, whose first word is their type; what both do
        anyway is left out."""
        begun, used = time.monotonic(), self.used()
        await asyncio.sleep(IDLE)
        idle = [(now - before) / (time.monotonic() - begun) for now, before in zip(self.used(), used)]
        charged, begun, used = self.servers.charged(), time.monotonic(), self.used()
        replies = await ask_all(asked)
        await asyncio.sleep(settled)
        elapsed = time.monotonic() - begun
        measured = [now - before - rest * elapsed for now, before, rest in zip(self.used(), used, idle)]
        new = (len(replies), *measured, self.servers.charged() - charged)
        self.taken[kind] = tuple(before + more for before, more in zip(self.taken.get(kind, (0, 0.0, 0.0, 0.0)), new))
        return replies


async def ask_all(asked, together=TOGETHER):
    """The replies of all, a few at a time, in the order in which they were given."""
    places = asyncio.Semaphore(together)

    async def ask(one):
        async with places:
            return await one()

    return await asyncio.gather(*(ask(one) for one in asked))


def asking(link, type, **fields):
    return lambda: link.ask(type, **fields)


def refused(link, type, **fields):
    async def ask():
        try:
            return await link.ask(type, **fields)
        except Refused as refusal:
            return refusal.reply

    return ask
