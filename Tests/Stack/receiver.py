"""The relay of a fleet's rooms as its operator runs it, and receivers that answer well, badly, late or never."""

import json
import socket
import ssl
import subprocess
import threading
import urllib.parse
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from slack_sdk.signature import SignatureVerifier
from standardwebhooks import Webhook, WebhookVerificationError

from bots import BOTS, Bots
from ports import free_port
from waiting import wait_for

SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSByZWNlaXZlciBhbmQgdGhlIHJlbGF5"
# Ladders in tests have the rungs of everybody's, at a thousandth: the last pause is 36 s.
FAST = ("--retry-milliseconds", "5")

# Answers that come after the relay has given the request up, and not at all.
LATE, NEVER = "late", "never"


class Receiver:
    """Somebody's program that takes webhooks, verified by PyPI's standardwebhooks. Keeps what it was sent, in its order.

    - answers: called with the number of the request, from 1 on; the status to answer, LATE, or NEVER. What it does not answer
      with 2xx it forgets, as a program would that has failed.
    - body: of each answer, or what makes it of the event.
    - arrived: the list of what it has already, to which it adds.
    - certificate: by which it speaks TLS; without it does not.
    """

    def __init__(self, answers=lambda number: 200, secret=SECRET, fields=None, port=None, body=b"", arrived=None, certificate=None):
        self.certificate = certificate
        # Connections, in all.
        self.opened = self.closed = 0
        self.answers, self.secret, self.fields, self.body = answers, secret, fields or {}, body
        self.port = port or free_port()
        self.arrived, self.requests, self.forged = [] if arrived is None else arrived, 0, 0
        self.lock, self.is_over = threading.Lock(), threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                length = int(self.headers["content-length"])
                body = self.rfile.read(length)
                # Whoever is killed in the middle of a request has not made it.
                if len(body) < length:
                    self.close_connection = True
                    return
                receiver.take(self, body)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = block_on_close = True

            def process_request(self, *words):
                with receiver.lock:
                    receiver.opened += 1
                super().process_request(*words)

            def shutdown_request(self, *words):
                super().shutdown_request(*words)
                with receiver.lock:
                    receiver.closed += 1

            def handle_error(self, *_):
                """Who posts may be killed meanwhile."""

        self.server = Server(("127.0.0.1", self.port), Handler)
        if certificate:
            self.server.socket = certificate.context().wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def take(self, handler, body):
        with self.lock:
            self.requests += 1
            status = self.answers(self.requests)
            if not self.is_signed(dict(handler.headers), body):
                self.forged, status = self.forged + 1, 401
            is_form = handler.headers["content-type"] == "application/x-www-form-urlencoded"
            event = dict(urllib.parse.parse_qsl(body.decode())) if is_form else json.loads(body)
            # On a busy machine it may be taken only after its successors: whoever has given it up sends it again.
            given_up = is_closed(handler.connection)
            if not given_up and (status == LATE or (status != NEVER and 200 <= status < 300)):
                self.arrived.append((handler.headers["webhook-id"], event))
        if given_up:
            handler.close_connection = True
            return
        if status in (LATE, NEVER):
            # Until it is given up: on a busy machine a relay that should have waited for less may find any answer that is there.
            while not self.is_over.wait(0.05) and (status == NEVER or not is_closed(handler.connection)):
                pass
            handler.close_connection = True
            if status == NEVER:
                return
            status = 200
        handler.send_response(status)
        for name, value in self.fields.items():
            handler.send_header(name, value)
        answer = self.body(event) if callable(self.body) else self.body
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def is_signed(self, fields, body):
        """As standardwebhooks and, where there is one, slack_sdk find the signature."""
        try:
            Webhook(self.secret).verify(body, fields, json_parse=False)
        except WebhookVerificationError:
            return False
        return "X-Slack-Signature" not in fields or SignatureVerifier(self.secret).is_valid_request(body, fields)

    @property
    def url(self):
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}/events"

    def events(self):
        """What has arrived, each id once: where it came first."""
        with self.lock:
            return list({id: event for id, event in reversed(self.arrived)}.items())[::-1]

    def texts(self):
        return [event.get("text") for _, event in self.events()]

    def close(self):
        self.is_over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def is_closed(connection):
    """Whether the other side has closed it: by TLS it says so, and behind a request it says nothing else."""
    try:
        # Of the socket itself: one with TLS takes no flags.
        said = socket.socket.recv(connection, 1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        return not said or isinstance(connection, ssl.SSLSocket)
    except BlockingIOError:
        return False
    except OSError:
        return True


class Relay(Bots):
    """tchatter-bots relay of rooms, in a folder that outlives it.

    - prefix: of the command, such as `authority.trusted`.
    """

    def __init__(self, fleet, folder, rooms, to, *options, secret=SECRET, port=None, prefix=(), allows_private=True, program=BOTS):
        (folder / "secrets").write_text(secret + "\n")
        command = [*prefix, str(program), "relay", str(folder / "state"), *([rooms] if isinstance(rooms, str) else rooms), "--to", to, *options]
        command += ["--secret-file", str(folder / "secrets"), "--session", str(folder / "session")]
        command += ["--allow-private"] if allows_private else []
        command += ["--url", f"ws://127.0.0.1:{port or fleet.port}/ws", "--name", f"Relay-{zlib.crc32(bytes(folder)):x}"]
        super().__init__(command, folder / "log")

    def await_rooms(self, *rooms):
        """Waits until it is in them."""
        wait_for(lambda: all(f"in {room}\n" in self.log() for room in rooms), 120, self.log)


def ask(folder, what, *rooms):
    """(status, output) of --status, --dead or --replay."""
    done = subprocess.run([BOTS, "relay", what, str(folder / "state"), *rooms], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout
