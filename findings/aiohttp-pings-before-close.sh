#!/usr/bin/env bash
# aiohttp 3.14.5 (PyPI): a server pings, and some time later closes with a code of its own. A program that awaits other things meanwhile
# and then the next message gets no message of type CLOSE and no code: `receive` raises ClientConnectionResetError, "Cannot write to
# closing transport", as it wants to answer the ping first, and `close_code` is None. Without the ping it is told the code.
# Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check aiohttp==3.14.5 websockets==17.4
cat >"$folder/try.py" <<'END'
import asyncio
import threading

import aiohttp
from websockets.sync.server import serve

is_over = threading.Event()


def handler(connection):
    if connection.request.path == "/ping":
        connection.ping()
    connection.close(4012, "no pong")
    is_over.set()


async def seen(url):
    is_over.clear()
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        # Something else, for longer than the server waits. What was sent is here then, and the end of the connection.
        await asyncio.to_thread(is_over.wait)
        await asyncio.sleep(1)
        try:
            message = await socket.receive()
            return f"{message.type.name} {message.data}"
        except aiohttp.ClientConnectionResetError as problem:
            return f"{type(problem).__name__}: {problem}, close_code {socket.close_code}"


with serve(handler, "127.0.0.1", 0, ping_interval=None, close_timeout=0.2) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
    without, after_ping = (asyncio.run(seen(url + path)) for path in ("/", "/ping"))
    server.shutdown()
print(f"closed with 4012:              {without}")
print(f"pinged, then closed with 4012: {after_ping}")
assert without == "CLOSE 4012"
assert after_ping == "ClientConnectionResetError: Cannot write to closing transport, close_code None"
END
timeout 120 "$folder/python/bin/python" -W ignore "$folder/try.py"
