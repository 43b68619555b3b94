"""Qt's QWebSocket, by Debian's PyQt."""

from PyQt6.QtCore import QCoreApplication, QUrl
from PyQt6.QtNetwork import QNetworkRequest
from PyQt6.QtWebSockets import QWebSocket

from adapter import ended, fields, opened, texts, url

application, socket, rest, seen, is_open = QCoreApplication([]), QWebSocket(), list(texts), [], []


def on_message(_):
    if rest:
        socket.sendTextMessage(rest.pop(0))
    elif not is_open:
        is_open.append(True)
        opened()


def on_error(error):
    # The server's end of a connection that was refused may be a second one, with the words of the first.
    seen[:] = seen or [f"error {error.name}: {socket.errorString()},"]


def on_disconnected():
    ended(*seen, "disconnected, closeCode", socket.closeCode().value, socket.closeReason())
    application.quit()


request = QNetworkRequest(QUrl(url))
for name, value in fields.items():
    request.setRawHeader(name.encode(), value.encode())
socket.connected.connect(lambda: socket.sendTextMessage(rest.pop(0)))
socket.textMessageReceived.connect(on_message)
socket.error.connect(on_error)
socket.disconnected.connect(on_disconnected)
socket.open(request)
application.exec()
