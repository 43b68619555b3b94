"""The relay and a receiver that is reached by https, beside the same by http: one contract for both, then what TLS brings with it."""

import base64
import contextlib
import functools
import itertools
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import threading
import zlib

import pytest

from authority import Authority
from bots import BOTS
from haproxy import HAProxy
from participant import Participant
from ports import free_port, is_open
from receiver import FAST, LATE, NEVER, SECRET, Receiver, Relay
from test_relay import arrives, await_answers, await_status, check
from waiting import wait_for

HTTPS = "tchatter-https"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def certificate(authority):
    return authority.certificate("receiver", "DNS:localhost", "IP:127.0.0.1")


@pytest.fixture(params=["http", "https"])
def spoken(request, authority, certificate):
    """What a receiver and the command of its relay take where they speak it."""
    return ({}, ()) if request.param == "http" else ({"certificate": certificate}, authority.trusted)


def children(relay):
    """The processes that a relay has started, and that have not ended."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            state, parent = re.search(r"\) (\S) (\d+) ", (folder / "stat").read_text()).groups()
        except OSError:
            continue
        if int(parent) == relay.process.pid and state != "Z":
            found.append(int(folder.name))
    return found


def program_of(relay):
    """The number of the one process that speaks https for it."""
    wait_for(lambda: children(relay), 60, relay.log)
    (pid,) = children(relay)
    assert pathlib.Path(f"/proc/{pid}/exe").readlink().name == HTTPS
    return pid


def is_there(pid):
    return pathlib.Path(f"/proc/{pid}").exists()


# What both keep.


def test_events_arrive_signed_in_order_each_once(fleet, room, tmp_path, spoken):
    how, prefix = spoken
    rooms = [room, f"{room}-2", f"{room}-3"]
    with Receiver(**how) as receiver, Participant(fleet.port) as ann:
        with Relay(fleet, tmp_path, rooms, receiver.url, prefix=prefix) as relay:
            relay.await_rooms(*rooms)
            for name in rooms:
                ann.join(name)
                ann.send_all(name, [f"Grüße {number} 👍" for number in range(10)])
            arrives(receiver, 30, relay)
            await_answers(tmp_path)
            assert relay.finish() == "".join(f"{name}: 10 taken, 10 delivered, 0 given up, 0 waiting\n" for name in rooms)
        check(receiver, rooms, 10)
        assert receiver.requests == 30


@pytest.mark.parametrize(
    ("status", "fields", "reason"),
    [
        (503, {"Retry-After": "2"}, "HTTP 503; the next in 2 s"),
        (500, {}, "HTTP 500"),
        (404, {}, "HTTP 404"),
        (401, {}, "HTTP 401"),
        (401, {"WWW-Authenticate": 'Basic realm="x"'}, "HTTP 401"),
        (401, {"WWW-Authenticate": "Digest realm=x, nonce=y"}, "HTTP 401"),
        (407, {"Proxy-Authenticate": "Basic realm=x"}, "HTTP 407"),
        (204, {}, None),
        (299, {}, None),
    ],
)
def test_answers_are_taken_for_what_they_are(fleet, room, tmp_path, spoken, status, fields, reason):
    how, prefix = spoken
    with Receiver(lambda number: status if number == 1 else 200, fields=fields, **how) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=prefix) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            arrives(receiver, 1, relay)
            await_answers(tmp_path)
            assert receiver.requests == (2 if reason else 1)
            assert reason is None or f"attempt 1 of 9 at {receiver.events()[0][0]}: {reason}" in relay.log(), relay.log()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(fleet, room, tmp_path, spoken, status):
    how, prefix = spoken
    with Receiver(**how) as other, Participant(fleet.port) as ann:
        ann.join(room)
        fields = {"Location": other.url}
        with Receiver(lambda number: status if number == 1 else 200, fields=fields, body=b"moved", **how) as receiver:
            with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=prefix) as relay:
                relay.await_rooms(room)
                ann.send(room, "one")
                arrives(receiver, 1, relay)
                assert f"HTTP {status}: redirects are not followed" in relay.log()
        assert other.requests == 0


def test_a_receiver_that_wants_nothing_more_turns_the_room_off(fleet, room, tmp_path, spoken):
    how, prefix = spoken
    with Receiver(lambda _: 410, **how) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=prefix) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: f"{room} is off: the receiver wants nothing more (HTTP 410)" in relay.log(), 60, relay.log)
            assert receiver.requests == 1


@pytest.mark.parametrize("answer", [LATE, NEVER])
def test_who_does_not_answer_in_time_has_failed(fleet, room, tmp_path, spoken, answer):
    how, prefix = spoken
    with Receiver(lambda number: answer if number == 1 else 200, **how) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, "--timeout", "1", prefix=prefix) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: "no answer for 1 s" in relay.log(), 60, relay.log)
            # A busy machine may be late for the next as well.
            arrives(receiver, 1, relay)
        check(receiver, [room], 1)


def test_an_answer_is_read_to_64_kib(fleet, room, tmp_path, spoken):
    how, prefix = spoken
    with Receiver(body=b"x" * 65_536, **how) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=prefix) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            arrives(receiver, 1, relay)
            await_answers(tmp_path)
            receiver.body += b"x"
            ann.send(room, "two")
            wait_for(lambda: "the body is too long" in relay.log(), 60, relay.log)


def test_a_receiver_that_is_not_there_is_told(fleet, room, tmp_path, spoken):
    how, prefix = spoken
    port = free_port()
    with Participant(fleet.port) as ann:
        ann.join(room)
        url = f"{'https' if how else 'http'}://127.0.0.1:{port}/events"
        with Relay(fleet, tmp_path, room, url, *FAST, prefix=prefix) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: "Connection refused" in relay.log(), 60, relay.log)
            with Receiver(port=port, **how) as receiver:
                arrives(receiver, 1, relay)


# What TLS brings with it.


@pytest.mark.parametrize(
    ("names", "days", "reason"),
    [
        (["DNS:other.example"], 2, "no alternative certificate subject name matches target"),
        (["IP:127.0.0.1"], -1, "certificate has expired"),
        (["IP:127.0.0.1"], 2, None),
    ],
)
def test_a_certificate_that_proves_nothing_is_refused(fleet, room, tmp_path, authority, names, days, reason):
    strange = reason is None
    signer = Authority(tmp_path) if strange else authority
    receiver = Receiver(certificate=signer.certificate("wrong", *names, days=days))
    with receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: "attempt 2 of 9" in relay.log(), 60, relay.log)
            attempt = re.search(r"attempt 1 of 9 at \S+: (.*); the next", relay.log()).group(1)
            assert (reason or "certificate problem: unable to get local issuer certificate") in attempt, attempt
            await_status(tmp_path, 0, f"{room}: 1 waiting, 0 given up, on")
        assert receiver.requests == 0


def test_without_the_authority_nothing_is_sent(fleet, room, tmp_path, certificate):
    with Receiver(certificate=certificate) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: "unable to get local issuer certificate" in relay.log(), 60, relay.log)
        assert receiver.requests == 0


def test_who_speaks_no_tls_or_breaks_off_has_failed(fleet, room, tmp_path, authority, certificate):
    """A receiver of http alone, and one that takes the request and closes."""
    with Receiver() as plain, Participant(fleet.port) as ann, socket.create_server(("127.0.0.1", 0)) as listener:
        ann.join(room)
        with Relay(fleet, tmp_path, room, plain.url.replace("http:", "https:"), *FAST, prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: "attempt 2 of 9" in relay.log(), 60, relay.log)
        assert plain.requests == 0

        def take():
            connection, _ = listener.accept()
            with certificate.context().wrap_socket(connection, server_side=True) as secure:
                secure.recv(65_536)

        thread = threading.Thread(target=take)
        thread.start()
        folder = tmp_path / "second"
        folder.mkdir()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        with Relay(fleet, folder, f"{room}-2", url, *FAST, prefix=authority.trusted) as relay:
            relay.await_rooms(f"{room}-2")
            ann.join(f"{room}-2")
            ann.send(f"{room}-2", "two")
            thread.join(60)
            wait_for(lambda: "attempt 1 of 9" in relay.log(), 60, relay.log)


def test_a_private_address_is_refused_when_it_is_connected_to(fleet, room, tmp_path, authority, certificate):
    with Receiver(certificate=certificate) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        # The name leads to a public address when the relay is started, and to this machine later.
        hosts = tmp_path / "hosts"
        hosts.write_text("127.0.0.1 localhost\n8.8.8.8 hooks.example\n")
        prefix = (*authority.trusted, "unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', str(hosts))
        url = f"https://hooks.example:{receiver.port}/"
        with Relay(fleet, tmp_path, room, url, *FAST, prefix=prefix, allows_private=False) as relay:
            relay.await_rooms(room)
            hosts.write_text("127.0.0.1 localhost hooks.example\n")
            ann.send(room, "one")
            refused = "hooks.example is 127.0.0.1, which is no address of the public Internet"
            wait_for(lambda: refused in relay.log(), 60, relay.log)
        assert receiver.requests == 0


class Raw:
    """A receiver that speaks TLS, reads what comes, and answers as it was told, whatever HTTP has to say of that."""

    def __init__(self, certificate, answer):
        """answer: the pieces of an answer, made anew for each connection."""
        self.listener, self.context, self.answer = socket.create_server(("127.0.0.1", 0)), certificate.context(), answer
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.sent = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.take, args=(connection,), daemon=True).start()

    def take(self, connection):
        with contextlib.suppress(OSError), self.context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65_536)
            for piece in self.answer():
                secure.sendall(piece)
                self.sent += len(piece)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def lines_for_ever():
    yield b"HTTP/1.1 200 OK\r\n"
    yield from (b"X-%d: %s\r\n" % (number, b"x" * 8_000) for number in itertools.count())


def redirect_for_ever():
    yield b"HTTP/1.1 302 Found\r\nLocation: https://other.example/\r\n\r\n"
    yield from itertools.repeat(b"x" * 65_536)


@functools.cache
def grown():
    """Half a megabyte that is half a gigabyte when it is unpacked."""
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(512)) + packer.flush()


def redirect_that_grows():
    body = grown()
    yield b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    yield body


@pytest.mark.parametrize("answer", [lines_for_ever, redirect_for_ever, redirect_that_grows])
def test_no_answer_takes_more_than_its_share(fleet, room, tmp_path, authority, certificate, answer):
    # Made only when it is asked for it would come later than the relay waits, and no attempt see it.
    grown()
    with Raw(certificate, answer) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, "--timeout", "1", prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: "attempt 3 of 9" in relay.log(), 60, relay.log)
            most = re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{relay.process.pid}/status").read_text()).group(1)
            assert int(most) < 100_000
            relay.finish()
        # What the kernel holds on the way comes on top of the megabyte that an answer may have.
        assert receiver.sent < 100 << 20


def test_a_connection_serves_many_events_and_is_given_up_before_its_receiver_does(fleet, room, tmp_path, authority, certificate):
    answers = threading.Event()

    def body(_):
        answers.wait()
        return b""

    with Receiver(certificate=certificate, body=body) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, "--timeout", "60", prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            ann.send_all(room, [f"event {number}" for number in range(10)])
            # Were one of them seconds behind the one before it, the connection would be given up in between.
            await_status(tmp_path, 0, f"{room}: 10 waiting, 0 given up, on")
            answers.set()
            arrives(receiver, 10, relay)
            assert receiver.opened == 1
            wait_for(lambda: receiver.closed == 1, 60, "the connection is closed")
            ann.send(room, "after a while")
            arrives(receiver, 11, relay)
            assert receiver.opened == 2 and "attempt" not in relay.log()


def test_each_of_many_rooms_has_a_connection_that_is_kept(fleet, room, tmp_path, authority, certificate):
    """Of requests that are all under way at once, and all answered before the next."""
    rooms = [f"{room}-{number}" for number in range(20)]
    together = threading.Barrier(len(rooms))
    body = lambda _: b"x" * (together.wait(60) >= 0)  # noqa: E731
    opened = [0]
    with Receiver(body=body, certificate=certificate) as receiver, Participant(fleet.port) as ann:
        with Relay(fleet, tmp_path, rooms, receiver.url, "--timeout", "60", prefix=authority.trusted) as relay:
            relay.await_rooms(*rooms)
            for count in range(1, 6):
                for name in rooms:
                    ann.send(name, str(count))
                arrives(receiver, count * len(rooms), relay)
                await_answers(tmp_path)
                opened.append(receiver.opened)
    # On a machine that stands still for seconds some are closed before they are used again, as what nobody needs.
    assert opened[1] == len(rooms) and any(after == before for before, after in itertools.pairwise(opened)), opened
    check(receiver, rooms, 5)


def test_http2_is_spoken_where_a_receiver_wants_it(fleet, room, tmp_path, authority, certificate):
    port, both, configuration = free_port(), tmp_path / "both.pem", tmp_path / "haproxy.cfg"
    both.write_text(certificate.path.read_text() + certificate.key.read_text())
    rooms = [room, f"{room}-2", f"{room}-3"]
    with Receiver() as receiver, Participant(fleet.port) as ann:
        configuration.write_text(f"""
