"""The relay, while its receiver answers well, badly, late or never, and while it is killed and the fleet restarts."""

import json
import os
import re
import resource
import ssl
import subprocess
import sys

import pytest

from bots import BOTS
from haproxy import HAProxy
from participant import Participant
from ports import free_port
from process import Process
from programs import PROJECT
from receiver import FAST, NEVER, SECRET, Receiver, Relay, ask
from waiting import wait_for


def arrives(receiver, count, relay):
    """Waits until so many events have arrived."""
    wait_for(lambda: len(receiver.events()) >= count, 120, lambda: f"{len(receiver.events())} of {count}: {relay.tells()}")


def await_status(folder, status, line):
    """Waits until --status says so: a receiver has an event before the relay has its answer."""
    wait_for(lambda: ask(folder, "--status") == (status, f"{line}\n"), 60, lambda: ask(folder, "--status"))


def await_answers(folder):
    """Waits until the relay knows that all has arrived."""
    waits = lambda: [line for line in ask(folder, "--status")[1].splitlines() if ": 0 waiting," not in line]  # noqa: E731
    wait_for(lambda: not waits(), 60, waits)


def check(receiver, rooms, count):
    """Every event of each room has arrived, each under one id, in order: at most the newest came again before the next."""
    assert receiver.forged == 0
    for room in rooms:
        arrived = [(event["seq"], id) for id, event in receiver.arrived if event["room"] == room]
        assert sorted(set(seq for seq, _ in arrived)) == list(range(1, count + 1)), arrived
        assert len(set(arrived)) == count, "an event had two ids"
        assert [seq for seq, _ in arrived] == sorted(seq for seq, _ in arrived), arrived


def test_all_kinds_of_events_arrive_as_the_chat_told_them(fleet, room, tmp_path):
    with Receiver() as receiver, Relay(fleet, tmp_path, room, receiver.url) as relay, Participant(fleet.port) as ann:
        ann.join(room)
        relay.await_rooms(room)
        sent = ann.send(room, "frist")
        told = [ann.event("message")]
        ann.submit("edit", room=room, seq=sent["seq"], text="first")
        told.append(ann.event("edit"))
        ann.submit("react", room=room, seq=sent["seq"], reaction="👍", on=True)
        told.append(ann.event("reaction"))
        # What is deleted before the relay's instance has told it is told without its text.
        arrives(receiver, 3, relay)
        ann.submit("delete", room=room, seq=sent["seq"])
        told.append(ann.event("delete"))
        arrives(receiver, 4, relay)
        assert [event for _, event in receiver.events()] == told
        await_answers(tmp_path)
        assert relay.finish() == f"{room}: 4 taken, 4 delivered, 0 given up, 0 waiting\n"
        assert ask(tmp_path, "--status") == (0, f"{room}: 0 waiting, 0 given up, on\n")


def test_a_relay_that_may_not_be_in_a_room_says_so_and_goes_on_in_its_others(fleet, room, tmp_path):
    rooms = [room, f"{room}-2", f"{room}-3"]
    with Receiver() as receiver, Participant(fleet.port) as ann:
        for name in rooms:
            ann.join(name)
        ann.request("govern", room=rooms[2], set={"mode": "closed"})
        with Relay(fleet, tmp_path, rooms, receiver.url) as relay:
            relay.await_rooms(*rooms[:2])
            wait_for(lambda: f"{rooms[2]} can't be joined: forbidden" in relay.log(), 60, relay.log)
            ann.request("govern", room=room, set={"mode": "closed"})
            wait_for(lambda: f"{room}: not let in any more" in relay.log(), 60, relay.log)
            ann.send(room, "among us")
            ann.send(rooms[1], "for all")
            arrives(receiver, 2, relay)
            await_answers(tmp_path)
            lines = [f"{room}: 1 taken, 1 delivered, 0 given up, 0 waiting, not let in"]
            lines += [f"{rooms[1]}: 1 taken, 1 delivered, 0 given up, 0 waiting"]
            lines += [f"{rooms[2]}: 0 taken, 0 delivered, 0 given up, 0 waiting, not let in"]
            assert relay.finish() == "\n".join([*lines, ""])
            assert relay.log().count("can't be joined") == 1, "it does not ask again and again"
    assert sorted(event["type"] for _, event in receiver.events()) == ["message", "policy"], "between rooms there is no order"


