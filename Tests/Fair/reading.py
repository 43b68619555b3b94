"""Loads that have the store read much for few words."""

import asyncio
import itertools
import time

from caller import Caller


async def ask_for_history(guest):
    """1: pages of a room full of long messages, over few connections that hardly read."""
    links = await guest.links_of(4)
    (room,) = guest.crowd["rooms"]
    for link in links:
        await guest.ask(link, "join", room=room, limit=1)
    yield
    for link in links:
        # Half of them never read, half only now and then.
        link.turn_deaf()
    requests = ({"type": "history", "id": f"h{number}", "room": room, "limit": 200} for number in itertools.count())
    await asyncio.gather(*(guest.press(link, 45, lambda: next(requests)) for link in links), *(read_slowly(guest, link) for link in links[::2]))


async def read_slowly(guest, link):
    while guest.goes_on and link.is_up:
        link.transport.resume_reading()
        await asyncio.sleep(0.02)
        link.turn_deaf()
        await asyncio.sleep(0.2)


def inventions(position):
    """The same place with another message's identity, and now and then in a history that never was; each only once, since
    what is asked twice at the same time is read once."""
    for number in itertools.count():
        if number % 4:
            yield f"{position.rpartition('.')[0]}.invented{number}"
        else:
            yield f"never{number}.{position.partition('.')[2]}"


async def first_position(guest, link, room):
    """Of the oldest message that a page shows."""
    await guest.ask(link, "join", room=room, limit=1)
    page = await guest.ask(link, "history", room=room, after=0, limit=1)
    return page["messages"][0]["position"]


async def join_after_invented(guest):
    """3: over WebSockets."""
    links = await guest.links_of(24)
    (room,) = guest.crowd["rooms"]
    position = await first_position(guest, links[0], room)
    words = inventions(position)
    yield
    for link in links[4:]:
        # What is not taken is not sent either, but has been read.
        link.turn_deaf()
    await asyncio.gather(*(read_slowly(guest, link) for link in links[4:]), *(guest.press(link, 48, lambda: {"type": "join", "room": room, "after": next(words), "limit": 200}) for link in links))


async def poll_after_invented(guest):
    """3: by poll, many rooms a call."""
    link = await guest.link()
    places = {room: inventions(await first_position(guest, link, room)) for room in guest.crowd["rooms"]}
    sessions = [session for session in [await guest.session() for _ in range(12)] if session]
    yield

    async def go_on(session):
        caller = Caller(guest.port, guest.source)
        while guest.goes_on:
            await guest.poll(caller, session, {room: next(words) for room, words in places.items()})
            await asyncio.sleep(0.01)

    await asyncio.gather(*(go_on(session) for session in sessions))


async def ask_for_members(guest):
    """6: who is in a room of three hundred, over many connections."""
    links = await guest.links_of(100)
    room = guest.crowd["room"]
    yield
    await asyncio.gather(*(guest.press(link, 48, lambda: {"type": "members", "id": "m", "room": room}) for link in links))


async def invent_rooms_by_poll(guest):
    """8: so many new rooms that the directory has no place for others."""
    sessions = [session for session in [await guest.session() for _ in range(10)] if session]
    calls = iter(range(300))
    # As many calls as told, whatever the time; but not for ever.
    yield
    guest.deadline = max(guest.deadline, time.monotonic() + 20)

    async def go_on(session):
        caller = Caller(guest.port, guest.source)
        for call in calls:
            if not guest.goes_on:
                break
            await guest.poll(caller, session, {f"new-{call}-{number}": None for number in range(100)})

    await asyncio.gather(*(go_on(session) for session in sessions))


LOADS = {load.__name__: load for load in (ask_for_history, join_after_invented, poll_after_invented, ask_for_members, invent_rooms_by_poll)}
