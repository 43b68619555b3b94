#!/usr/bin/env bash
# lua-http (Debian's 0.4-1): a client that the server closes with 1012 (service restart), 1013 (try again later) or 1014 (bad gateway),
# all registered with IANA, has `receive` fail with "Closed with reserved status code" and closes with 1002 itself; `got_close_code` is
# `true`, no number. RFC 6455, 7.1.5: the connection's close code is the one in the close frame that was received. 1011 and codes from
# 3000 on arrive as they are. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=0.4-1
if [[ $(dpkg-query -W -f '${Version}' lua-http 2>/dev/null) != "$version" ]] || ! command -v lua5.2 >/dev/null || [[ ! -e /usr/share/lua/5.2/basexx.lua ]]; then
  apt-get -qq install -y --no-install-recommends "lua-http=$version" lua-basexx lua5.2 >/dev/null ||
    { echo "lua-http $version is not to be had any more: nothing is known of others" >&2 && exit 2; }
fi
cat >"$folder/client.lua" <<'END'
local socket = require "http.websocket".new_from_uri(arg[1])
assert(socket:connect(60))
local _, problem = socket:receive()
print(tostring(socket.got_close_code) .. ", " .. tostring(problem))
END
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check websockets==17.4
cat >"$folder/try.py" <<'END'
import subprocess
import sys
import threading

from websockets.sync.server import serve

WHOLE = [1001, 1008, 1011, 3000, 4012]
LOST = [1012, 1013, 1014]
answered = {}


def close(connection):
    code = int(connection.request.path[1:])
    connection.close(code, "a reason")
    answered[code] = connection.protocol.close_rcvd.code


def told(code):
    command = ["lua5.2", sys.argv[1], f"ws://127.0.0.1:{port}/{code}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.strip()


with serve(close, "127.0.0.1", 0) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.socket.getsockname()[1]
    seen = {code: told(code) for code in WHOLE + LOST}
    server.shutdown()
for code, words in seen.items():
    print(f"sent {code}, told {words}, answered with {answered.get(code)}")
assert seen == {code: f"{code}, a reason" for code in WHOLE} | {code: "true, Closed with reserved status code" for code in LOST}
assert {code: answered[code] for code in LOST} == {code: 1002 for code in LOST}
END
timeout 120 "$folder/python/bin/python" "$folder/try.py" "$folder/client.lua"