defaults
    mode http
    timeout connect 60s
    timeout client 60s
    timeout server 60s
listen receiver
    bind 127.0.0.1:{port} ssl crt {both} alpn h2
    http-request deny unless {{ req.ver 2.0 }}
    server receiver 127.0.0.1:{receiver.port}
""")
        with HAProxy(configuration, port, tmp_path / "haproxy.log"), Relay(
            fleet, tmp_path, rooms, f"https://localhost:{port}/", *FAST, prefix=authority.trusted) as relay:  # fmt: skip
            relay.await_rooms(*rooms)
            for name in rooms:
                ann.join(name)
                ann.send_all(name, [f"event {number}" for number in range(20)])
            arrives(receiver, 60, relay)
            await_answers(tmp_path)
            assert "attempt" not in relay.log()
        check(receiver, rooms, 20)


# The program beside the relay.


@pytest.fixture
def programs(tmp_path):
    """A folder with the relay's program alone."""
    folder = tmp_path / "programs"
    folder.mkdir()
    shutil.copy(BOTS, folder / "tchatter-bots")
    return folder


def test_a_relay_whose_program_is_missing_says_so_at_once(tmp_path, programs):
    command = [programs / "tchatter-bots", "relay", tmp_path / "state", "lobby", "--to", "https://8.8.8.8/"]
    done = subprocess.run(command, env={"TCHATTER_RELAY_SECRETS": SECRET}, capture_output=True, text=True, timeout=60)
    line = f"tchatter-bots: --to: what speaks https can't be started: {programs / HTTPS}: No such file or directory\n"
    assert (done.returncode, done.stderr) == (2, line)


