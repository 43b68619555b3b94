#!/usr/bin/env python3
"""What permessage-deflate (RFC 7692) would save and cost: the plays of tchatter-bots are performed on an instance, what it
sends is recorded on the way, and compressed in the ways that the extension allows. infra/bench deflate calls this.
"""
import argparse
import asyncio
import subprocess
import sys
import time
import zlib
from pathlib import Path

from servers import PROJECT, Broken, Servers

PLAYS = ["tea-party", "macbeth", "earnest"]
#: The end of a deflated message, which is not sent.
TAIL = b"\x00\x00\xff\xff"


def deflater_bytes(window, memory):
    """By zlib's zconf.h, as the following."""
    return (1 << (window + 2)) + (1 << (memory + 9))


def inflater_bytes(window):
    return (1 << window) + 7 * 1024


def arguments():
    parser = argparse.ArgumentParser(prog="infra/bench deflate", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plays", default=",".join(PLAYS), help=f"which ({','.join(PLAYS)})")
    parser.add_argument("--speed", type=int, default=1, help="milliseconds in which a character is typed (1)")
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build/release", help=argparse.SUPPRESS)
    return parser.parse_args()


class Recorder:
    """Stands between clients and the instance, and keeps what each of them is sent."""

    def __init__(self, port):
        self.port = port
        self.streams = []

    async def connected(self, reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        kept = bytearray()
        self.streams.append(kept)
        await asyncio.gather(self.pass_on(reader, back, None), self.pass_on(there, writer, kept))

    @staticmethod
    async def pass_on(reader, writer, kept):
        try:
            while data := await reader.read(65536):
                if kept is not None:
                    kept += data
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        writer.close()


async def perform(options, port):
    """What each client was sent, as the payloads of text frames."""
    recorder = Recorder(port)
    async with await asyncio.start_server(recorder.connected, "127.0.0.1", 0) as server:
        own = server.sockets[0].getsockname()[1]
        bots = await asyncio.create_subprocess_exec(
            options.programs / "tchatter-bots", "converse", *options.plays.split(","), "--url", f"ws://127.0.0.1:{own}/ws",
            "--speed", str(options.speed), "--quiet", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said, _ = await bots.communicate()
    if bots.returncode != 0:
        raise Broken(f"the plays were not performed: {said.decode(errors='replace').strip()[-300:]}")
    return [payloads(bytes(stream)) for stream in recorder.streams]


def payloads(stream):
    """Of the text frames behind the answer to the upgrade; a server's are not masked."""
    found, at = [], stream.find(b"\r\n\r\n") + 4
    while at + 2 <= len(stream):
        opcode, length = stream[at], stream[at + 1]
        at += 2
        if length == 126:
            length = int.from_bytes(stream[at:at + 2], "big")
            at += 2
        if opcode == 0x81:
            found.append(stream[at:at + length])
        at += length
    return found


def framed(length):
    return length + (2 if length < 126 else 4)


def deflated(deflater, payload):
    """The length of a frame's payload by the extension."""
    return len(deflater.compress(payload) + deflater.flush(zlib.Z_SYNC_FLUSH)) - len(TAIL)


def alone(clients, level, window, memory):
    """Nothing is taken over: what does not get shorter is sent as it is."""
    return sum(framed(min(len(payload), deflated(zlib.compressobj(level, zlib.DEFLATED, -window, memory), payload)))
               for payloads in clients for payload in payloads)


def taken_over(clients, level, window, memory):
    total = 0
    for payloads in clients:
        deflater = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
        total += sum(framed(deflated(deflater, payload)) for payload in payloads)
    return total


def measured(way, clients, *how):
    """The bytes, and µs a frame, of the quickest of five times: whatever else runs only makes it slower."""
    frames, times = sum(map(len, clients)), []
    for _ in range(5):
        begun = time.process_time()
        total = way(clients, *how)
        times.append(time.process_time() - begun)
    return total, min(times) / frames * 1e6


def tell(clients):
    frames = [payload for payloads in clients for payload in payloads]
    raw = sum(framed(len(payload)) for payload in frames)
    kinds = {}
    for payload in frames:
        kind = payload.split(b'"', 4)[3].decode()
        kinds.setdefault(kind, []).append(framed(len(payload)))
    print(f"{len(clients)} clients were sent {len(frames):,} frames, {raw:,} bytes: " + ", ".join(
        f"{len(sizes):,} {kind} of {sum(sizes) / len(sizes):.0f} bytes" for kind, sizes in
        sorted(kinds.items(), key=lambda each: -sum(each[1]))))
    distinct = len(set(frames))
    print(f"{distinct:,} of the frames differ: each is sent {len(frames) / distinct:.1f} times")
    print(f"{'':40}{'of raw':>8}{'µs a frame':>12}{'bytes a client':>16}")
    for name, way, level, window, memory in (
            ("each frame alone, level 1", alone, 1, 15, 8), ("each frame alone, level 6", alone, 6, 15, 8),
            ("what came before known, window 512 B", taken_over, 6, 9, 1), ("… window 4 KiB", taken_over, 6, 12, 5),
            ("… window 32 KiB, level 1", taken_over, 1, 15, 8), ("… window 32 KiB, level 6", taken_over, 6, 15, 8)):
        total, cost = measured(way, clients, level, window, memory)
        size = deflater_bytes(window, memory) if way is taken_over else 0
        print(f"{name:40}{total / raw:>8.0%}{cost:>12.1f}{size:>16,}")
    print(f"bytes a client: what the server holds to deflate; to inflate another {inflater_bytes(15):,} with 32 KiB")


def main():
    options = arguments()
    try:
        with Servers("single", options.programs) as servers:
            clients = asyncio.run(perform(options, servers.ports[0]))
    except (Broken, OSError) as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    tell([payloads for payloads in clients if payloads])
    return 0


if __name__ == "__main__":
    sys.exit(main())
