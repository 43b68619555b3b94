#!/usr/bin/env bash
# aiosonic 1.3.3 (PyPI): its WebSocket client answers no ping, even while the program does nothing but wait for messages, and tells
# nobody why a server closed: `close_code`, "the close code if connection was closed", is None. RFC 6455, 5.5.2: "Upon receipt of a Ping
# frame, an endpoint MUST send a Pong frame in response". Servers that ping end such a connection after a while. Fails when that
# is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check aiosonic==1.3.3 websockets==17.4
cat >"$folder/try.py" <<'END'
import asyncio
import threading

from aiosonic.exceptions import ConnectionDisconnected
from aiosonic.web_socket_client import WebSocketClient
from websockets.sync.client import connect
from websockets.sync.server import serve

answered = []


def handler(connection):
    """Pings, and then has an answer to a text, before which a pong would have come."""
    pongs = [connection.ping() for _ in range(3)]
    connection.send("say something")
    connection.recv()
    answered.append(sum(pong.is_set() for pong in pongs))
    connection.close(4012, "no pong")


async def by_aiosonic(url):
    async with WebSocketClient() as client, await client.connect(url) as socket:
        await socket.receive_text()
        await socket.send_text("something")
        try:
            await socket.receive_text()
        except ConnectionDisconnected:
            return socket.close_code


with serve(handler, "127.0.0.1", 0, ping_interval=None, close_timeout=1) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/"
    # Another client, by which the server is tried.
    with connect(url, proxy=None) as other:
        other.recv()
        other.send("something")
    code = asyncio.run(by_aiosonic(url))
    server.shutdown()
print(f"of 3 pings answered: {answered[0]} by websockets 17.4, {answered[1]} by aiosonic 1.3.3; closed with 4012, its close_code is {code}")
assert answered == [3, 0] and code is None
END
timeout 120 "$folder/python/bin/python" -W ignore "$folder/try.py"
