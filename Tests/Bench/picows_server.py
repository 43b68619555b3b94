#!/usr/bin/env python3
"""A room server on picows, for comparison: a frame sent to /room/N goes to everybody there.

Usage: picows_server.py PORT. It does what the C floor does, message by message, and prints "listening" once it does.
"""
import asyncio
import sys
from collections import defaultdict

from picows import WSListener, WSMsgType, ws_create_server

rooms = defaultdict(dict)


class Member(WSListener):
    """One connection; the room is its path."""

    def __init__(self, room):
        self.room = room

    def on_ws_connected(self, transport):
        rooms[self.room][self] = transport

    def on_ws_frame(self, transport, frame):
        if frame.msg_type == WSMsgType.TEXT:
            payload = frame.get_payload_as_bytes()
            for member in rooms[self.room].values():
                member.send(WSMsgType.TEXT, payload)
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()

    def on_ws_disconnected(self, transport):
        rooms[self.room].pop(self, None)


async def main(port):
    server = await ws_create_server(lambda request: Member(bytes(request.path)), "127.0.0.1", port, backlog=4096)
    print("listening", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
