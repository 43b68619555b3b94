"""Loads that write much: messages, changes, rooms."""

import asyncio
import itertools
import math
import time

from caller import Caller
from texts import LONGEST, SHORT

numbers = itertools.count(1)


def message(room, text):
    return {"type": "send", "id": f"w{next(numbers)}", "room": room, "text": text}


async def delete_again_and_again(guest):
    """2: a message that was deleted, after many long edits."""
    room = guest.crowd["room"]
    session = await guest.session()
    first, *others = await guest.links_of(30, session)
    await guest.insist(first, "join", room=room, limit=1)
    sent = await guest.insist(first, "send", room=room, text=LONGEST)
    for _ in range(17):
        await guest.insist(first, "edit", seconds=5, room=room, seq=sent["position"], text=LONGEST)
    await guest.insist(first, "delete", room=room, seq=sent["position"])
    for link in others:
        await guest.ask(link, "join", room=room, limit=1)
    yield
    requests = ({"type": "delete", "id": f"d{number}", "room": room, "seq": sent["position"]} for number in itertools.count())
    await asyncio.gather(*(burst_and_press(guest, link, 28, 10, lambda: next(requests)) for link in others))


async def burst_and_press(guest, link, burst, pace, request):
    """What may be said at once, and from then on at the pace."""
    for _ in range(burst):
        if link.is_up and guest.goes_on:
            link.say(request())
            guest.count("requests")
    await guest.press(link, pace, request)


async def write_long(guest):
    """4, 17: the longest messages, as many as are let through, by several sessions over many connections. Nobody is in the
    rooms, so that nothing has to be read."""
    links = []
    for _ in range(10):
        session = await guest.session()
        links += await guest.links_of(8, session) if session else []
    yield
    requests = ({"type": "send", "id": f"w{number}", "room": f"heap-{number % 20}", "text": LONGEST} for number in itertools.count())
    await asyncio.gather(*(burst_and_press(guest, link, 5, 10, lambda: next(requests)) for link in links))


async def make_rooms(guest):
    """4: rooms in which nobody ever writes, by poll and by joining and leaving."""
    sessions = [session for session in [await guest.session() for _ in range(10)] if session]
    links = await guest.links_of(10)
    yield
    calls = itertools.count()

    async def go_on(session):
        caller = Caller(guest.port, guest.source)
        while guest.goes_on:
            call = next(calls)
            await guest.poll(caller, session, {f"empty-{call}-{number}": None for number in range(100)})

    def turn(link):
        rooms = itertools.chain.from_iterable(({"type": kind, "room": f"empty-{id(link)}-{number}"} for kind in ("join", "leave"))
                                              for number in itertools.count())
        return guest.press(link, 48, lambda: next(rooms))

    await asyncio.gather(*(go_on(session) for session in sessions), *(turn(link) for link in links))


async def write_on_many_connections(guest):
    """10: one session's short messages over fifty connections. What gets through is counted after the first burst."""
    session = await guest.session()
    stored = []
    links = await guest.links_of(50, session, heard=lambda object: stored.append(object["type"] == "sent"))
    yield
    # The second half begins when the first is over, however late that is.
    guest.deadline = math.inf
    writing = [asyncio.create_task(guest.press(link, 14, lambda: message("crossroads", SHORT))) for link in links]
    # The bursts of the connections, or of the user, are used up by then; what comes then is the rate.
    await asyncio.sleep(guest.seconds / 2)
    before, begun = sum(stored), time.monotonic()
    guest.deadline = begun + guest.seconds / 2
    await asyncio.gather(*writing)
    guest.figures["messages a second of one user"] = round((sum(stored) - before) / (time.monotonic() - begun), 1)


async def spend_on_every_instance(guest):
    """10: one session that goes past the balancer, so that each instance has a share of what it writes and of the rooms it
    opens. Its quota is one, whatever it has of each."""
    session, ports = await guest.session(), [public for public, _ in guest.crowd["instances"]]
    stored, opened = [], []
    links = []
    for port in ports:
        guest.port = port
        links += await guest.links_of(2, session, heard=lambda object: object["type"] == "sent" and stored.append(object))
    yield
    begun = asyncio.get_running_loop().time()
    calls = itertools.count()

    async def open_rooms(port):
        caller = Caller(port, guest.source)
        while guest.goes_on:
            rooms = {f"opened-{guest.tag}-{next(calls)}-{number}": None for number in range(10)}
            told = await guest.poll(caller, session, rooms)
            opened.extend(object for object in told if object["type"] == "joined")
            await asyncio.sleep(0.1)

    await asyncio.gather(*(guest.press(link, 14, lambda: message("crossing", SHORT)) for link in links), *(open_rooms(port) for port in ports))
    guest.figures["messages a second of one user"] = round(len(stored) / (asyncio.get_running_loop().time() - begun), 1)
    guest.figures["new rooms of one user"] = len(opened)


async def write_as_strangers(guest):
    """12: each of two hundred and ten writes once to the same person."""
    room = f"@{guest.crowd['person']}"
    yield

    async def write(number):
        link = await guest.link()
        if not link:
            return guest.count("strangers turned away")
        sent = await guest.ask(link, "send", id=f"s{number}", room=room, text=SHORT)
        guest.count("strangers heard" if sent else "strangers refused")
        guest.links.remove(link)
        link.cut()

    for start in range(0, 210, 15):
        await asyncio.gather(*(write(number) for number in range(start, start + 15)))


LOADS = {load.__name__: load for load in (delete_again_and_again, write_long, make_rooms, write_on_many_connections, spend_on_every_instance,
                                           write_as_strangers)}
