"""A way between a client and an instance that can be held up in either direction."""

import contextlib
import socket
import threading
import time

# So that what is held up soon fills what lies before it.
BUFFER = 16_384


class Relay:
    """Listens on a port of its own; use it in a `with`."""

    def __init__(self, port):
        self.target = port
        self.holds_requests, self.holds_answers = threading.Event(), threading.Event()
        # Ends the next connection over which a second POST comes, and does not hand that on: once.
        self.cuts = threading.Event()
        # Whether the instance has ended a connection, and the client can know.
        self.is_ended = threading.Event()
        # How many WebSockets have been asked for, and the clients' connections that are open.
        self.upgrades, self.open = 0, set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                instance = socket.socket()
                instance.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
                if instance.connect_ex(("127.0.0.1", self.target)):
                    client.close()
                    continue
                self.open.add(client)
                threading.Thread(target=self._pass_requests, args=(client, instance), daemon=True).start()
                threading.Thread(target=self._pass_answers, args=(instance, client), daemon=True).start()

    def _pass_requests(self, client, instance):
        is_first = True
        for data in received(client, self.holds_requests):
            self.upgrades += data.startswith(b"GET /ws")
            if data.startswith(b"POST "):
                if self.cuts.is_set() and not is_first:
                    self.cuts.clear()
                    break
                is_first = False
            send(instance, data)
        end(instance)

    def _pass_answers(self, instance, client):
        for data in received(instance, self.holds_answers):
            send(client, data)
        end(client)
        self.open.discard(client)
        self.is_ended.set()

    def cut(self):
        """Ends what is open, on either side, without a word of what it carries."""
        for client in tuple(self.open):
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


def received(source, holds):
    """What comes, until its end; nothing while it is held up."""
    with contextlib.suppress(OSError):
        while data := source.recv(BUFFER):
            while holds.is_set():
                time.sleep(0.02)
            yield data


def send(sink, data):
    """Or nothing, where nobody is any more. What comes is read all the same: who closes with something unread resets the connection, and
    the other end loses what it has not read yet."""
    with contextlib.suppress(OSError):
        sink.sendall(data)


def end(sink):
    """Says that nothing more comes."""
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
