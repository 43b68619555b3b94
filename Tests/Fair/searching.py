#!/usr/bin/env python3
"""What people who search cost those who chat: infra/test-fair --searching calls this.

One Redis and one instance, with the quotas that they have by default. People chat in rooms of three; now they are alone, now others, ten if nothing else is said,
search all rooms of a hundred at once, as fast as they are answered. Each of those must find all that was put there to be found.
"""

import argparse
import asyncio
import itertools
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "Stack"), str(TESTS / "Faults")]

from gauge import Gauge, Servers, ask_all, asking  # noqa: E402
from link import Link, Refused  # noqa: E402
from prices import interrupt  # noqa: E402

ROOMS, CHATTERS, AT_TABLE = 100, 30, 3
# Each says so many a second; one in so many of what is stored is sought.
PACE, RARITY = 4, 50
WORDS = "the night is long and nobody sleeps Größe Привет 日本語 ภาษาไทย مرحبا while we talk of nothing at all".split()
# Those who chat wait so many times as long, at most.
MOST = 2


def percentile(times, part):
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] * 1_000


class Arena:
    def __init__(self, servers, options):
        self.servers, self.options, self.rounds = servers, options, {False: [], True: []}
        self.links, self.times, self.parts, self.searches = [], None, 0, 0

    async def open(self, source, name, heard=None):
        link = await Link.open(self.servers.instance.port, source, heard)
        self.links.append(link)
        await link.ask("hello", version=1, name=name)
        return link

    async def fill(self):
        links = [await self.open("127.0.0.1", f"writer {number}") for number in range(10)]
        chance, rooms = random.Random(1), iter(range(ROOMS))

        def text(number):
            words = " ".join(chance.choices(WORDS, k=12))
            return f"{words} NEEDLE {number}" if number % RARITY == 0 else words

        async def write(link):
            for room in rooms:
                texts = (text(number) for number in range(self.options.messages))
                await ask_all([asking(link, "send", room=f"shelf-{room}", text=each, timeout=60) for each in texts], 100)

        await asyncio.gather(*map(write, links))
        for link in self.links:
            link.cut()
        self.links.clear()

    async def chat(self, link, room):
        await asyncio.sleep(random.random() / PACE)
        while True:
            link.say({"type": "send", "id": f"m{next(numbers)}", "room": room, "text": str(time.monotonic())})
            await asyncio.sleep(1 / PACE)

    def heard(self, object):
        if object["type"] == "message" and self.times is not None:
            self.times.append(time.monotonic() - float(object["text"]))

    async def search(self, link, number):
        """All rooms one after the other, again and again."""
        for room in itertools.islice(itertools.cycle(range(ROOMS)), number * ROOMS // self.options.searchers, None):
            found, reply = 0, {"before": None}
            while "before" in reply:
                before = {"before": reply["before"]} if reply["before"] else {}
                try:
                    reply = await link.ask("search", timeout=60, room=f"shelf-{room}", text="needle", limit=200, **before)
                except Refused as refused:
                    if refused.reply.get("code") != "rate_limited":
                        raise
                    await asyncio.sleep(refused.reply.get("retryAfter", 1_000) / 1_000)
                    continue
                found += len(reply["messages"])
                self.parts += 1
            expected = len(range(0, self.options.messages, RARITY))
            assert found == expected, f"{found} of {expected} found in shelf-{room}"
            self.searches += 1

    async def run(self):
        await self.fill()
        self.servers.instance.set(quotas="on")
        self.servers.begin_again()
        chatters = [await self.open(f"127.0.1.{number + 1}", f"person {number}", self.heard) for number in range(CHATTERS)]
        searchers = [await self.open(f"127.0.2.{number + 1}", f"seeker {number}") for number in range(self.options.searchers)]
        talks = []
        for number, link in enumerate(chatters):
            room = f"table-{number // AT_TABLE}"
            await link.ask("join", room=room, limit=1)
            talks.append(asyncio.create_task(self.chat(link, room)))
        for _ in range(self.options.rounds):
            for is_searched in (False, True):
                seekers = [asyncio.create_task(self.search(*one)) for one in zip(searchers, itertools.count())] if is_searched else []
                self.times = []
                await asyncio.wait([*talks, *seekers], timeout=self.options.seconds, return_when=asyncio.FIRST_EXCEPTION)
                self.rounds[is_searched].append(self.times)
                self.times = None
                await end(seekers)
        await end(talks)
        return await self.cost(searchers)

    async def cost(self, searchers):
        """Microseconds of Redis and of the instance for a part, while nothing else is done."""
        gauge = Gauge(self.servers)
        rooms = [f"shelf-{number % ROOMS}" for number in range(200)]
        asked = [asking(link, "search", room=room, text="needle", limit=200) for link, room in zip(itertools.cycle(searchers), rooms)]
        replies = await gauge.take("search", asked)
        ((count, redis, instance, _),) = gauge.taken.values()
        return redis / count, instance / count, sum(reply["looked"] for reply in replies) / count


numbers = itertools.count()


async def end(tasks):
    """Raises what one of them has failed with."""
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


def main():
    parser = argparse.ArgumentParser(prog="infra/test-fair --searching", description=__doc__)
    parser.add_argument("--messages", type=int, default=300, help="of each room; 300")
    parser.add_argument("--rounds", type=int, default=2, help="of both, without and with those who search; 2")
    parser.add_argument("--seconds", type=float, default=4, help="each; 4")
    parser.add_argument("--searchers", type=int, default=10, help="how many people search; 10")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupt)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="searching-"))
    print(f"logs in {folder}", flush=True)
    with Servers(folder, "4gb", quotas="off") as servers:
        arena = Arena(servers, options)
        redis, instance, looked = asyncio.run(arena.run())
    shutil.rmtree(folder)
    quiet, searched = (list(itertools.chain(*arena.rounds[which])) for which in (False, True))
    for words, rounds, all_times in (("alone", arena.rounds[False], quiet), (f"beside {options.searchers} who search", arena.rounds[True], searched)):
        each = ", ".join(f"{percentile(times, 0.99):.1f}" for times in rounds)
        print(f"{words}: {len(all_times):,} deliveries, p50 {percentile(all_times, 0.5):.1f} ms, p99 {percentile(all_times, 0.99):.1f} ms ({each})")
    # Whoever searches has a share of the store's time, which is good for some rooms a second.
    assert arena.searches >= options.searchers * options.rounds, f"only {arena.searches} rooms were searched"
    ratio = percentile(searched, 0.99) / percentile(quiet, 0.99)
    print(f"{arena.searches:,} rooms of {options.messages:,} messages searched in {arena.parts:,} requests, all found; p99 {ratio:.2f} times as long")
    print(f"a request of {looked:.0f} entries: Redis {redis:.0f} µs, instance {instance:.0f} µs")
    print("1 passed, 0 failed" if ratio <= MOST else "0 passed, 1 failed")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
