"""People on a WebSocket who go elsewhere when they are asked to, and somebody who asks without pause."""

import collections
import json
import threading

from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from guest import ask, hello
from waiting import wait_for


class Mover:
    """One connection, on which `follow` does what the server asks for; use it in a `with`."""

    def __init__(self, guest):
        self.guest, self.connection, self.instance, self.refusal = guest, None, None, None
        # Whether the server has asked to move.
        self.was_asked = False
        self.guest.sign_in()

    def __enter__(self):
        wait_for(self.come, 60, lambda: self.refusal)
        return self

    def __exit__(self, *_):
        if self.connection:
            self.connection.close()

    def come(self):
        """Opens a connection in place of the one before; whether it came about."""
        try:
            fresh = self.guest.connect()
        except (OSError, InvalidStatus, InvalidMessage) as refusal:
            self.refusal = refusal
            return False
        if self.connection:
            self.connection.close()
        self.connection = fresh
        try:
            self.instance = hello(fresh, self.guest.session)["server"]["instance"]
        except (ConnectionClosed, TimeoutError):
            return False
        return True

    def is_alive(self):
        try:
            ask(self.connection, type="ping")
        except (ConnectionClosed, TimeoutError):
            return False
        return True

    def follow(self, leaving):
        """Goes elsewhere when asked to, as often as it is asked; whether there was a place."""
        while self.instance == leaving.name:
            self.await_word()
            while not self.come():
                if not leaving.is_running and not self.guest.passes():
                    return False
        return self.is_alive()

    def await_word(self):
        """Waits until the server asks to move, or ends the connection."""
        try:
            while json.loads(self.connection.recv(60))["type"] != "reconnect":
                pass
            self.was_asked = True
        except ConnectionClosed:
            pass


class Prober:
    """Asks without pause, each time over a new connection; counts what failed. Use it in a `with`."""

    def __init__(self, guest):
        self.guest, self.count, self.failures, self.ends = guest, 0, collections.Counter(), False
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ends = True
        self.thread.join(60)

    def _run(self):
        while not self.ends:
            status = self.guest.status("/live")
            self.count += 1
            if status != "200":
                self.failures[status] += 1

    def await_more(self, count):
        """Waits for further requests, or until one fails."""
        target = self.count + count
        wait_for(lambda: self.failures or self.count >= target, 180, f"{count} more requests")

    def __str__(self):
        return "requests failed" if self.failures else "no request failed"
