"""The load of a store that somebody fills: a Redis filled by hand, nearly and then to its limit, and emptied again."""

import asyncio
import pathlib
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Faults"))

from caller import Caller  # noqa: E402
from link import Refused  # noqa: E402
from redis_words import RedisWords  # noqa: E402
from texts import SHORT  # noqa: E402

# How full by hand: where sign-in has to work, whatever else is refused; and the sizes with which the rest is filled.
NEARLY, STEPS = 0.95, (1 << 20, 65_536, 4_096, 256)
REFUSING = "tchatter_store_refusing 1"


class Filling:
    """Big values in Redis."""

    def __init__(self, port):
        self.redis, self.keys = RedisWords(port), []
        self.maximum = int(self.field("maxmemory"))

    def field(self, name):
        return next(line.split(":")[1] for line in self.redis.ask("INFO", "memory").splitlines() if line.startswith(name + ":"))

    def add(self, size):
        """One value more; whether Redis took it."""
        key = f"ballast-{len(self.keys)}"
        if str(self.redis.ask("SET", key, "x" * size)).startswith("-"):
            return False
        self.keys.append(key)
        return True

    def fill(self, share):
        """Up to a share of the limit, with ever smaller values."""
        for size in STEPS:
            missing = int(share * self.maximum) - int(self.field("used_memory"))
            for _ in range(missing // (size + size // 4)):
                if not self.add(size):
                    return

    def remove(self):
        for key in self.keys:
            self.redis.ask("DEL", key)


class Instance:
    """A person at one instance, past the balancer, who asks that instance how it is."""

    def __init__(self, guest, public, admin):
        self.guest, self.caller, self.admin = guest, Caller(public, "127.0.0.1"), Caller(admin, "127.0.0.1")
        self.public, self.link = public, None

    async def come(self):
        port, self.guest.port = self.guest.port, self.public
        self.link = await self.guest.link()
        self.guest.port = port
        await self.link.ask("join", room="attic")
        # A store that fills takes nothing in rooms without a message long before it refuses those of others.
        await self.link.ask("send", f"f{time.monotonic_ns()}", room="attic", text=SHORT)

    async def says_refusing(self):
        """Whether /health and the metric both do."""
        _, _, health = await self.caller.call("GET", "/health")
        _, _, metrics = await self.admin.call("GET", "/metrics")
        return health.get("redis") == "refusing" and REFUSING in metrics.splitlines()

    async def send(self):
        """Whether it was taken."""
        try:
            await self.link.ask("send", f"f{time.monotonic_ns()}", room="attic", text=SHORT)
            return True
        except Refused:
            return False

    async def send_on(self, seconds):
        """Sends, and looks after each refusal whether it is told."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not await self.send():
                self.guest.count("sends refused by a full store")
                if not await self.says_refusing():
                    self.guest.count("sends refused while /health or the metric did not say so")
            await asyncio.sleep(0.15)


async def fill_the_store(guest):
    """5."""
    filling = Filling(guest.crowd["redis"])
    instances = [Instance(guest, public, admin) for public, admin in guest.crowd["instances"]]
    for instance in instances:
        await instance.come()
    yield
    try:
        filling.fill(NEARLY)
        await asyncio.gather(*(instance.send_on(guest.seconds / 2) for instance in instances), sign_in_on(guest, guest.seconds / 2))
        filling.fill(1)
        await asyncio.gather(*(instance.send_on(guest.seconds / 2) for instance in instances), keep_full(filling, guest.seconds / 2))
    finally:
        filling.remove()
    begun = time.monotonic()
    while time.monotonic() < begun + 20 and not all([await instance.send() and not await instance.says_refusing() for instance in instances]):
        await asyncio.sleep(0.1)
    guest.figures["seconds until sends worked again"] = round(time.monotonic() - begun, 1)


async def keep_full(filling, seconds):
    """What is left, or what Redis gives back, is taken at once: so it is full by a few hundred bytes all the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for size in STEPS[2:]:
            for _ in range(300):
                if not filling.add(size):
                    break
        await asyncio.sleep(0.05)


async def sign_in_on(guest, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not await guest.session():
            guest.count("sign-ins refused below the limit")
        guest.count("sign-ins")
        await asyncio.sleep(0.2)


LOADS = {"fill_the_store": fill_the_store}
