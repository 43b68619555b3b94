#!/usr/bin/env bash
# lua-http (Debian's 0.4-1): `receive` raises an error, `read: Connection timed out`, where a message of 126 to 65,535 bytes comes in parts: it waits
# for the frame's head alone and takes the rest to be there (`read_frame` in http/websocket.lua adds the payload's length to what is waited for
# only where it has eight bytes). Shorter and longer messages are waited for. Fails when that is no longer so.
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
local isWell, data = pcall(socket.receive, socket)
print(isWell and #data or data)
END
cat >"$folder/try.py" <<'END'
import base64
import hashlib
import socket
import struct
import subprocess
import sys
import time


def head(length):
    """Of an unmasked text message."""
    if length < 126:
        return bytes([0x81, length])
    return struct.pack(">BBH", 0x81, 126, length) if length < 65_536 else struct.pack(">BBQ", 0x81, 127, length)


def told(length):
    """What a client says of such a message whose text comes half a second after its head."""
    listener = socket.create_server(("127.0.0.1", 0))
    command = ["lua5.2", sys.argv[1], f"ws://127.0.0.1:{listener.getsockname()[1]}/"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client, listener.accept()[0] as connection:
        lines = connection.recv(65_536).decode().split("\r\n")
        key = next(line.split(": ")[1] for line in lines if line.lower().startswith("sec-websocket-key"))
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        connection.sendall(f"{answer}Sec-WebSocket-Accept: {accept}\r\n\r\n".encode() + head(length))
        time.sleep(0.5)
        connection.sendall(b"x" * length)
        return client.communicate(timeout=60)[0].strip()


for length in (125, 126, 65_535, 65_536):
    words = told(length)
    print(f"{length} bytes: {words}")
    assert words.endswith("read: Connection timed out") if 126 <= length < 65_536 else words == str(length)
END
timeout 120 python3 "$folder/try.py" "$folder/client.lua"
