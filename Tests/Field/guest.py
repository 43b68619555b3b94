"""Somebody who comes through a proxy: over HTTP and over a WebSocket, from an address of their own."""

import base64
import functools
import http.client
import itertools
import json
import socket
import ssl
import uuid

from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

HOST = "chat.example.org"

numbers = itertools.count(1)


@functools.cache
def trusting():
    """TLS that takes any certificate; one for all, for each takes its time to make."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    # The client reads in one thread and writes in another, for which an SSLSocket has no lock: with 1.3 tickets come
    # while the request is written, and once in a hundred times nothing is read any more.
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


class Front:
    """Where a proxy listens, with TLS or without."""

    def __init__(self, port, is_secure):
        self.port, self.is_secure = port, is_secure

    @property
    def origin(self):
        return f"http{'s' * self.is_secure}://{HOST}"

    def reach(self, address, seconds):
        return socket.create_connection(("127.0.0.1", self.port), seconds, (address, 0))


class Answer:
    """One response."""

    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def is_ours(self):
        """Whether it is the chat's own, and not one that the proxy made."""
        return self.status < 400 or "json" in (self.fields.get("Content-Type") or "")


class Guest:
    """Comes from an address of loopback that nobody else has."""

    def __init__(self, front):
        self.front, number = front, next(numbers)
        self.address = f"127.{1 + number // 200}.{1 + number % 200}.7"
        self.session = None

    # -- HTTP ------------------------------------------------------------------------------------------------------

    def claims_to_be_somebody(self):
        """Whether it is taken for somebody of whom only a proxy may tell."""
        claims = {"iss": "idp", "aud": "chat", "sub": "7", "name": "Mallory", "exp": 4_000_000_000}
        parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "RS256"}, claims)]
        return self.request("GET", "/session", fields={"X-Verified-Token": ".".join(parts)}).status == 200

    def request(self, method, path, body=None, fields=None, seconds=120):
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(HOST)
        connection.sock = self.front.reach(self.address, seconds)
        try:
            if self.front.is_secure:
                connection.sock = trusting().wrap_socket(connection.sock, server_hostname=HOST)
            data = None if body is None else json.dumps(body)
            fields = {"Connection": "close"} | ({"Content-Type": "application/json"} if data else {}) | (fields or {})
            connection.request(method, path, data, fields)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def sign_in(self, **fields):
        """As a program does, without an origin, or as told."""
        answer = self.request("POST", "/session", {"name": f"V{uuid.uuid4().hex[:12]}"}, fields)
        if answer.status == 201:
            self.session = answer.json["session"]
        return answer

    def poll(self, *requests, wait=0, rooms=None, **fields):
        body = {"session": self.session, "rooms": rooms or {}, "wait": wait, "requests": list(requests)}
        return self.request("POST", "/poll", body, fields)

    def status(self, path):
        """What somebody is answered within 30 s, in a word."""
        try:
            return str(self.request("GET", path, seconds=30).status)
        except TimeoutError:
            return "silence"
        except (OSError, http.client.HTTPException):
            return "no answer"

    def passes(self):
        """Whether one request comes through."""
        return self.status("/live") == "200"

    # -- WebSocket -------------------------------------------------------------------------------------------------

    def connect(self, **options):
        """An open WebSocket; raises InvalidStatus for a refusal."""
        options = {"ping_timeout": 60} | options
        plain = self.front.reach(self.address, 60)
        try:
            return connect(
                f"ws{'s' * self.front.is_secure}://{HOST}/ws", sock=plain, ssl=trusting() if self.front.is_secure else None,
                compression=None, open_timeout=60, **options).__enter__()  # fmt: skip
        except BaseException:
            plain.close()
            raise

    def converse(self, **options):
        """Says hello, joins and sends over a WebSocket, and hears it; the status of a refusal else 101."""
        try:
            with self.connect(**options) as connection:
                hello(connection, self.session)
                ask(connection, type="join", room="lobby")
                ask(connection, type="send", room="lobby", text="Hello")
            return 101
        except InvalidStatus as refusal:
            return refusal.response.status_code


def ask(connection, seconds=60, **request):
    """The reply to a request; what comes before it is dropped."""
    id = uuid.uuid4().hex
    connection.send(json.dumps({"id": id} | request))
    while True:
        reply = json.loads(connection.recv(seconds))
        if reply.get("id") == id and reply["type"] != "message":
            assert reply["type"] != "error", reply
            return reply


def hello(connection, session=None):
    who = {"session": session} if session else {"name": f"V{uuid.uuid4().hex[:12]}"}
    return ask(connection, type="hello", version=1, **who)
