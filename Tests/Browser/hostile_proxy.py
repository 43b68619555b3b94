"""A proxy on the way to an instance that refuses WebSockets until it is told otherwise."""

import socket
import threading
from urllib.parse import urlparse

REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class HostileProxy:
    """Passes everything on but a connection that begins with an upgrade."""

    def __init__(self, url):
        self.target = (urlparse(url).hostname, urlparse(url).port)
        self.refuses = True
        self.refused = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        begin = client.recv(65536)
        if self.refuses and begin.startswith(b"GET /ws"):
            self.refused += 1
            client.sendall(REFUSAL)
            return client.close()
        instance = socket.create_connection(self.target)
        instance.sendall(begin)
        threading.Thread(target=pass_on, args=[instance, client], daemon=True).start()
        pass_on(client, instance)

    def close(self):
        self.listener.close()


def pass_on(source, sink):
    """Until either side ends."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for connection in (source, sink):
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