def test_a_program_that_always_ends_does_not_take_the_relay_along(fleet, room, tmp_path, programs, authority, certificate):
    # The shell keeps the socket until it has ended: the relay ends whoever closes it before.
    (programs / HTTPS).write_text("#!/bin/sh\nhead -c 1 >/dev/null\nexit 3\n")
    (programs / HTTPS).chmod(0o755)
    with Receiver(certificate=certificate) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=authority.trusted, program=programs / "tchatter-bots") as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: "attempt 3 of 9" in relay.log(), 60, relay.log)
            assert f"{HTTPS} ended by status 3, requests on their way: 1; another one is started in" in relay.log()
            fresh = programs / "fresh"
            shutil.copy(pathlib.Path(BOTS).with_name(HTTPS), fresh)
            fresh.rename(programs / HTTPS)
            arrives(receiver, 1, relay)
            relay.finish()
        check(receiver, [room], 1)


def test_its_program_is_killed_in_the_middle_and_every_event_arrives_under_one_id(fleet, room, tmp_path, authority, certificate):
    with Receiver(certificate=certificate) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            for round in range(5):
                before = len(receiver.events())
                ann.send_all(room, [f"{round} {number}" for number in range(20)])
                arrives(receiver, before + 3, relay)
                os.kill(program_of(relay), signal.SIGKILL)
                arrives(receiver, before + 20, relay)
            await_answers(tmp_path)
            # All may have arrived before the last one was killed, and what the relay sees of that comes later.
            wait_for(lambda: relay.log().count("tchatter-https ended by signal 9") == 5, 60, relay.log)
            relay.finish()
        check(receiver, [room], 100)