def test_a_second_relay_goes_on_when_the_first_is_killed_and_the_fleet_restarts(whole_fleet, room, tmp_path):
    fleet = whole_fleet
    with Receiver() as receiver, Relay(fleet, tmp_path, room, receiver.url, *FAST) as first:
        first.await_rooms(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST) as second:
            wait_for(lambda: f"{room} is sent by another" in second.log(), 60, second.log)
            with Participant(fleet.port) as ann:
                ann.join(room)
                ann.send_all(room, [f"before {number}" for number in range(10)])
            arrives(receiver, 10, first)
            first.kill()
            for name in fleet.names:
                fleet.restart(name)
            with Participant(fleet.port) as ann:
                ann.join(room)
                ann.send_all(room, [f"after {number}" for number in range(10)])
            arrives(receiver, 20, second)
            second.finish()
        check(receiver, [room], 20)


def test_who_is_away_gets_everything_when_it_is_back_and_a_full_outbox_reads_no_further(fleet, room, tmp_path):
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with Relay(fleet, tmp_path, room, url, "--retry-milliseconds", "10", "--outbox", "10") as relay:
        relay.await_rooms(room)
        with Participant(fleet.port) as ann:
            ann.join(room)
            ann.send_all(room, [f"event {number}" for number in range(40)])
        wait_for(lambda: "the outbox is full: nothing more is taken" in relay.log(), 60, relay.log)
        wait_for(lambda: "Connection refused" in relay.log(), 60, relay.log)
        await_status(tmp_path, 0, f"{room}: 10 waiting, 0 given up, on")
        with Receiver(port=port) as receiver:
            arrives(receiver, 40, relay)
            assert "the outbox has room again" in relay.log()
            relay.finish()
            check(receiver, [room], 40)


def test_a_full_disk_stops_the_taking_and_nothing_is_lost(fleet, room, tmp_path):
    with Receiver() as receiver, Relay(fleet, tmp_path, room, receiver.url, *FAST) as relay, Participant(fleet.port) as ann:
        ann.join(room)
        relay.await_rooms(room)
        # The kernel refuses to let its files grow, as a full disk would, beyond what the journal has: the log has less.
        ann.send(room, "before" * 300)
        arrives(receiver, 1, relay)
        journal, pid = tmp_path / "state" / room / "outbox", relay.process.pid
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (journal.stat().st_size, most))
        ann.send_all(room, ["one", "two", "three"])
        wait_for(lambda: "nothing more is taken until that is over" in relay.log(), 60, relay.log)
        assert relay.log().count("until that is over") == 1 and len(receiver.events()) == 1
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))
        arrives(receiver, 4, relay)
        assert "what waited is written; going on" in relay.log()
        await_answers(tmp_path)
        assert relay.finish() == f"{room}: 4 taken, 4 delivered, 0 given up, 0 waiting\n"
        check(receiver, [room], 4)


def test_what_fell_off_the_backlog_is_told(fleet, room, tmp_path):
    with Receiver() as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url) as relay:
            relay.await_rooms(room)
            ann.send(room, "before")
            arrives(receiver, 1, relay)
        # What a short backlog drops, while nobody relays.
        ann.send_all(room, ["away 1", "away 2", "away 3"])
        stream = f"tc:{{{room}}}:s"
        names = subprocess.run(["redis-cli", "-p", str(fleet.redis_port), "keys", f"tc:{{{room}}}:*"], capture_output=True, text=True)
        assert stream in names.stdout.split(), names.stdout
        subprocess.run(["redis-cli", "-p", str(fleet.redis_port), "xtrim", stream, "maxlen", "1"], capture_output=True, check=True)
        for name in fleet.names:
            fleet.restart(name)
        with Relay(fleet, tmp_path, room, receiver.url) as relay:
            arrives(receiver, 3, relay)
            relay.finish()
        kinds = [(event["type"], event.get("text"), event["seq"]) for _, event in receiver.events()]
        assert kinds == [("message", "before", 1), ("gap", None, 4), ("message", "away 3", 4)]
        assert receiver.events()[1][1]["after"] == 1


