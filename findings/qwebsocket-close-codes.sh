#!/usr/bin/env bash
# Qt 6.11 (PyQt6 6.11.0, PyPI): a QWebSocket that the server closes with 1012 (service restart), 1013 (try again later) or 1014 (bad
# gateway), all registered with IANA, tells the program closeCode() 1002, "Invalid close code 1002 detected.", which names the wrong one.
# RFC 6455, 7.1.5: the connection's close code is the one in the close frame that was received. And after a handshake that was answered
# with 503, `disconnected` is emitted with closeCode() 1000, that of a normal closure, though no close frame ever came, which is 1006
# by 7.1.5. 1011 and codes from 3000 on arrive as they are. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check PyQt6==6.11.0 PyQt6-Qt6==6.11.2 websockets==17.4
cat >"$folder/try.py" <<'END'
import threading
from http import HTTPStatus

from PyQt6.QtCore import QT_VERSION_STR, QCoreApplication, QUrl
from PyQt6.QtWebSockets import QWebSocket
from websockets.sync.server import serve

WHOLE = [1000, 1001, 1008, 1011, 3000, 4012]
LOST = [1012, 1013, 1014]


def refuse(connection, request):
    if request.path == "/refused":
        return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "later\n")


def close(connection):
    connection.close(int(connection.request.path[1:]), "a reason")


def told(path):
    """What the program is told of the end of a connection."""
    socket, seen = QWebSocket(), []

    def on_disconnected():
        seen.extend([socket.closeCode().value, socket.closeReason()])
        application.quit()

    socket.errorOccurred.connect(lambda error: seen.append(error.name))
    socket.disconnected.connect(on_disconnected)
    socket.open(QUrl(f"ws://127.0.0.1:{port}/{path}"))
    application.exec()
    return seen


application = QCoreApplication([])
with serve(close, "127.0.0.1", 0, process_request=refuse) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.socket.getsockname()[1]
    seen = {path: told(path) for path in [*WHOLE, *LOST, "refused"]}
    server.shutdown()
print("Qt", QT_VERSION_STR)
for path, words in seen.items():
    print(f"sent {path}, told {words}")
lost = [1002, "Invalid close code 1002 detected."]
assert seen == {code: [code, "a reason"] for code in WHOLE} | {code: lost for code in LOST} | {"refused": ["ConnectionRefusedError", 1000, ""]}
END
timeout 120 "$folder/python/bin/python" "$folder/try.py"
