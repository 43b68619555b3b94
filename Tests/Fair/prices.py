#!/usr/bin/env python3
"""What each request costs Redis, and what is charged for it: infra/test-fair --prices calls this.

One Redis and one instance, both its own. What is read from rooms is read from rooms that the instance does not follow: they
were filled through another one, which has gone.
"""

import asyncio
import itertools
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "Stack"), str(TESTS / "Faults")]

from arena import is_served  # noqa: E402
from caller import Caller  # noqa: E402
from fleet import PROGRAMS, PROJECT  # noqa: E402
from link import Link, Refused  # noqa: E402
from ports import free_port  # noqa: E402
from redis_words import RedisWords, is_ready  # noqa: E402
from texts import LONGEST  # noqa: E402
from waiting import wait_for  # noqa: E402

SOURCE, TEXT = "127.0.0.1", "It is only a line, as people write them all night."
# Who asks, and who sits in the halls; how many ask at once: so few that Redis gets no more than a guest's requests together.
WORKERS, SITTERS, TOGETHER = 100, 300, 8
# Rooms of 128 short messages, of 200, of 8 of 16 KB, and one of 500; then rooms that only have members.
# How many of the directory are listed, and how many come back late.
COLD, SHELVES, VAULTS, ARCHIVE, HALLS, TABLES, LOUNGES = 150, 20, 10, 500, 15, 100, 40
LISTED, LATE = 50, 60
# How many take their identity to another device, and how many are signed in on several.
TRAVELLERS = 60
# Rooms that are governed, by one each.
COURTS = 10
# How long Redis is watched while nothing is asked, how long the presence of who came or went takes, how long a list of
# members is kept, and how often one may type. Seconds.
IDLE, SETTLED, KEPT, TYPED = 0.4, 1.2, 1.1, 2.1
# A price that is too low has a guest take more than their share: it is at least this part of the measure. It is at most so
# many times that, and some microseconds.
LEAST, MOST, SLACK = 0.5, 5, 20


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
    """Takes Redis's time and what is charged, for one kind of requests after the other."""

    def __init__(self, servers):
        self.servers, self.words = servers, RedisWords(servers.redis_port)
        # Of each kind: how many, and microseconds.
        self.taken = {}

    def used(self):
        fields = dict(line.split(":", 1) for line in self.words.ask("INFO", "cpu").splitlines() if ":" in line)
        return (float(fields["used_cpu_user"]) + float(fields["used_cpu_sys"])) * 1e6

    async def take(self, kind, asked, settled=0.0):
        """The replies of all that is asked, which counts as requests of this kind; what Redis does anyway is left out."""
        begun, used = time.monotonic(), self.used()
        await asyncio.sleep(IDLE)
        idle = (self.used() - used) / (time.monotonic() - begun)
        charged, begun, used = self.servers.charged(), time.monotonic(), self.used()
        replies = await ask_all(asked)
        await asyncio.sleep(settled)
        measured = self.used() - used - idle * (time.monotonic() - begun)
        charged = self.servers.charged() - charged
        before = self.taken.get(kind, (0, 0.0, 0.0))
        self.taken[kind] = (before[0] + len(replies), before[1] + measured, before[2] + charged)
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


