#!/usr/bin/env bash
# WebKitGTK (Debian's webkit2gtk-driver 2.50.6-1~deb12u2): a WebSocket that the server closes with 1012 (service restart), 1013 (try again
# later) or 1014 (bad gateway), all registered with IANA, tells the page `error`, and then `close` with 1006, no reason and `wasClean`
# false: it looks like a connection that broke. 1011 and codes from 3000 on arrive as they are. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=2.50.6-1~deb12u2
if [[ $(dpkg-query -W -f '${Version}' webkit2gtk-driver 2>/dev/null) != "$version" ]] || ! command -v Xvfb >/dev/null; then
  apt-get -qq install -y --no-install-recommends "webkit2gtk-driver=$version" xvfb >/dev/null ||
    { echo "webkit2gtk-driver $version is not to be had any more: nothing is known of others" >&2 && exit 2; }
fi
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check websockets==17.4
cat >"$folder/try.py" <<'END'
import glob
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.http11 import Response
from websockets.sync.server import serve

REASON = "a reason"
WHOLE = [1000, 1001, 1008, 1011, 3000, 4012]
LOST = [1012, 1013, 1014]
SCRIPT = """
const [code, done] = arguments, seen = [];
const socket = new WebSocket(`ws://${location.host}/${code}`);
socket.onerror = () => seen.push("error");
socket.onclose = (event) => done([...seen, event.code, event.reason, event.wasClean]);
"""


def page(connection, request):
    if request.path == "/":
        return Response(HTTPStatus.OK, "OK", Headers({"Content-Type": "text/html", "Content-Length": "0", "Connection": "close"}), b"")


def close(connection):
    connection.close(int(connection.request.path[1:]), REASON)


def ask(path, body=None, method="POST"):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(driver_url + path, data, method=method), timeout=60) as answer:
        return json.load(answer)["value"]


def started():
    for _ in range(100):
        try:
            return ask("/status", method="GET")
        except OSError:
            time.sleep(0.1)
    sys.exit("no WebKitWebDriver")


screen = subprocess.Popen(["Xvfb", "-displayfd", "1", "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
display = f":{screen.stdout.readline().strip()}"
with serve(close, "127.0.0.1", 0, process_request=page) as server:
    # No sandbox, which a container has no place for: the page is empty.
    environment = os.environ | {"DISPLAY": display, "GDK_BACKEND": "x11", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.socket.getsockname()[1]
    driver_url = f"http://127.0.0.1:{port + 1 if port < 65_000 else port - 1}"
    driver = subprocess.Popen(["WebKitWebDriver", f"--port={driver_url.rpartition(':')[2]}"], env=environment)
    try:
        started()
        browser = {"binary": glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")[0], "args": ["--automation"]}
        session = ask("/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": browser}}})
        print("WebKitGTK", session["capabilities"]["browserVersion"])
        path = f"/session/{session['sessionId']}"
        ask(f"{path}/url", {"url": f"http://127.0.0.1:{port}/"})
        told = {code: ask(f"{path}/execute/async", {"script": SCRIPT, "args": [code]}) for code in WHOLE + LOST}
        ask(path, method="DELETE")
    finally:
        for process in (driver, screen):
            process.terminate()
            process.wait()
        server.shutdown()
for code, seen in told.items():
    print(f"sent {code}, told {seen}")
assert told == {code: [code, REASON, True] for code in WHOLE} | {code: ["error", 1006, "", False] for code in LOST}
END
timeout 120 "$folder/python/bin/python" "$folder/try.py"
