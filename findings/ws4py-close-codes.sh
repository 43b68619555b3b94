#!/usr/bin/env bash
# ws4py 0.6.0 (PyPI): a close frame with 1012 (service restart) or 1013 (try again later), both registered with IANA, is told to
# the program as 1005, "Invalid Closing Frame Code". Codes from 4000 on arrive as they are. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check ws4py==0.6.0 websockets==17.4
cat >"$folder/try.py" <<'END'
import threading

from websockets.sync.server import serve
from ws4py.client.threadedclient import WebSocketClient

CODES = {1000: 1000, 1001: 1001, 1012: 1005, 1013: 1005, 4012: 4012}
seen = {}


class Client(WebSocketClient):
    def closed(self, code, reason=None):
        seen[self.asked] = code


def close(connection):
    connection.close(int(connection.request.path[1:]))


with serve(close, "127.0.0.1", 0) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.socket.getsockname()[1]
    for code in CODES:
        client = Client(f"ws://127.0.0.1:{port}/{code}")
        client.asked = code
        client.connect()
        client.run_forever()
        print(f"sent {code}, told {seen[code]}")
    server.shutdown()
assert seen == CODES
END
"$folder/python/bin/python" -W ignore "$folder/try.py"