class Questions:
    """All kinds of requests, each in a state in which it costs what it costs."""

    def __init__(self, servers, gauge):
        self.servers, self.gauge, self.links, self.workers, self.sitters = servers, gauge, [], [], []
        self.sessions, self.people, self.ids = [], [], {}

    async def open(self, count):
        links = await ask_all([lambda: Link.open(self.servers.port, SOURCE)] * count)
        for link in links:
            # What others write is not looked at.
            link.is_hasty = True
        self.links += links
        return links

    def close(self):
        for link in self.links:
            link.cut()

    def in_turn(self, rooms, type, **fields):
        """Each room asked for by the next of the workers."""
        return [asking(worker, type, room=room, **fields) for worker, room in zip(itertools.cycle(self.workers), rooms)]

    # -- before -------------------------------------------------------------------------------------------------------

    async def fill(self):
        """Rooms full of messages, through an instance that then goes."""
        links = await self.open(20)
        await ask_all([asking(link, "hello", version=1, name=f"writer {number}") for number, link in enumerate(links)])
        rooms = [*((f"cold-{number}", 128, TEXT) for number in range(COLD)), *((f"shelf-{number}", 200, TEXT) for number in range(SHELVES)),
                 *((f"vault-{number}", 8, LONGEST) for number in range(VAULTS)), ("archive", ARCHIVE, TEXT)]  # fmt: skip
        queue = iter(rooms)

        async def write(link):
            for room, count, text in queue:
                await ask_all([asking(link, "send", room=room, text=text, timeout=30)] * count, 100)

        await asyncio.gather(*(write(link) for link in links))
        # The directory is told every three seconds.
        async with asyncio.timeout(10):
            while len((await links[0].ask("rooms"))["rooms"]) < LISTED:
                await asyncio.sleep(0.1)
        self.close()
        self.links.clear()
        self.servers.begin_again()

    # -- one kind after the other -------------------------------------------------------------------------------------

    async def all(self):
        await self.fill()
        for questions in (self.say_hello, self.ask_for_nothing, self.read, self.return_late, self.come_and_go, self.write, self.type, self.sit):
            await questions()

    async def say_hello(self):
        links = await self.open(WORKERS + SITTERS)
        named = [asking(link, "hello", version=1, name=f"guest {number}") for number, link in enumerate(links)]
        welcomes = await self.gauge.take("hello by name", named)
        self.workers, self.sitters = links[:WORKERS], links[WORKERS:]
        self.sessions = [welcome["session"] for welcome in welcomes[:WORKERS]]
        self.people = [welcome["user"]["id"] for welcome in welcomes[:WORKERS]]
        self.ids = dict(zip(self.workers, self.people))
        returning = await self.open(WORKERS)
        told = [asking(link, "hello", version=1, session=session) for link, session in zip(returning, self.sessions)]
        await self.gauge.take("hello by session", told)
        for link in returning:
            link.cut()
        await self.use_codes()

    async def use_codes(self):
        """A code each, which brings a second device; then a list of both, and the end of one."""
        travellers = self.workers[:TRAVELLERS]
        codes = await self.gauge.take("device", [asking(worker, "device") for worker in travellers])
        phones = await self.open(TRAVELLERS * 2)
        right = [asking(phone, "hello", version=1, code=told["code"]) for phone, told in zip(phones, codes)]
        await self.gauge.take("hello by code", right)
        wrong = [refused(phone, "hello", version=1, code="00000-00000") for phone in phones[TRAVELLERS:]]
        for told in await self.gauge.take("hello by a wrong code", wrong):
            assert told["code"] == "unauthorized", f"a wrong code was answered with {told}"
        for told in await self.gauge.take("devices, 2 of them", [asking(worker, "devices") for worker in travellers * 4]):
            assert len(told["devices"]) == 2, f"{len(told['devices'])} devices"
        for told in await self.gauge.take("revoke of one", [asking(worker, "revoke", others=True) for worker in travellers]):
            assert told["ended"] == 1, f"{told['ended']} ended"
        for phone in phones:
            phone.cut()

    async def ask_for_nothing(self):
        await self.gauge.take("ping", [asking(worker, "ping") for worker in self.workers * 4])
        callers = [Caller(self.servers.port, SOURCE) for _ in self.sessions]

        def poll(caller, session):
            return lambda: caller.call("POST", "/poll", {"session": session, "rooms": {}, "wait": 0, "requests": []})

        for status, _, body in await self.gauge.take("poll for nothing", [poll(*one) for one in zip(callers, self.sessions)] * 8):
            assert status == 200, f"a poll was answered with {status} {body}"
        for caller in callers:
            caller.close()

    async def read(self):
        for listing in await self.gauge.take(f"rooms, {LISTED} of them", [asking(worker, "rooms", limit=LISTED) for worker in self.workers * 2]):
            assert len(listing["rooms"]) == LISTED, "the directory does not list what was filled"
        for kind, prefix, rooms, asked, limit in (("history of 50", "shelf", SHELVES, 400, 50), ("history of 200", "shelf", SHELVES, 200, 200),
                                                  ("history of 8 of 16 KB", "vault", VAULTS, 100, 8)):  # fmt: skip
            names = itertools.islice(itertools.cycle(f"{prefix}-{number}" for number in range(rooms)), asked)
            for page in await self.gauge.take(kind, self.in_turn(names, "history", limit=limit)):
                assert len(page["messages"]) == limit, f"a page of {len(page['messages'])}"
        for kind, prefix, rooms, asked in (("search of 128", "shelf", SHELVES, 200), ("search of 3 of 16 KB", "vault", VAULTS, 100)):
            names = itertools.islice(itertools.cycle(f"{prefix}-{number}" for number in range(rooms)), asked)
            for found in await self.gauge.take(kind, self.in_turn(names, "search", text="nowhere")):
                assert found["looked"] == int(kind.split()[2]), f"looked at {found['looked']}"

    async def return_late(self):
        """Each after a place of its own: equal reads are one."""
        pages = await ask_all([asking(self.workers[0], "history", room="archive", after=0, limit=LATE)])
        places = [message["position"] for message in pages[0]["messages"]]
        # Who sits there has the room followed.
        await self.sitters[0].ask("join", room="archive", limit=1)
        asked = [asking(worker, "join", room="archive", after=place) for worker, place in zip(self.workers, places)]
        for joined in await self.gauge.take("join after an old position", asked):
            assert joined["recovered"] and joined["missed"] >= ARCHIVE - LATE, f"it was not recovered: {joined}"
        await ask_all([asking(worker, "leave", room="archive") for worker in self.workers[:LATE]])
        await asyncio.sleep(SETTLED)

    async def come_and_go(self):
        rooms = [f"cold-{number}" for number in range(COLD)]
        await self.gauge.take("join of a cold room of 128", self.in_turn(rooms, "join"), SETTLED)
        for _ in range(2):
            await self.gauge.take("leave", self.in_turn(rooms, "leave"), SETTLED)
            await self.gauge.take("join of a warm room", self.in_turn(rooms, "join"), SETTLED)
        await ask_all(self.in_turn(rooms, "leave"))

    async def type(self):
        """In rooms of ten. One is heard every two seconds."""
        places = list(zip(self.workers + self.sitters, itertools.cycle(f"lounge-{number}" for number in range(LOUNGES))))
        await ask_all([asking(link, "join", room=room, limit=1) for link, room in places], 64)
        await asyncio.sleep(SETTLED)

        def typing(link, room):
            async def say():
                link.say({"type": "typing", "room": room})
                await link.ask("ping")

            return say

        for _ in range(2):
            await self.gauge.take("typing", [typing(*place) for place in places], 0.1)
            await asyncio.sleep(TYPED - IDLE)

    async def sit(self):
        """Members of ten and of three hundred. A room's list is kept for a second."""
        halls, tables = [f"hall-{number}" for number in range(HALLS)], [f"table-{number}" for number in range(TABLES)]
        await ask_all([asking(sitter, "join", room=hall, limit=1) for hall in halls for sitter in self.sitters], 64)
        groups = itertools.cycle(self.workers[start : start + 10] for start in range(0, WORKERS, 10))
        await ask_all([asking(worker, "join", room=table, limit=1) for table, group in zip(tables, groups) for worker in group], 64)
        await asyncio.sleep(SETTLED)
        for kind, rooms, count in (("members of 300", halls, 300), ("members of 10", tables, 10)):
            for _ in range(3):
                for told in await self.gauge.take(kind, self.in_turn(rooms, "members")):
                    assert told["count"] == count, f"{told['count']} members"
                await asyncio.sleep(max(KEPT - IDLE, 0))

    async def govern(self):
        """Whoever governs a new room is its owner. All are members there, whom each change looks through."""
        owners = [(worker, f"court-{number}") for number, worker in enumerate(self.workers[:COURTS])]
        for person in self.people:
            others = [asking(worker, "govern", room=room, user=person, role="member") for worker, room in owners if self.ids[worker] != person]
            await ask_all(others)
        topics = [asking(worker, "govern", room=room, set={"topic": f"topic {number}"}) for number in range(20) for worker, room in owners]
        await self.gauge.take(f"govern among {WORKERS}", topics)

    async def write(self):
        own = {worker: f"own-{number}" for number, worker in enumerate(self.workers)}
        await ask_all([asking(worker, "send", room=room, text=TEXT) for worker, room in own.items()])
        places = [(worker, room) for _ in range(6) for worker, room in own.items()]
        sent = await self.gauge.take("send of 50 characters", [asking(worker, "send", room=room, text=TEXT) for worker, room in places])
        await self.gauge.take("send of 16 KB", [asking(worker, "send", room=room, text=LONGEST) for worker, room in places[:200]])
        marked = [asking(worker, "read", room=room, position=reply["position"]) for (worker, room), reply in zip(places[:WORKERS], sent)]
        await self.gauge.take("read", marked, 0.1)
        await self.gauge.take("marks", [asking(worker, "marks") for worker in self.workers * 4])
        everybody = "\n".join(f"@guest {number}" for number in range(8))
        await self.gauge.take("send that mentions eight", [asking(worker, "send", room=room, text=everybody) for worker, room in places[:200]], 0.1)
        for told in await self.gauge.take("mentions", [asking(worker, "mentions") for worker in self.workers[:8] * 20]):
            assert len(told["items"]) == 50, f"{len(told['items'])} mentions"
        pairs = [asking(worker, "send", room=f"@guest {WORKERS + number}", text=TEXT) for number, worker in enumerate(self.workers)]
        await ask_all(pairs)
        await self.gauge.take("send to a person", pairs * 4)
        await self.govern()
        changes = (("react", {"reaction": "👍"}), ("edit", {"text": TEXT.upper()}), ("delete", {}))
        for kind, fields in changes:
            asked = [asking(worker, kind, room=room, seq=reply["position"], **fields) for (worker, room), reply in zip(places, sent)]
            await self.gauge.take(kind, asked)


