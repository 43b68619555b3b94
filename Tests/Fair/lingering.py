"""Loads by connections that stay: silent, deaf, restless, or without a session."""

import asyncio
import itertools
import time

from caller import Caller
from link import Ended, Link, Refused
from texts import SHORT

numbers = itertools.count(1)
# A second.
CONNECTIONS = 50


async def be_in_many_rooms(guest):
    """9: silent connections in as many rooms each as they may be in."""
    count = 300 if guest.is_quick else 1_700
    links = []
    while len(links) < count:
        begun = time.monotonic()
        fresh = await guest.links_of(min(100, count - len(links)))
        links += fresh
        if not fresh:
            break
        # No more than the balancer lets in of one address.
        await asyncio.sleep(max(begun + len(fresh) / CONNECTIONS - time.monotonic(), 0) if count > 500 else 0)
    guest.figures["connections"] = len(links)
    for start in range(0, len(links), 20):
        await asyncio.gather(*(enter(guest, link, 100) for link in links[start:start + 20]))
    yield
    await asyncio.sleep(guest.seconds)
    guest.figures["connections that were held"] = sum(link.is_up for link in links)


async def enter(guest, link, rooms):
    """Joins rooms that nobody else knows; what is refused is not tried again."""
    for number in range(rooms):
        if not link.is_up:
            return
        link.say({"type": "join", "room": f"silent-{next(numbers)}", "limit": 1} | ({"id": "last"} if number == rooms - 1 else {}))
    # The last reply comes when the others have been dealt with.
    await asyncio.sleep(0.05)


async def say_hello_after_the_end(guest):
    """11: a connection that was opened with a session which ends before `hello`."""
    yield
    caller = Caller(guest.port, guest.source)
    for number in range(5):
        name = f"once {guest.tag} no {number}"
        session = await guest.session(name)
        fields = [("Origin", f"http://127.0.0.1:{guest.port}"), ("Cookie", f"tchatter_session={session}")]
        link = await Link.open(guest.port, guest.source, fields=fields)
        await caller.call("DELETE", "/session", fields=fields)
        successor = await guest.session(name)
        try:
            await link.ask("hello", version=1)
            guest.count("welcomed although the session had ended")
        except Refused as refusal:
            guest.words.error(refusal.reply)
        except Ended as end:
            guest.words.close(end.code, end.reason)
        guest.count("sessions that ended", bool(successor))
        link.cut()


async def be_a_nuisance(guest):
    """Held, and must go on holding: joining and leaving, typing, pings, and connections that read nothing, all at once."""
    leaping, typing, pinging, deaf = [await guest.links_of(count) for count in (10, 10, 10, 10)]
    for link in typing + deaf:
        await guest.ask(link, "join", room="square", limit=1)
    yield

    def leaps():
        rooms = itertools.cycle([{"type": "join", "room": "square", "limit": 1}, {"type": "leave", "room": "square"}])
        return lambda: next(rooms)

    for link in deaf:
        link.turn_deaf()
    texts = ({"type": "send", "id": f"n{number}", "room": "square", "text": SHORT} for number in itertools.count())
    await asyncio.gather(
        *(guest.press(link, 100, leaps()) for link in leaping),
        *(guest.press(link, 100, lambda: {"type": "typing", "room": "square"}) for link in typing),
        *(ping(guest, link) for link in pinging),
        # Somebody has to say what the deaf do not hear.
        *(guest.press(link, 8, lambda: next(texts)) for link in deaf),
    )


async def ping(guest, link):
    """A thousand control frames without a pause, and again."""
    while guest.goes_on and link.is_up:
        for _ in range(200):
            link.ping(b"x" * 125)
        guest.count("pings", 200)
        await asyncio.sleep(0.05)


LOADS = {load.__name__: load for load in (be_in_many_rooms, say_hello_after_the_end, be_a_nuisance)}
