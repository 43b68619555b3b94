#!/usr/bin/env bash
# curl_cffi 0.17.0 (PyPI, with its libcurl 8.23.0): "Replies to server pings are automatic", but while a program waits in `recv`, no pong
# leaves. It is sent with the next frame that comes or that the program sends. A server that pings a silent client, to see whether it
# is there, gets no answer, and ends the connection. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check curl-cffi==0.17.0 websockets==17.4
cat >"$folder/try.py" <<'END'
import threading

import curl_cffi
from websockets.sync.client import connect
from websockets.sync.server import serve

WAIT = 3
seen = []


def handler(connection):
    connection.recv()
    pong = connection.ping()
    while_it_waits = pong.wait(WAIT)
    connection.send("something")
    seen.append((while_it_waits, pong.wait(WAIT)))


with serve(handler, "127.0.0.1", 0, ping_interval=None, close_timeout=1) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/"
    # Another client, by which the server is tried.
    with connect(url, proxy=None) as other:
        other.send("here")
        other.recv()
    with curl_cffi.Session() as session:
        socket = session.ws_connect(url)
        socket.send_str("here")
        socket.recv()
        socket.recv()
    server.shutdown()
print(f"curl_cffi {curl_cffi.__version__}, {curl_cffi.__curl_version__.split()[0]}")
for name, (waiting, later) in zip(("websockets", "curl_cffi"), seen):
    print(f"{name}: a ping is answered within {WAIT} s while it waits for a frame: {waiting}, once one came: {later}")
assert seen == [(True, True), (False, True)]
END
timeout 120 "$folder/python/bin/python" -W ignore "$folder/try.py"