def test_a_request_that_is_on_its_way_has_failed_when_the_program_ends(fleet, room, tmp_path, authority, certificate):
    answers = iter([NEVER])
    with Receiver(lambda _: next(answers, 200), certificate=certificate) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: receiver.requests == 1, 60, relay.log)
            os.kill(program_of(relay), signal.SIGKILL)
            arrives(receiver, 1, relay)
            assert "tchatter-https ended by signal 9, requests on their way: 1; another one is started in" in relay.log()
            assert "tchatter-https ended while it was on its way; the next" in relay.log()


def test_a_program_that_stands_still_is_replaced(fleet, room, tmp_path, authority, certificate):
    with Receiver(certificate=certificate) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, "--timeout", "1", prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            pid = program_of(relay)
            os.kill(pid, signal.SIGSTOP)
            ann.send(room, "one")
            arrives(receiver, 1, relay)
            assert "no answer for 1 s" in relay.log() and f"{HTTPS} ended by signal 9" in relay.log()
            assert not is_there(pid)
        check(receiver, [room], 1)


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_nothing_is_left_when_the_relay_ends(fleet, room, tmp_path, authority, certificate, ending):
    with Receiver(lambda _: NEVER, certificate=certificate) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            wait_for(lambda: receiver.requests == 1, 60, relay.log)
            pid = program_of(relay)
            # What systemd and a terminal tell all processes is no reason for it to end before the relay.
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                os.kill(pid, number)
            assert is_there(pid)
            getattr(relay, ending)()
            wait_for(lambda: not is_there(pid), 60, "the program ends")


