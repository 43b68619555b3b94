"""Somebody for whom WebSockets are blocked: long-polls, keeps the positions, and sees every message once."""

import concurrent.futures
import itertools
import json
import threading
import urllib.error
import urllib.request

from waiting import wait_for


class Poller:
    """Polls from a thread of its own once it has joined a room; use it in a `with`."""

    numbers = itertools.count()

    def __init__(self, port, waits=True):
        self.port, self.waits = port, waits
        self.name = f"poller-{next(self.numbers)}"
        self.rooms, self.seqs, self.problems = {}, [], []
        self.ends = threading.Event()
        self.calls = concurrent.futures.ThreadPoolExecutor(1)
        self.session = self.post("/session", {"name": self.name})[1]["session"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ends.set()
        self.calls.shutdown(wait=True)

    def post(self, path, body):
        """(status, JSON) of one request; a status of 0 where there was no answer."""
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode(errors="replace")
        except OSError as problem:
            return 0, str(problem)

    def poll(self, wait, *requests):
        body = {"session": self.session, "rooms": self.rooms, "wait": wait, "requests": list(requests)}
        status, objects = self.post("/poll", body)
        for object in objects if status == 200 else []:
            if object["type"] in ("joined", "message"):
                self.rooms[object["room"]] = object["position"]
            if object["type"] == "message":
                self.seqs.append(object["seq"])
        if status != 200:
            self.problems.append((status, objects))
        return status, objects

    def join(self, room):
        """Comes in without what was said before, and polls on from there."""
        status, objects = self.poll(0, {"type": "join", "id": "join", "room": room, "limit": 1})
        assert status == 200, objects
        self.seqs.clear()
        if self.waits:
            self.calls.submit(self._go_on)

    def _go_on(self):
        while not self.ends.is_set() and not self.problems:
            self.poll(2_000)

    def begin(self):
        """One call that waits; its future answer."""
        return self.calls.submit(self.poll, 25_000)

    def await_more(self):
        """Waits until something has come since now."""
        before = len(self.seqs)
        wait_for(lambda: self.problems or len(self.seqs) > before, what="another message")
