"""A relay between two TCP ports of this machine that can be made slow, deaf or unwilling."""

import asyncio
import random
import socket
import struct
import threading


class Link:
    """One relayed connection."""

    def __init__(self, near, far):
        self.near, self.far = near, far
        # What came first from the client: enough to tell what kind of connection it is.
        self.beginning = b""
        self.is_mute = False
        self.swallowed = 0
        self.is_over = False

    @property
    def is_subscriber(self):
        return b"SUBSCRIBE" in self.beginning.upper()


class Relay:
    """Listens on a port and relays to another one; use it in a `with`. Its switches work at once."""

    def __init__(self, target, port=0):
        self.target, self.port = target, port
        self.delay = self.jitter = 0.0
        # Bytes that are written at a time; 0: as they come.
        self.piece = 0
        self.refuses = False
        self.links = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        start = asyncio.start_server(self.accept, "127.0.0.1", self.port, backlog=1024)
        self.server = asyncio.run_coroutine_threadsafe(start, self.loop).result(10)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.close(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    async def close(self):
        self.server.close()
        for link in self.links:
            reset(link.near)
            reset(link.far)
        await asyncio.sleep(0.1)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    # -- switches -----------------------------------------------------------------------------------------------------

    def mute(self, which):
        """From now on nothing more comes back over those of the present connections; they stay open.

        How many they are.
        """
        chosen = [link for link in self.links if not link.is_over and which(link)]
        for link in chosen:
            link.is_mute = True
        return chosen

    # -- relaying -----------------------------------------------------------------------------------------------------

    async def accept(self, reader, near):
        if self.refuses:
            return reset(near)
        try:
            back, far = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            return reset(near)
        link = Link(near, far)
        self.links.append(link)
        await asyncio.gather(self.carry(reader, far, link, is_up=True), self.carry(back, near, link, is_up=False))
        link.is_over = True

    async def carry(self, reader, writer, link, is_up):
        """One direction, in order; what is delayed does not hold up what comes behind it."""
        line = asyncio.Queue(256)
        carrier = asyncio.ensure_future(self.deliver(line, writer, link, is_up))
        try:
            while data := await reader.read(65536):
                if is_up and len(link.beginning) < 4096:
                    link.beginning += data
                due = self.loop.time() + self.delay + random.uniform(-1, 1) * self.jitter
                await line.put((due, data))
        except OSError:
            pass
        await line.put((0, b""))
        await carrier

    async def deliver(self, line, writer, link, is_up):
        try:
            while (item := await line.get())[1]:
                due, data = item
                await asyncio.sleep(max(0, due - self.loop.time()))
                if link.is_mute and not is_up:
                    link.swallowed += len(data)
                    continue
                await self.write(writer, data)
            writer.close()
        except OSError:
            reset(writer)

    async def write(self, writer, data):
        size = self.piece or len(data)
        for place in range(0, len(data), size):
            writer.write(data[place:place + size])
            await writer.drain()


def reset(writer):
    """Cuts a connection off."""
    raw = writer.get_extra_info("socket")
    try:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except (OSError, AttributeError):
        pass
    writer.transport.abort()
