"""A network of its own for a few processes, and the one way between it and this machine, which can be held up.

Whoever is in there finds the others at the addresses of loopback that they have outside, and is found at its own: some ports of either
side are carried to the other. So nobody has to be told anything when they are cut off from one another.
"""

import asyncio
import contextlib
import ctypes
import socket
import subprocess
import threading

NEW_NETWORK = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)


@contextlib.contextmanager
def network(name):
    """A network namespace with a loopback of its own, and nothing else."""
    subprocess.run(["ip", "netns", "add", name], check=True, capture_output=True, text=True)
    try:
        subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True, capture_output=True, text=True)
        yield
    finally:
        subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


@contextlib.contextmanager
def inside(name):
    """What this thread makes of sockets meanwhile is in that network, and stays there."""
    with open("/proc/thread-self/ns/net") as home, open(f"/run/netns/{name}") as away:
        enter(away)
        try:
            yield
        finally:
            enter(home)


def enter(namespace):
    if LIBC.setns(namespace.fileno(), NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")


def within(network):
    """`inside`, or here for no network."""
    return inside(network) if network else contextlib.nullcontext()


class Crossing:
    """Carries connections to ports of loopback from either side to the same port on the other; use it in a `with`.

    `inner` are the ports of those who are inside, and `outer` of those who are not. While it is held nothing passes, and nobody is
    told: what was sent arrives afterwards, unless it was given up, as where packets are lost.
    """

    def __init__(self, name, inner, outer):
        self.name = name
        # By the network in which somebody connects.
        self.ports = {None: inner, name: outer}
        self.is_held = False
        self.ends, self.servers = set(), []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        self._do(self._open())
        return self

    def __exit__(self, *_):
        self._do(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def hold(self):
        """From now on nothing passes."""
        self._do(self._hold())

    def release(self):
        self._do(self._release())

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    async def _open(self):
        self.free = asyncio.Event()
        self.free.set()
        for near, ports in self.ports.items():
            for port in ports:
                with within(near):
                    listener = socket.create_server(("127.0.0.1", port), backlog=1024)
                far = self.name if near is None else None
                make = lambda port=port, far=far: End(self, lambda: self._connect(port, far))  # noqa: E731
                self.servers.append(await self.loop.create_server(make, sock=listener))

    async def _connect(self, port, network):
        """An end there, once it may."""
        await self.free.wait()
        with within(network):
            raw = socket.socket()
        raw.setblocking(False)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.loop.sock_connect(raw, ("127.0.0.1", port))
        return (await self.loop.create_connection(lambda: End(self), sock=raw))[1]

    async def _hold(self):
        self.is_held = True
        self.free.clear()
        for end in self.ends:
            end.transport.pause_reading()

    async def _release(self):
        self.is_held = False
        self.free.set()
        for end in list(self.ends):
            end.go_on()

    async def _close(self):
        for server in self.servers:
            server.close()
        for end in list(self.ends):
            end.transport.abort()
        await asyncio.sleep(0.1)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()


class End(asyncio.Protocol):
    """One side of a carried connection."""

    def __init__(self, crossing, connect=None):
        self.crossing, self.connect = crossing, connect
        self.peer, self.is_over, self.is_full = None, False, False

    def connection_made(self, transport):
        self.transport = transport
        self.crossing.ends.add(self)
        transport.pause_reading()
        if self.connect:
            self.connecting = self.crossing.loop.create_task(self.find_peer())

    async def find_peer(self):
        try:
            peer = await self.connect()
        except OSError:
            return self.transport.abort()
        if self.is_over:
            return peer.transport.abort()
        self.peer, peer.peer = peer, self
        self.go_on()
        peer.go_on()

    def go_on(self):
        """Reads again, if it may and the other side takes it."""
        if self.peer and not self.peer.is_full and not self.crossing.is_held and not self.is_over:
            self.transport.resume_reading()

    def data_received(self, data):
        self.peer.transport.write(data)

    def pause_writing(self):
        self.is_full = True
        if self.peer:
            self.peer.transport.pause_reading()

    def resume_writing(self):
        self.is_full = False
        if self.peer:
            self.peer.go_on()

    def connection_lost(self, problem):
        self.is_over = True
        self.crossing.ends.discard(self)
        if self.peer:
            self.peer.transport.abort() if problem else self.peer.transport.close()


