"""Vote bots that listen on HTTP, and who asks them."""

import contextlib
import http.client
import json
import os
import secrets
import time

from bots import BOTS
from ports import free_port
from process import Process
from waiting import wait_for


def program(number):
    """Of one of two bots: with `infra/test-update --votes` one of them is of the version before."""
    previous, which = os.environ.get("PREVIOUS_BOTS"), os.environ.get("PREVIOUS_BOT_NUMBER")
    return previous if previous and which == str(number) else BOTS


class VoteBots:
    """Bots of one name with one store, each on a port of its own that it keeps."""

    def __init__(self, fleet, rooms, folder, count=2, options=(), redis=None):
        self.fleet, self.rooms = fleet, rooms
        # A name is its guest's for a while, so each test has its own.
        self.name = f"Bot-{rooms[0]}"
        self.ports = [free_port() for _ in range(count)]
        self.key, self.read_key = secrets.token_hex(16), secrets.token_hex(16)
        (folder / "keys").write_text(f"Planner {self.key}  # all\nBoard {self.read_key} read\n")
        arguments = ["vote", *rooms, "--name", self.name, "--session", folder / "session", "--url", f"ws://127.0.0.1:{fleet.port}/ws",
                     "--redis", redis or f"redis://127.0.0.1:{fleet.redis_port}", "--http-keys", folder / "keys", *options]  # fmt: skip
        self.bots = [Process([program(number), *arguments, "--http", f"127.0.0.1:{port}"], folder / f"bot-{number}.log")
                     for number, port in enumerate(self.ports)]  # fmt: skip

    def __enter__(self):
        for number in range(len(self.ports)):
            self.start(number)
        return self

    def __exit__(self, *_):
        for number in range(len(self.ports)):
            self.kill(number)

    def start(self, number):
        bot = self.bots[number]
        # What it said before it was ended does not tell where it is.
        bot.log_file.unlink(missing_ok=True)
        bot.start()
        wait_for(lambda: all(f" in {room}\n" in bot.log() for room in self.rooms), 60, "the bot is in its rooms")

    def stop(self, number):
        assert self.bots[number].stop() == 0

    def kill(self, number):
        self.bots[number].kill()

    def tells(self):
        return "\n".join(f"bot {number}: {bot.tells()}" for number, bot in enumerate(self.bots))

    def log(self, number):
        return self.bots[number].log()

    def ask(self, method, path, body=None, number=0, key=None, **fields):
        """(status, fields, body as JSON or text) of a request with the key of who may do everything, or another."""
        fields = {"Authorization": f"Bearer {key or self.key}"} | {name.replace("_", "-"): value for name, value in fields.items()}
        if isinstance(body, dict):
            fields = {"Content-Type": "application/json"} | fields
            body = json.dumps(body)
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[number], timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body, {name: value for name, value in fields.items() if value})
            answer = connection.getresponse()
            text = answer.read().decode()
            is_json = text and answer.headers["content-type"] == "application/json"
            return answer.status, answer.headers, json.loads(text) if is_json else text

    def get(self, path, number=0):
        status, _, body = self.ask("GET", path, number=number)
        assert status == 200, body
        return body

    def post(self, path, body=None, number=0, status=200, **fields):
        got, _, answer = self.ask("POST", path, body, number, **fields)
        assert got == status, answer
        return answer

    def start_vote(self, room, title="Lunch", number=0, **plan):
        return self.post("/votes", {"room": room, "title": title} | plan, number, 201)

    @contextlib.contextmanager
    def events(self, number=0):
        """What is told to who listens, as (type, data)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[number], timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", "/votes/events", headers={"Authorization": f"Bearer {self.key}"})
            answer = connection.getresponse()
            assert (answer.status, answer.headers["content-type"]) == (200, "text/event-stream")
            yield parsed(answer)


def parsed(lines, seconds=60):
    event, deadline = {}, time.monotonic() + seconds
    for line in lines:
        # What begins with a colon only keeps the connection: every fifteen seconds, so that reading never times out.
        if line.startswith(b":"):
            assert time.monotonic() < deadline, f"no event within {seconds} s"
            continue
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            event[name] = value
        elif event:
            yield event["event"], json.loads(event["data"])
            event, deadline = {}, time.monotonic() + seconds
