"""A person in the chat, over a WebSocket."""

import collections
import itertools
import json

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

from waiting import wait_for


# Seconds for what the server answers or tells, on a machine that does other things, too.
PATIENCE = 60


class Refused(Exception):
    """An `error` reply."""

    def __init__(self, reply):
        super().__init__(f"{reply.get('code')}: {reply.get('message')}")
        self.code = reply.get("code")


class Participant:
    """One connection: requests and their replies, and the events in between."""

    numbers = itertools.count()

    def __init__(self, port, name=None, session=None, host="127.0.0.1", scheme="ws", **options):
        # Whatever comes is read, also while a test takes nothing: or pings would be left unanswered, and the connection ended.
        options = {"compression": None, "max_size": None, "max_queue": None, "ping_interval": None, "open_timeout": PATIENCE} | options
        self.opening = connect(f"{scheme}://{host}:{port}/ws", subprotocols=["tchatter.v1"], **options)
        self.connection = self.opening.__enter__()
        self.events = collections.deque()
        self.positions = {}
        hello = {"session": session} if session else {"name": name or f"person-{next(self.numbers)}"}
        self.welcome = self.request("hello", version=1, **hello)
        self.session = session or self.welcome.get("session")
        self.name = self.welcome["user"]["name"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.opening.__exit__(None, None, None)

    @property
    def instance(self):
        return self.welcome["server"]["instance"]

    def submit(self, type, id=None, **fields):
        """Sends a request without waiting for its reply; its id."""
        id = id or f"r{next(self.numbers)}"
        self.connection.send(json.dumps({"type": type, "id": id} | fields))
        return id

    def request(self, type, id=None, timeout=PATIENCE, **fields):
        """Sends a request and returns its reply; events that come before it are kept."""
        return self.reply(self.submit(type, id, **fields), timeout)

    def reply(self, id, timeout=PATIENCE):
        """The reply to a request that was sent."""
        while True:
            object = self.take(timeout)
            if object.get("id") == id and object["type"] != "message":
                if object["type"] == "error":
                    raise Refused(object)
                return object
            self.events.append(object)

    def take(self, timeout=PATIENCE):
        """The next object from the connection."""
        object = json.loads(self.connection.recv(timeout))
        if object["type"] == "message":
            self.positions[object["room"]] = object["position"]
        return object

    def event(self, type, timeout=PATIENCE):
        """The next event of a type; others that come before it are dropped."""
        while True:
            object = self.events.popleft() if self.events else self.take(timeout)
            if object["type"] == type:
                return object

    def join(self, room, **fields):
        joined = self.request("join", room=room, **fields)
        self.positions.setdefault(room, joined["position"])
        return joined

    def send(self, room, text, id=None):
        return self.request("send", id, room=room, text=text)

    def send_all(self, room, texts, window=32):
        """Sends messages with a bounded number of them unanswered, as the server asks of its clients."""
        waiting = collections.deque()
        for text in texts:
            waiting.append(self.submit("send", room=room, text=text))
            if len(waiting) >= window:
                self.reply(waiting.popleft())
        while waiting:
            self.reply(waiting.popleft())

    def messages(self, count, timeout=PATIENCE):
        """The texts of the next messages."""
        return [self.event("message", timeout)["text"] for _ in range(count)]

    def closed(self, timeout=PATIENCE):
        """Waits for the other side to close; its code."""
        try:
            while True:
                object = json.loads(self.connection.recv(timeout))
                self.events.append(object)
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else None


def participant_of(fleet, number, **fields):
    """A person who is connected to one instance, past the balancer."""
    return Participant(fleet.public_port(number), **fields)


def come_back(port, session):
    """A session's person once more, as soon as they are let in: the instance or the store may be away."""

    def attempt():
        try:
            return Participant(port, session=session)
        except (OSError, WebSocketException, Refused):
            return None

    return wait_for(attempt, 120, "a place in the fleet", every=0.2)


def participant_elsewhere(fleet, instance, **fields):
    """A person who came through the balancer and landed on another instance than the one named."""

    def attempt():
        person = Participant(fleet.port, **fields)
        if person.instance != instance:
            return person
        person.close()
        return None

    return wait_for(attempt, 60, f"a place on another instance than {instance}")
