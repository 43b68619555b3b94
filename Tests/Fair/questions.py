"""All kinds of requests, each in a state in which it costs what it costs."""

import asyncio
import base64
import hmac
import itertools
import json
import time

from caller import Caller
from courts import Courts
from gauge import IDLE, SETTLED, ask_all, asking, refused
from link import Link
from texts import LONGEST

SOURCE, TEXT = "127.0.0.1", "It is only a line, as people write them all night."
# Who asks, and who sits in the halls.
WORKERS, SITTERS = 100, 300
# Rooms of 128 short messages, of 200, of 8 of 16 KB, and one of 500; then rooms that only have members.
# How many of the directory are listed, and how many come back late.
COLD, SHELVES, VAULTS, ARCHIVE, HALLS, TABLES, LOUNGES = 150, 20, 10, 500, 15, 100, 40
LISTED, LATE = 50, 60
# How many take their identity to another device, and how many are signed in on several.
TRAVELLERS = 60
# How long a list of members is kept, and how often one may type. Seconds.
KEPT, TYPED = 1.1, 2.1
# What is done, one after the other, and which types of requests are measured by it.
MEASURED = {
    "say_hello": "hello",
    "use_codes": "hello device devices revoke",
    "use_tokens": "hello renew",
    "ask_for_nothing": "ping",
    "read": "rooms history search",
    "return_late": "join",
    "come_and_go": "join leave",
    "write": "send read marks mentions react edit delete",
    "lead": "govern report reports resolve invite join",
    "type": "typing",
    "sit": "members",
}
# What an application signs with that has this chat, and how long its people stay, signed in and then longer. Seconds.
SECRET, STAY, LONGER = "the secret of this application's chat", 600, 1_200


def signed(user, seconds):
    """An application's token."""
    claims = {"sub": user, "name": user, "exp": int(time.time()) + seconds}
    text = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "HS256"}, claims))
    return (text + b"." + base64.urlsafe_b64encode(hmac.digest(SECRET.encode(), text, "sha256")).rstrip(b"=")).decode()


class Questions:
    """All kinds of requests, each in a state in which it costs what it costs."""

    def __init__(self, servers, gauge):
        self.servers, self.gauge, self.links, self.workers, self.sitters = servers, gauge, [], [], []
        self.sessions, self.people, self.ids = [], [], {}

    async def open(self, count):
        links = await ask_all([lambda: Link.open(self.servers.instance.port, SOURCE)] * count)
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
        for name in MEASURED:
            await getattr(self, name)()

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

    async def use_tokens(self):
        """People of an application, who stay for longer."""
        links = await self.open(WORKERS)
        users = [f"user {number}" for number in range(WORKERS)]
        told = [asking(link, "hello", version=1, token=signed(user, STAY)) for link, user in zip(links, users)]
        await self.gauge.take("hello by token", told)
        await self.gauge.take("renew", [asking(link, "renew", token=signed(user, LONGER)) for link, user in zip(links, users)])
        for link in links:
            link.cut()

    async def ask_for_nothing(self):
        await self.gauge.take("ping", [asking(worker, "ping") for worker in self.workers * 4])
        callers = [Caller(self.servers.instance.port, SOURCE) for _ in self.sessions]

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

    async def lead(self):
        await Courts(self).all()

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
        changes = (("react", {"reaction": "👍"}), ("edit", {"text": TEXT.upper()}), ("delete", {}))
        for kind, fields in changes:
            asked = [asking(worker, kind, room=room, seq=reply["position"], **fields) for (worker, room), reply in zip(places, sent)]
            await self.gauge.take(kind, asked)
