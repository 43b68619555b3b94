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
                instance.connect(("127.0.0.1", self.target))
                for source, sink, holds in ((client, instance, self.holds_requests), (instance, client, self.holds_answers)):
                    threading.Thread(target=pass_on, args=(source, sink, holds), daemon=True).start()


def pass_on(source, sink, holds):
    """Until the source ends; then the sink hears that, too."""
    with contextlib.suppress(OSError):
        while data := source.recv(BUFFER):
            while holds.is_set():
                time.sleep(0.02)
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
