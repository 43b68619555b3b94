"""A Redis and an instance of their own, and what requests to them take of the time of both."""

import asyncio
import contextlib
import pathlib
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "Stack"), str(TESTS / "Faults")]

from instance import Instance  # noqa: E402
from link import Refused  # noqa: E402
from redis_words import RedisWords  # noqa: E402
from store import Store  # noqa: E402

# How many ask at once: so few that Redis gets no more than a guest's requests together.
TOGETHER = 8
# How long both are watched while nothing is asked: seconds.
IDLE = 0.4
# How long the presence of who came or went takes: seconds.
SETTLED = 1.2


class Servers:
    """A Redis and an instance; use it in a `with`."""

    def __init__(self, folder, memory="256mb", **settings):
        self.store = Store(None, "--maxmemory", memory, "--maxmemory-policy", "noeviction")
        settings = {"message_rate": 0, "max_connections": 2000, "log_level": "warning"} | settings
        self.instance = Instance(folder, "instance", self.store.port, **settings)

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.store)
            stack.enter_context(self.instance)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def begin_again(self):
        """The instance, which follows no room then."""
        self.instance.kill()
        self.instance.start()
        self.instance.await_ready()

    def charged(self):
        """What was charged since the instance began, in microseconds."""
        return self.instance.metric("store_time_charged_seconds_total") * 1e6


class Gauge:
    """Takes Redis's time, the instance's, and what is charged, for one kind of requests after the other."""

    def __init__(self, servers):
        self.servers, self.words = servers, RedisWords(servers.store.port)
        # Of each kind: how many, and microseconds of Redis, of the instance, and charged.
        self.taken = {}

    def used(self):
        """What Redis and the instance have worked until now: microseconds."""
        fields = dict(line.split(":", 1) for line in self.words.ask("INFO", "cpu").splitlines() if ":" in line)
        redis = float(fields["used_cpu_user"]) + float(fields["used_cpu_sys"])
        threads = pathlib.Path(f"/proc/{self.servers.instance.pid}/task").glob("*/schedstat")
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
