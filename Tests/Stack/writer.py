"""Somebody who writes whatever happens to the fleet."""

import time

from websockets.exceptions import ConnectionClosed

from participant import Participant, Refused, come_back


class Writer:
    """A person whose messages are each sent again and again until they are acknowledged: the instance or the store may be away."""

    def __init__(self, port, room):
        self.port, self.room, self.refusals = port, room, 0
        self.person = Participant(port)

    def send(self, id, text):
        """The reply to the message."""
        while True:
            try:
                return self.person.request("send", id, 20, room=self.room, text=text)
            except Refused as refusal:
                assert refusal.code == "unavailable", refusal
                self.refusals += 1
                time.sleep(0.1)
            except (ConnectionClosed, OSError):
                self.person = come_back(self.port, self.person.session)

    def close(self):
        self.person.close()