def test_its_tunnel_leads_nowhere_else_and_takes_nobody_else(fleet, room, tmp_path, authority, certificate):
    with Receiver(certificate=certificate) as receiver, Receiver() as other:
        with Relay(fleet, tmp_path, room, receiver.url, *FAST, prefix=authority.trusted) as relay:
            relay.await_rooms(room)
            environment = pathlib.Path(f"/proc/{program_of(relay)}/environ").read_text()
            secret, port = re.search(r"https_proxy=http://(relay:\w+)@127.0.0.1:(\d+)", environment).groups()
            assert "TCHATTER" not in environment and "PATH" not in environment
            proof = "Proxy-Authorization: Basic " + base64.b64encode(secret.encode()).decode()
            wrong = "Proxy-Authorization: Basic " + base64.b64encode(b"relay:x").decode()

            def asked(line, *fields):
                with socket.create_connection(("127.0.0.1", int(port)), 60) as connection:
                    connection.sendall("\r\n".join([line, *fields, "", ""]).encode())
                    return connection.recv(64).split(b"\r\n")[0].decode()

            own = f"CONNECT 127.0.0.1:{receiver.port} HTTP/1.1"
            assert asked(own, proof) == "HTTP/1.1 200 OK"
            assert asked(own) == asked(own, wrong) == "HTTP/1.1 407 Proxy Authentication Required"
            assert asked(f"CONNECT 127.0.0.1:{other.port} HTTP/1.1", proof) == "HTTP/1.1 403 Forbidden"
            assert asked("GET / HTTP/1.1", proof) == "HTTP/1.1 400 Bad Request"
        wait_for(lambda: not is_open(int(port)), 60, "nobody listens")
