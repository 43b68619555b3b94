#!/usr/bin/env python3
"""Ordinary people, who write and read in rooms of ten, over WebSockets and long-poll, and tell how it went.

A process of its own: `begin` starts what counts, `end` settles and tells.
"""

import asyncio
import collections
import itertools
import random
import time

import child
from caller import Caller, sign_in
from link import Ended, Link, Refused
from verdict import enough

# For how long a message may be under way before it is lost, and a reply before there is none.
SETTLING, TIMEOUT = 60, 10
numbers = itertools.count(1)


class Tally:
    """What counts, from `begin` on."""

    def __init__(self):
        self.is_on, self.begun = False, 0.0
        self.refused, self.cut, self.newcomers_refused = (collections.Counter() for _ in range(3))
        self.latencies, self.waits = [], []
        self.doubled = self.newcomers = 0

    def begin(self):
        self.is_on, self.begun = True, time.monotonic()

    def count(self, counter, word):
        if self.is_on:
            counter[word] += 1


class Message:
    """One message: when it was sent first, whether it was acknowledged, and who has it at which position."""

    def __init__(self, id, room, author, counts):
        self.id, self.room, self.author, self.counts = id, room, author, counts
        self.begun, self.is_stored, self.seen = time.monotonic(), False, {}


class Room:
    def __init__(self, name):
        self.name, self.people, self.messages = name, [], {}


class Person:
    """Who is in one room, writes there now and then, and comes back when cut."""

    def __init__(self, office, name, room, source):
        self.office, self.name, self.room, self.source = office, name, room, source
        self.tally, self.port = office.tally, office.port
        self.position, self.session = None, None
        room.people.append(self)

    def saw(self, object):
        """A message or another event of the room. A receipt is none: between its place and the last one seen there may be others' messages."""
        if object.get("room") != self.room.name or object["type"] == "sent":
            return
        self.position = object.get("position", self.position)
        message = self.room.messages.get(object["id"]) if object["type"] == "message" else None
        if not message:
            return
        position = object["position"]
        is_repeated = self.is_repeated(message)
        if self.name not in message.seen:
            message.seen[self.name] = position
            if message.counts and message.author != self.name:
                self.tally.latencies.append(1_000 * (time.monotonic() - message.begun))
        elif (is_repeated or position != message.seen[self.name]) and message.counts:
            self.tally.doubled += 1

    async def write_on(self, interval):
        """Writes until it is enough: as often on average as told, at random times."""
        while self.office.goes_on:
            await asyncio.sleep(random.uniform(0, 2 * interval))
            if self.office.goes_on:
                message = Message(f"m{next(numbers)}", self.room.name, self.name, self.tally.is_on)
                self.room.messages[message.id] = message
                await self.deliver(message)

    async def deliver(self, message):
        """Sends it until it is stored, as clients do; each refusal counts."""
        text = f"{self.name} says {message.id}, as people do."
        for _ in range(5):
            try:
                await self.send(message.id, text)
                message.is_stored = True
                if message.counts:
                    self.tally.waits.append(1_000 * (time.monotonic() - message.begun))
                return
            except Refused as refusal:
                self.tally.count(self.tally.refused, refusal.reply["code"])
                await asyncio.sleep(min(refusal.reply.get("retryAfter", 1_000), 2_000) / 1_000)
            except TimeoutError:
                self.tally.count(self.tally.refused, "no answer")
            except ConnectionError:
                await asyncio.sleep(0.3)


class Listener(Person):
    """Over a WebSocket."""

    link = None

    def is_repeated(self, message):
        """Whether it has come over this connection; after another join it may come once more, at the same position."""
        is_known = message.id in self.on_link
        self.on_link.add(message.id)
        return is_known

    async def come(self):
        self.on_link = set()
        self.link = await Link.open(self.port, self.source, self.saw)
        welcome = await self.link.ask("hello", version=1, **({"session": self.session} if self.session else {"name": self.name}))
        self.session = self.session or welcome["session"]
        await self.link.ask("join", room=self.room.name, **({"after": self.position} if self.position else {"limit": 1}))

    async def stay(self):
        """Comes back whenever the connection ends."""
        while True:
            await asyncio.wait([self.link.ended])
            if not self.office.is_there:
                return
            self.tally.count(self.tally.cut, f"closed {self.link.code or 'without a word'}")
            await self.come_back()

    async def come_back(self):
        while self.office.is_there:
            try:
                return await self.come()
            except (OSError, Refused, TimeoutError) as problem:
                self.tally.count(self.tally.cut, f"not let in: {reason_of(problem)}")
                await asyncio.sleep(0.5)

    async def send(self, id, text):
        await self.link.ask("send", id, TIMEOUT, room=self.room.name, text=text)

    def leave(self):
        if self.link:
            self.link.cut()


