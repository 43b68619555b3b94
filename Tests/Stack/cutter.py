"""An instance's way to Redis, on which it can be kept from hearing of anything."""

import contextlib
import socket
import threading


class Cutter:
    """A way to Redis on which subscriptions can be cut, and kept away, while all other commands go through."""

    def __init__(self, port):
        self.target, self.is_cut, self.subscriptions = port, False, set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        self.is_cut = True
        for client in list(self.subscriptions):
            end(client)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                try:
                    redis = socket.create_connection(("127.0.0.1", self.target))
                except OSError:
                    # It has not begun yet.
                    client.close()
                    continue
                threading.Thread(target=self._pass_on, args=(client, redis, True), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(redis, client, False), daemon=True).start()

    def _pass_on(self, source, sink, is_command):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if is_command and b"SUBSCRIBE" in data:
                    self.subscriptions.add(source)
                    if self.is_cut:
                        break
                sink.sendall(data)
        end(source)
        end(sink)
        self.subscriptions.discard(source)


def end(connection):
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