def judged(taken):
    """The table, line by line, each with whether the price is fair."""
    yield f"{'request':28} {'requests':>8} {'measured µs':>12} {'charged µs':>12} {'ratio':>7}", True
    for kind, (count, measured, charged) in taken.items():
        measured, charged = max(measured / count, 0.0), charged / count
        is_fair = LEAST * measured <= charged <= MOST * measured + SLACK
        # Of what is next to nothing there is no ratio; nor need it be charged.
        is_nothing = measured < 2
        ratio = "-" if is_nothing else f"{charged / measured:.2f}"
        wrong = "" if is_fair or is_nothing and charged <= SLACK else "  too low" if charged < LEAST * measured else "  too high"
        yield f"{kind:28} {count:8,} {measured:12.1f} {charged:12.1f} {ratio:>7}{wrong}", not wrong


async def ask(servers):
    gauge = Gauge(servers)
    questions = Questions(servers, gauge)
    try:
        await questions.all()
    finally:
        questions.close()
    return gauge.taken


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    signal.signal(signal.SIGTERM, interrupt)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="prices-"))
    print(f"logs in {folder}", flush=True)
    begun = time.monotonic()
    with Servers(folder, {"quotas": "off"}) as servers:
        lines = list(judged(asyncio.run(ask(servers))))
    shutil.rmtree(folder)
    print(*(line for line, _ in lines), sep="\n")
    failed = sum(not is_fair for _, is_fair in lines)
    print(f"took {time.monotonic() - begun:.0f} s")
    print(f"{len(lines) - 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