def test_an_event_that_fails_for_ever_is_given_up_and_sent_again_when_that_is_wanted(fleet, room, tmp_path):
    fails = True
    with Receiver(lambda number: 500 if fails and number <= 9 else 200) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, "--retry-milliseconds", "0") as relay:
            relay.await_rooms(room)
            ann.send_all(room, ["one", "two"])
            arrives(receiver, 1, relay)
            assert receiver.texts() == ["two"] and receiver.requests == 10
            assert "attempt 9 of 9" in relay.log() and "given up, --dead lists it" in relay.log()
            status, lines = ask(tmp_path, "--dead")
            letter = json.loads(lines)
            assert status == 0 and letter["event"]["text"] == "one" and letter["reason"] == "HTTP 500" and letter["attempts"] == 9
            await_status(tmp_path, 1, f"{room}: 0 waiting, 1 given up, on")
            ask(tmp_path, "--replay")
            arrives(receiver, 2, relay)
            assert receiver.events()[1] == (letter["id"], letter["event"])
            await_status(tmp_path, 0, f"{room}: 0 waiting, 0 given up, on")


@pytest.mark.parametrize(("answer", "reason", "requests"), [(410, "HTTP 410", 1), (500, "20 attempts in a row have failed", 20)])
def test_a_receiver_that_wants_nothing_more_is_left_alone(fleet, room, tmp_path, answer, reason, requests):
    answers = {"now": answer}
    with Receiver(lambda _: answers["now"]) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, "--retry-milliseconds", "0") as relay:
            relay.await_rooms(room)
            ann.send_all(room, ["one", "two", "three"])
            wait_for(lambda: f"{room} is off: " in relay.log(), 60, relay.log)
            assert reason in relay.log() and receiver.requests == requests
            # Who is there is told so once, and not by whom.
            *_, word = ann.messages(4, 60)
            assert word.startswith("What is said here is not passed on for now: ") and receiver.url not in word
            wait_for(lambda: ask(tmp_path, "--status")[0] == 1, 60, lambda: ask(tmp_path, "--status"))
        # Also when it starts anew, until somebody turns it on.
        with Relay(fleet, tmp_path, room, receiver.url) as relay:
            wait_for(lambda: relay.log().count(f"in {room}\n") == 2, 60, relay.log)
            assert receiver.requests == requests
            answers["now"] = 200
            ask(tmp_path, "--replay", room)
            arrives(receiver, 4, relay)
            relay.finish()
        assert sorted(receiver.texts()) == sorted(["one", "three", "two", word])


def test_a_receiver_is_waited_for_as_long_as_it_asks(fleet, room, tmp_path):
    with Receiver(lambda number: 503 if number == 1 else 200, fields={"Retry-After": "2"}) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, receiver.url, *FAST) as relay:
            relay.await_rooms(room)
            ann.send(room, "one")
            arrives(receiver, 1, relay)
            assert "HTTP 503; the next in 2 s" in relay.log()


def test_an_answer_is_read_to_64_kib(fleet, room, tmp_path):
    with Receiver(body=b"x" * 65_536) as receiver, Relay(fleet, tmp_path, room, receiver.url, *FAST) as relay, Participant(fleet.port) as ann:
        ann.join(room)
        relay.await_rooms(room)
        ann.send(room, "one")
        arrives(receiver, 1, relay)
        await_answers(tmp_path)
        receiver.body += b"x"
        ann.send(room, "two")
        wait_for(lambda: "the body is too long" in relay.log(), 60, relay.log)


