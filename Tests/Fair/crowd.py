#!/usr/bin/env python3
"""People at many addresses who make ready what a guest then goes for: rooms full of messages, people who only sit there, a
person with friends. A process of its own: prepares, and on `end` looks whether what was theirs is still there.
"""

import asyncio
import itertools

import child
from guest import Guest
from link import Link
from texts import BRIEF, LONGEST, SHORT

# Of the quiet rooms and the friends.
QUIET, FRIENDS = 20, 3


class Crowd(Guest):
    """Guests at addresses of their own, who ask for nothing unusual."""

    def __init__(self, spec):
        super().__init__(spec | {"source": "", "seconds": 0, "sources": [f"127.0.{8 + number // 200}.{1 + number % 200}" for number in range(600)]})
        self.named = itertools.count(1)
        self.told, self.checks = {}, []

    async def person(self, heard=None):
        """A new one, at the next address."""
        link = await Link.open(self.port, next(self.sources), heard)
        link.welcome = await link.ask("hello", version=1, name=f"crowd {self.tag} no {next(self.named)}")
        return link

    async def people(self, count):
        made = []
        for start in range(0, count, 20):
            made += await asyncio.gather(*(self.person() for _ in range(min(20, count - start))))
        return made

    async def must(self, link, type, **fields):
        reply = await self.insist(link, type, 40, **fields)
        if not reply:
            raise RuntimeError(f"the crowd could not {type}: {link.code} {self.words.result()}")
        return reply

    async def fill(self, rooms, messages, is_long=False):
        """Writes in rooms, each person a few messages: long ones four, short ones twenty."""
        share = 4 if is_long else 20
        writers = await self.people(max(1, rooms * messages // share))
        names = [f"full-{self.tag}-{number}" for number in range(rooms)]
        places = iter([name for name in names for _ in range(messages)])

        async def write(link):
            joined = set()
            for room in itertools.islice(places, share):
                if room not in joined:
                    joined.add(room)
                    await self.must(link, "join", room=room, limit=1)
                await self.must(link, "send", room=room, text=LONGEST if is_long else BRIEF)
            link.cut()

        for start in range(0, len(writers), 20):
            await asyncio.gather(*(write(link) for link in writers[start:start + 20]))
        self.told["rooms"] = names

    async def sit(self, people, room):
        """People who are in a room and silent."""
        self.sitting = await self.people(people)
        for start in range(0, people, 20):
            await asyncio.gather(*(self.must(link, "join", room=room, limit=1) for link in self.sitting[start:start + 20]))
        self.told["room"] = room
        self.checks.append(self.count_sitting)

    async def count_sitting(self):
        return {"people cut who only sat there": sum(not link.is_up for link in self.sitting)}

    async def talk_quietly(self):
        """Rooms in which somebody wrote, and that are empty now."""
        for link, number in zip(await self.people(QUIET), range(QUIET)):
            await self.must(link, "join", room=f"quiet-{self.tag}-{number}")
            await self.must(link, "send", room=f"quiet-{self.tag}-{number}", text=SHORT)
            link.cut()
        self.checks.append(self.count_quiet_rooms)

    async def count_quiet_rooms(self):
        """The directory is written to within seconds; so it is read again when all are still there."""
        missing = set()
        for _ in range(2):
            await asyncio.sleep(1.5)
            missing |= await self.missing_rooms()
        return {"quiet rooms that are not listed any more": len(missing)}

    async def missing_rooms(self):
        link, listed = await self.person(), set()
        for start in range(0, 10_000, 100):
            reply = await self.must(link, "rooms", **{"from": start, "limit": 100})
            listed |= {room["room"] for room in reply["rooms"]}
            if not reply["more"]:
                break
        link.cut()
        return {f"quiet-{self.tag}-{number}" for number in range(QUIET)} - listed

    async def make_friends(self):
        """A person who wrote to some others; whoever writes to her then is a stranger."""
        link = await self.person()
        friends = await self.people(FRIENDS)
        self.person_session, self.friends = link.welcome["session"], [friend.welcome["user"]["id"] for friend in friends]
        for friend in friends:
            room = f"@{friend.welcome['user']['name']}"
            await self.must(link, "join", room=room)
            await self.must(link, "send", room=room, text=SHORT)
        self.told["person"] = link.welcome["user"]["name"]
        link.cut()
        self.checks.append(self.count_friends)

    async def count_friends(self):
        """Who is told to her when she comes back."""
        told = set()
        link = await Link.open(self.port, next(self.sources), lambda object: told.add(object["with"]["id"]) if object["type"] == "direct" else None)
        await link.ask("hello", version=1, session=self.person_session)
        for _ in range(300):
            await asyncio.sleep(0.1)
            if set(self.friends) <= told:
                break
        return {"own conversations that are gone from her list": len(set(self.friends) - told)}


async def main(spec, parent):
    crowd = Crowd(spec)
    for name, options in spec["tasks"].items():
        await getattr(crowd, name)(**options)
    parent.answer(**crowd.told)
    while await parent.word():
        found = {}
        for check in crowd.checks:
            found |= await check()
        parent.answer(**found)


if __name__ == "__main__":
    child.run(main)
