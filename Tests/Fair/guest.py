#!/usr/bin/env python3
"""One anonymous guest at one address: what a load asks for, and what it is told.

A process of its own: prepares itself, `begin` starts the load, and its end is told.
"""

import asyncio
import itertools
import os
import time

import child
from caller import Caller, TurnedAway, sign_in
from link import Ended, Link, Refused
from words import Words

numbers = itertools.count(1)
# How long it pauses between requests, in seconds, and how many it makes after one.
PAUSE, MOST_AT_ONCE = 0.05, 25
# How much longer than its seconds one goes on that has to exceed something, and has been so slow that it was told nothing yet.
PATIENCE = 30


class Guest:
    """What all loads use. Whatever refuses it is noted; it goes on."""

    def __init__(self, spec):
        self.port, self.source, self.seconds, self.is_quick = spec["port"], spec["source"], spec["seconds"], spec["quick"]
        self.sources = itertools.cycle(spec.get("sources") or [self.source])
        self.words, self.figures, self.links, self.deadline = Words(), {}, [], 0.0
        self.crowd, self.tag, self.is_told = spec.get("crowd") or {}, spec["tag"], spec.get("is_told", False)

    def count(self, what, number=1):
        self.figures[what] = self.figures.get(what, 0) + number

    def begin(self):
        self.deadline = time.monotonic() + self.seconds

    @property
    def goes_on(self):
        late = time.monotonic() - self.deadline
        return late < (PATIENCE if self.is_told and not self.words.counts else 0)

    # -- its ways in --------------------------------------------------------------------------------------------------

    async def session(self, name=None):
        """A session; None where it gets none."""
        caller = Caller(self.port, next(self.sources))
        try:
            return await sign_in(caller, name or f"guest {self.tag} no {next(numbers)}")
        except TurnedAway as refusal:
            self.words.status(refusal.status, refusal.body)
        except (OSError, TimeoutError):
            self.words.note("lost", "", False)
        finally:
            caller.close()

    async def link(self, session=None, heard=None, **hello):
        """A connection that was welcomed; None where it was not."""
        def hear(object):
            if object["type"] == "error":
                self.words.error(object)
            elif heard:
                heard(object)

        link = None
        try:
            link = await Link.open(self.port, next(self.sources), hear)
            await link.ask("hello", version=1, **({"session": session} if session else {"name": f"guest {self.tag} no {next(numbers)}"}), **hello)
        except Ended as end:
            self.words.close(end.code, end.reason) if link else self.words.status(end.code, end.reason)
            return None
        except (Refused, OSError, TimeoutError):
            return None
        link.is_hasty = True
        self.links.append(link)
        return link

    async def links_of(self, count, session=None, **options):
        """Many connections of one session; as many as are let in."""
        made = []
        for start in range(0, count, 20):
            made += await asyncio.gather(*(self.link(session, **options) for _ in range(min(20, count - start))))
        return [link for link in made if link]

    async def ask(self, link, type, **fields):
        """The reply; None where it is refused."""
        try:
            return await link.ask(type, **fields)
        except (Refused, OSError, TimeoutError):
            return None

    async def insist(self, link, type, seconds=20, **fields):
        """The reply, however often it takes, within a time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and link.is_up:
            try:
                return await link.ask(type, **fields)
            except (Refused, OSError, TimeoutError):
                await asyncio.sleep(max(link.held_until - time.monotonic(), 0.05))
        return None

    async def press(self, link, pace, request):
        """Says `request()` as often as it is let: so many a second by the clock, waiting when told to."""
        begun, said = time.monotonic(), 0
        while self.goes_on and link.is_up:
            now = time.monotonic()
            if link.held_until > now:
                await asyncio.sleep(min(link.held_until - now + 0.001, self.seconds))
                begun, said = time.monotonic(), 0
                continue
            # Several at a time: a guest that is late makes up for it, but not for more than may be said at once.
            due = min(int((now - begun) * pace) + 1 - said, MOST_AT_ONCE)
            for _ in range(due):
                link.say(request())
            self.count("requests", due)
            said += due
            await asyncio.sleep(PAUSE)

    async def poll(self, caller, session, rooms, *requests, wait=0):
        """The objects of a poll; none where it is refused."""
        body = {"session": session, "rooms": rooms, "wait": wait, "requests": requests}
        try:
            status, _, objects = await caller.call("POST", "/poll", body)
        except (OSError, TimeoutError):
            self.words.note("lost", "", False)
            return []
        self.count("polls")
        if status != 200:
            self.words.status(status, objects)
            await asyncio.sleep(0.2)
            return []
        for object in objects:
            if object["type"] == "error":
                self.words.error(object)
        return objects

    # -- how it ended -------------------------------------------------------------------------------------------------

    def result(self):
        for link in self.links:
            self.count("bytes read", link.size)
            # Who does not hear can't be told.
            if not link.is_up and not link.is_deaf:
                self.words.close(link.code, link.reason)
        return {"figures": self.figures, "words": self.words.result()}


async def main(spec, parent):
    import loads

    # It has a machine of its own in truth, and takes no time away from the others' here.
    os.nice(10)
    guest = Guest(spec)
    load = loads.LOADS[spec["load"]](guest)
    await anext(load)
    parent.answer(ready=True)
    await parent.word()
    guest.begin()
    try:
        async with asyncio.timeout(spec["seconds"] + 60):
            await anext(load, None)
    except TimeoutError:
        guest.count("not ended in time")
    parent.answer(**guest.result())
    await parent.word()


if __name__ == "__main__":
    child.run(main)