def test_two_secrets_are_good_for_who_has_either(fleet, room, tmp_path):
    new = "whsec_" + "YW5vdGhlciBzZWNyZXQgZm9yIHRoZSByZWNlaXZlciBhbmQ="
    with Receiver(secret=SECRET) as old, Receiver(secret=new, port=None) as other, Participant(fleet.port) as ann:
        ann.join(room)
        for number, receiver in enumerate((old, other)):
            folder = tmp_path / str(number)
            folder.mkdir()
            with Relay(fleet, folder, room, receiver.url, secret=f"{new} {SECRET}") as relay:
                relay.await_rooms(room)
                ann.send(room, f"event {number}")
                arrives(receiver, 1, relay)
            assert receiver.forged == 0 and receiver.texts() == [f"event {number}"]
        (tmp_path / "wrong").mkdir()
        with Relay(fleet, tmp_path / "wrong", room, old.url, secret=new) as relay:
            relay.await_rooms(room)
            ann.send(room, "forged")
            wait_for(lambda: "HTTP 401" in relay.log(), 60, relay.log)
        assert old.texts() == ["event 0"]


def test_slacks_slash_commands_are_answered_in_the_room_once(fleet, room, tmp_path):
    def answer(event):
        if event.get("command") == "/weather":
            return json.dumps({"text": f"It rains in {event['text']}."}).encode()
        kind = "ephemeral" if event["text"] == "tell me" else "in_channel"
        return json.dumps({"text": "I heard.", "response_type": kind}).encode() if "me" in event["text"] else b"ok"

    answers = iter([NEVER])
    with Receiver(lambda _: next(answers, 200), body=answer) as receiver, Participant(fleet.port) as ann:
        ann.join(room)
        # Slack waits for three seconds; a busy machine may need longer.
        options = (*FAST, "--shape", "slack", "--timeout", "60")
        with Relay(fleet, tmp_path, room, receiver.url, *options) as relay:
            relay.await_rooms(room)
            ann.send(room, "/weather Paris & 100% Köln")
            wait_for(lambda: receiver.requests == 1, 60, relay.log)
            relay.kill()
        with Relay(fleet, tmp_path, room, receiver.url, *options) as relay:
            assert ann.messages(2, 60) == ["/weather Paris & 100% Köln", "It rains in Paris & 100% Köln."]
            sent = ann.send(room, "nothing")
            ann.submit("edit", room=room, seq=sent["seq"], text="something")
            ann.send(room, "hear me")
            assert ann.messages(3, 60) == ["nothing", "hear me", "I heard."]
            ann.send(room, "tell me")
            assert ann.messages(1) == ["tell me"]
            ann.join(f"@{ann.event('direct', 60)['with']['name']}", limit=5)
            assert ann.messages(1) == ["I heard."]
            ann.send(room, "the end")
            arrives(receiver, 5, relay)
            wait_for(lambda: ask(tmp_path, "--status")[0] == 0, 60, relay.log)
            relay.finish()
        # What the relay said itself, and what is no message, is not told.
        assert [(event.get("command"), event["text"]) for _, event in receiver.events()] == [
            ("/weather", "Paris & 100% Köln"), (None, "nothing"), (None, "hear me"), (None, "tell me"), (None, "the end")]
        assert {event["channel_name"] for _, event in receiver.events()} == {room} and receiver.forged == 0
        assert {event["user_name"] for _, event in receiver.events()} == {ann.name}


def test_the_receiver_of_the_documents_takes_each_event_once(fleet, room, tmp_path):
    port = free_port()
    command = [sys.executable, PROJECT / "Tests" / "Examples" / "webhook_receiver.py", port]
    environment = os.environ | {"TCHATTER_RELAY_SECRETS": SECRET}
    example = Process(command, tmp_path / "events", environment, port, stderr=subprocess.DEVNULL)
    with example, Participant(fleet.port) as ann:
        ann.join(room)
        with Relay(fleet, tmp_path, room, f"http://localhost:{port}", *FAST) as relay:
            relay.await_rooms(room)
            ann.send_all(room, ["one", "two", "three"])
            lines = lambda: example.log().splitlines()  # noqa: E731
            wait_for(lambda: len(lines()) == 3, 60, relay.log)
            assert [json.loads(line)["text"] for line in lines()] == ["one", "two", "three"]
            relay.finish()


