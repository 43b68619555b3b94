"""A proxy on the way to an instance that spoils WebSockets, or everything, until it is told otherwise."""

import socket
import threading
from urllib.parse import urlparse

REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NOBODY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\nContent-Length: 12\r\nConnection: close\r\n\r\n<h1>503</h1>"


class HostileProxy:
    """Passes connections on, but for those that begin with an upgrade while it `refuses`, and for all while it has an outage."""

    def __init__(self, url, refuses=True, cuts_after=None):
        self.target = (urlparse(url).hostname, urlparse(url).port)
        self.refuses = refuses
        self.cuts_after = cuts_after
        self.has_outage = False
        # Up to which answer it answers in an outage; then it is silent until that is over.
        self.answers, self.is_over = 0, threading.Event()
        self.refused = 0
        self.answered = 0
        self.upgrades = 0
        self.open = set()
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
        is_upgrade = begin.startswith(b"GET /ws")
        if self.has_outage and self.answered >= self.answers:
            self.is_over.wait()
        if self.has_outage or (self.refuses and is_upgrade):
            self.refused += is_upgrade
            self.answered += 1
            client.sendall(NOBODY if self.has_outage else REFUSAL)
            return client.close()
        instance = socket.create_connection(self.target)
        self.open.update((client, instance))
        # It may have begun meanwhile.
        if self.has_outage:
            return cut(client, instance)
        if is_upgrade:
            self.upgrades += 1
            if self.cuts_after is not None:
                threading.Timer(self.cuts_after, cut, args=[client, instance]).start()
        instance.sendall(begin)
        threading.Thread(target=pass_on, args=[instance, client], daemon=True).start()
        pass_on(client, instance)
        self.open.difference_update((client, instance))

    def begin_outage(self, answers):
        """No instance is up any more: what is open is cut, and the proxy answers by itself, so often; who asks after that waits for the end."""
        self.answers = self.answered + answers
        self.has_outage = True
        cut(*self.open)

    def end_outage(self):
        self.has_outage = False
        self.is_over.set()

    def close(self):
        self.listener.close()


def pass_on(source, sink):
    """Until either side ends."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    cut(source, sink)


def cut(*connections):
    for connection in connections:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
