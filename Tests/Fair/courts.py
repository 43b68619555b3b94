"""What is asked of rooms that somebody leads."""

import asyncio
import itertools

from gauge import SETTLED, ask_all, asking

# Rooms that are governed, by one each; how many messages there are that can be reported, and how many guests each invites.
COURTS, CASES, GUESTS = 10, 10, 10
# How often each owner changes and asks something.
CHANGES = 20


class Courts:
    """What the workers and the sitters of all questions do in such rooms."""

    def __init__(self, questions):
        self.questions, self.gauge = questions, questions.gauge
        self.owners, self.cases = [], {}

    async def all(self):
        self.owners = [(worker, f"court-{number}") for number, worker in enumerate(self.questions.workers[:COURTS])]
        for questions in (self.found, self.govern, self.report, self.invite):
            await questions()

    def by_owners(self, type, count=CHANGES, **fields):
        return [asking(worker, type, room=room, **fields) for _ in range(count) for worker, room in self.owners]

    async def found(self):
        """Whoever governs a new room is its owner. All are members there, whom each change looks through."""
        ids = self.questions.ids
        for person in self.questions.people:
            others = [asking(worker, "govern", room=room, user=person, role="member") for worker, room in self.owners if ids[worker] != person]
            await ask_all(others)

    async def govern(self):
        topics = [asking(worker, "govern", room=room, set={"topic": f"topic {number}"}) for number in range(CHANGES) for worker, room in self.owners]
        await self.gauge.take(f"govern among {len(self.questions.workers)}", topics)

    async def report(self):
        """So many report so much that each list is as long as one may be; its owner reads it, and takes off one message after the other."""
        sent = await ask_all([asking(worker, "send", room=room, text="Order!") for _ in range(CASES) for worker, room in self.owners])
        for (_, room), reply in zip(itertools.cycle(self.owners), sent):
            self.cases.setdefault(room, []).append(reply["position"])
        workers = self.questions.workers[COURTS:]
        asked = [asking(worker, "report", room=room, position=self.cases[room][number % CASES], reason="It is not in order.")
                 for _, room in self.owners for number, worker in enumerate(workers)]  # fmt: skip
        await self.gauge.take("report", asked)
        for told in await self.gauge.take("reports, 50 of them", self.by_owners("reports")):
            assert len(told["items"]) == 50, f"{len(told['items'])} reports"
        resolved = [asking(worker, "resolve", room=room, position=self.cases[room][number]) for number in range(CASES) for worker, room in self.owners]
        await self.gauge.take("resolve", resolved)

    async def invite(self):
        """Rooms that are closed by now, to which each owner invites some who sit elsewhere."""
        await ask_all(self.by_owners("govern", 1, set={"mode": "closed"}))
        told = await self.gauge.take("invite", self.by_owners("invite"))
        words = {reply["room"]: reply["invitation"] for reply in told}
        guests = iter(self.questions.sitters)
        asked = [asking(next(guests), "join", room=room, invitation=words[room]) for _ in range(GUESTS) for _, room in self.owners]
        await self.gauge.take("join by invitation", asked, SETTLED)
        await ask_all([asking(guest, "leave", room=room) for (_, room), guest in zip(itertools.cycle(self.owners), self.questions.sitters[: len(asked)])])
        await asyncio.sleep(SETTLED)