def test_haproxy_brings_it_to_a_receiver_by_https(fleet, room, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=hooks.example.org",
         "-addext", "subjectAltName=DNS:hooks.example.org", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True)  # fmt: skip
    port = free_port()
    with Receiver() as receiver, Participant(fleet.port) as ann:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
        text = (PROJECT / "Public" / "bots.md").read_text()
        configuration = re.search(r"```haproxy\n(.*?)```", text, re.DOTALL).group(1)
        configuration = configuration.replace("127.0.0.1:8444", f"127.0.0.1:{port}")
        configuration = configuration.replace("hooks.example.org:443", f"127.0.0.1:{receiver.port}")
        ann.join(room)
        for name, trusted in (("trusted", certificate), ("not", "/etc/ssl/certs/ca-certificates.crt")):
            folder = tmp_path / name
            folder.mkdir()
            (folder / "haproxy.cfg").write_text(configuration.replace("/etc/ssl/certs/ca-certificates.crt", str(trusted)))
            with HAProxy(folder / "haproxy.cfg", port, folder / "haproxy.log"), Relay(
                fleet, folder, room, f"http://127.0.0.1:{port}/events", *FAST) as relay:  # fmt: skip
                relay.await_rooms(room)
                ann.send(room, name)
                if name == "trusted":
                    arrives(receiver, 1, relay)
                else:
                    wait_for(lambda: "HTTP 503" in relay.log(), 60, relay.log)
        assert receiver.texts() == ["trusted"]


@pytest.mark.parametrize(
    ("arguments", "secret", "line"),
    [
        (["--to", "http://127.0.0.1:9/"], SECRET, "--to: 127.0.0.1 is no address of the public Internet (--allow-private allows it)"),
        (["--to", "http://[::ffff:10.0.0.1]/"], SECRET, "is no address of the public Internet"),
        (["--to", "http://localhost/"], SECRET, "localhost is 127.0.0.1, which is no address of the public Internet"),
        (["--to", "https://127.0.0.1:9/"], SECRET, "--to: 127.0.0.1 is no address of the public Internet (--allow-private allows it)"),
        (["--to", "https://[2600::1]/"], SECRET, "by https an address of IPv6 is reached by a name alone"),
        (["--to", "https://example.org/a|b"], SECRET, "in an address of https other signs than"),
        (["--to", "example.org"], SECRET, "an address begins with https:// or http://"),
        (["--to", "http://a:b@example.org/"], SECRET, "a name or a password has no place in it"),
        (["--to", "http://8.8.8.8/"], "whsec_c2hvcnQ=", "TCHATTER_RELAY_SECRETS holds no secrets"),
        (["--to", "http://8.8.8.8/"], "", "relay needs a secret"),
        ([], SECRET, "relay needs a receiver: --to URL"),
        (["--to", "http://8.8.8.8/", "--people", "--shape", "slack"], SECRET, "--people is told in the shape of events alone"),
        (["--to", "http://8.8.8.8/", "--absence", "soon"], SECRET, "--absence is a number from 0 to 3600"),
        (["--to", "http://8.8.8.8/", "--away", "60"], SECRET, "--away needs --people, by which it is known who is there"),
        (["--to", "http://8.8.8.8/", "--outbox", "0"], SECRET, "--outbox is a number from 1 to 100000"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path, arguments, secret, line):
    done = subprocess.run(
        [BOTS, "relay", str(tmp_path / "state"), "lobby", *arguments],
        env=os.environ | {"TCHATTER_RELAY_SECRETS": secret}, capture_output=True, text=True, timeout=60)  # fmt: skip
    assert done.returncode == 2 and line in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert not secret or secret not in done.stderr