class Poller(Person):
    """Where WebSockets are blocked."""

    def is_repeated(self, _):
        """A poll whose answer was lost brings the same once more."""
        return False

    async def come(self):
        self.waiting, self.sending = Caller(self.port, self.source), Caller(self.port, self.source)
        self.session = await sign_in(self.sending, self.name, attempts=3)
        await self.poll(self.waiting, 0, {"type": "join", "id": "join", "room": self.room.name, "limit": 1})

    async def poll(self, caller, wait, *requests):
        """The objects that were answered; Ended for another status."""
        rooms = {self.room.name: self.position} if caller is self.waiting and self.position else {}
        body = {"session": self.session, "rooms": rooms, "wait": wait, "requests": requests}
        status, _, objects = await caller.call("POST", "/poll", body)
        if status != 200:
            raise Ended(status, str(objects))
        for object in objects:
            if object["type"] == "joined":
                self.position = object["position"]
            elif object["type"] != "error":
                self.saw(object)
        return objects

    async def stay(self):
        while self.office.is_there:
            try:
                await self.poll(self.waiting, 5_000)
            except (OSError, TimeoutError) as problem:
                if self.office.is_there:
                    self.tally.count(self.tally.cut, f"poll: {reason_of(problem)}")
                    await asyncio.sleep(0.5)

    async def send(self, id, text):
        try:
            async with asyncio.timeout(TIMEOUT):
                request = {"type": "send", "id": id, "room": self.room.name, "text": text}
                replies = [object for object in await self.poll(self.sending, 0, request) if object.get("id") == id and object["type"] != "message"]
        except Ended as end:
            raise Refused({"code": f"status {end.code}", "message": end.reason}) from end
        if not replies:
            raise TimeoutError
        if replies[0]["type"] == "error":
            raise Refused(replies[0])

    def leave(self):
        pass


def reason_of(problem):
    if isinstance(problem, Refused):
        return problem.reply["code"]
    return str(getattr(problem, "code", None) or type(problem).__name__)


class Office:
    """All of them."""

    def __init__(self, spec):
        self.spec, self.port, self.tally = spec, spec["port"], Tally()
        self.goes_on = self.is_there = True
        self.name = f"{spec['prefix']}-{spec['tag']}"
        self.rooms = [Room(f"{self.name}-{number}") for number in range(spec["rooms"])]
        sources = itertools.cycle(spec["addresses"])
        kinds = [Poller] * spec["polling"] + [Listener] * (spec["people"] - spec["polling"])
        self.people = [kind(self, f"{self.name} person {number}", self.rooms[number % len(self.rooms)], next(sources))
                       for number, kind in enumerate(kinds)]
        self.tasks = []

    async def come(self):
        """Everybody, some at a time."""
        for start in range(0, len(self.people), 10):
            await asyncio.gather(*(person.come() for person in self.people[start:start + 10]))
        for person in self.people:
            self.tasks += [asyncio.create_task(person.stay()), asyncio.create_task(person.write_on(self.spec["interval"]))]
        if self.spec.get("newcomers"):
            self.tasks.append(asyncio.create_task(self.welcome_newcomers()))

    async def welcome_newcomers(self):
        """Somebody new each second, from other addresses: signing in has to go on for everybody."""
        for number in itertools.count():
            caller = Caller(self.port, f"127.0.7.{1 + number % 20}")
            try:
                status, _, body = await caller.call("POST", "/session", {"name": f"newcomer {number} {self.name}"}, timeout=5)
                problem = None if status == 201 else f"status {status}"
            except (OSError, TimeoutError) as failure:
                problem = reason_of(failure)
            self.tally.newcomers += self.tally.is_on
            if problem:
                self.tally.count(self.tally.newcomers_refused, problem)
            caller.close()
            await asyncio.sleep(1)

    def missing(self):
        """Acknowledged messages that somebody in the room has not got."""
        return sum(person.name not in message.seen for room in self.rooms for message in room.messages.values()
                   if message.counts and message.is_stored for person in room.people)

    def messages(self):
        """Those that count."""
        return [message for room in self.rooms for message in room.messages.values() if message.counts]

    async def settle(self):
        """Stops writing and waits until all have everything. Whoever got no time to write on a busy machine writes first."""
        least = enough(len(self.people), time.monotonic() - self.tally.begun, self.spec["interval"])
        deadline = time.monotonic() + SETTLING
        while time.monotonic() < deadline and len(self.messages()) < least:
            await asyncio.sleep(0.05)
        self.goes_on = False
        deadline = time.monotonic() + SETTLING
        while time.monotonic() < deadline and (self.missing() or self.undecided()):
            await asyncio.sleep(0.05)
        self.is_there = False

    def undecided(self):
        return sum(not message.is_stored for message in self.messages())

    def result(self):
        tally, messages = self.tally, self.messages()
        return {
            "people": len(self.people), "sent": len(messages), "stored": sum(message.is_stored for message in messages),
            "received": len(tally.latencies), "refused": dict(tally.refused), "cut": dict(tally.cut), "lost": self.missing(),
            "undecided": self.undecided(), "doubled": tally.doubled, "newcomers": tally.newcomers,
            "newcomers_refused": dict(tally.newcomers_refused),
        } | {f"p{share}": percentile(tally.latencies, share) for share in (50, 99, 100)}  # fmt: skip


def percentile(values, share):
    """In ms; None where there are none."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) * share // 100, len(ordered) - 1)], 1) if ordered else None


async def main(spec, parent):
    office = Office(spec)
    await office.come()
    parent.answer(ready=len(office.people))
    while word := await parent.word():
        if word == "begin":
            office.tally.begin()
            parent.answer(begun=True)
        elif word == "end":
            await office.settle()
            parent.answer(**office.result())


if __name__ == "__main__":
    child.run(main)
