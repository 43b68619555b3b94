"""People who write and read beside the audit, where a fault wants to know of certain rooms."""

import contextlib
import http.client
import itertools
import json
import threading
import time

from crossing import within

from poller import Poller  # from Tests/Stack, by way of arena
from waiting import wait_for


class Person(Poller):
    """Long-polls, from this machine or from a network namespace, and keeps the texts of what comes."""

    def __init__(self, port, network=None):
        self.network, self.texts = network, []
        super().__init__(port, waits=False)

    def post(self, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            with within(self.network):
                connection.connect()
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            return answer.status, json.loads(text) if answer.status < 300 else text
        except (OSError, http.client.HTTPException, ValueError) as problem:
            return 0, str(problem)
        finally:
            connection.close()

    def poll(self, wait, *requests):
        status, objects = super().poll(wait, *requests)
        self.texts += [object["text"] for object in objects if object["type"] == "message"] if status == 200 else []
        return status, objects

    def send(self, room, text):
        """Whether it was acknowledged; the text is the id, too."""
        status, objects = self.poll(0, {"type": "send", "id": text, "room": room, "text": text})
        return status == 200 and any(object["type"] == "sent" for object in objects)


class Writer:
    """Writes into a room, one message after the other, from a thread of its own; use it in a `with`.

    What is not acknowledged is sent once more at the end, as clients do, by `send_again`.
    """

    numbers = itertools.count()

    def __init__(self, person, room, pause=0.05):
        self.person, self.room, self.pause = person, room, pause
        self.prefix = f"w{next(self.numbers)}"
        # Texts, with when they were sent and acknowledged; those that were refused, with when they were sent.
        self.acknowledged, self.refused = [], []
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self._write, daemon=True)

    def __enter__(self):
        self.person.join(self.room)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        self.thread.join(60)

    def _write(self):
        for number in itertools.count():
            if self.ends.is_set():
                return
            text, begun = f"{self.prefix}-{number}", time.monotonic()
            if self.person.send(self.room, text):
                self.acknowledged.append((text, begun, time.monotonic()))
            else:
                self.refused.append((text, begun))
            self.ends.wait(self.pause)

    def count(self, since, until=float("inf")):
        """Of messages that were sent and acknowledged between."""
        return sum(begun >= since and ended <= until for _, begun, ended in self.acknowledged)

    def longest_pause(self, since, until):
        """From one acknowledgement to the next, with what was sent between and those that were still to come: seconds."""
        times = [since, *(ended for _, _, ended in list(self.acknowledged) if since < ended < until), until]
        return max(later - earlier for earlier, later in itertools.pairwise(times))

    def send_again(self):
        """What was refused; whatever became of it, it is in the room then."""
        for text, _ in self.refused:
            wait_for(lambda: self.person.send(self.room, text), 60, f"{text} is taken")  # noqa: B023


@contextlib.contextmanager
def writing(port, room, network=None):
    """Somebody who writes there until this ends."""
    with Person(port, network) as person, Writer(person, room) as writer:
        yield writer
