#!/usr/bin/env python3
"""What a relay delivers by http and by https, and what that costs. infra/bench relay calls this.

One instance, a relay, and HAProxy as a receiver that holds nobody up; by turns http, https, and https over HTTP/2. For each, in one room
and in many: first the receiver stands still until all events wait in the relay, then as many a second are told as arrive once it goes on, with
the CPU of an event; then messages are written at a rate, and the time is told from when one was stored until the receiver has it, in whole
milliseconds. It fails where an event is lost or doubled.
"""
import argparse
import contextlib
import signal
import subprocess
import sys
import tempfile
import types
from pathlib import Path
from statistics import median

from servers import PROJECT, Servers, free_port

sys.path += [str(PROJECT / "Tests" / "Stack")]

from authority import Authority  # noqa: E402
from followers import processor_seconds, resident, write  # noqa: E402
from haproxy import HAProxy  # noqa: E402
from participant import Participant  # noqa: E402
from receiver import Relay  # noqa: E402
from waiting import wait_for  # noqa: E402

WAYS = ("http", "https", "https, HTTP/2")
# Characters of a message; messages a second of the paced part, by whether there are many rooms.
SIZE, RATES = 128, {False: 50, True: 200}


def arguments():
    parser = argparse.ArgumentParser(prog="infra/bench relay", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="of each (3)")
    parser.add_argument("--rooms", type=int, default=100, help="where there are many (100)")
    parser.add_argument("--events", type=int, default=4_000, help="that wait in all rooms together (4000)")
    parser.add_argument("--seconds", type=int, default=10, help="of messages at a rate (10)")
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build/release", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.runs < 1 or not 2 <= options.rooms <= 100 or not options.rooms <= options.events <= 10_000 or options.seconds < 1:
        parser.error("--runs and --seconds take 1 or more, --rooms 2 to 100, --events as many as there are rooms, to 10000")
    return options


class Receiver(HAProxy):
    """It answers every request with 200, and tells of each when its message was stored and when it came."""

    # It may stand still.
    ends_by = signal.SIGKILL

    def __init__(self, folder, way, certificate):
        port = free_port()
        tls = ""
        if way != "http":
            both = folder / "receiver.pem"
            both.write_text(certificate.path.read_text() + certificate.key.read_text())
            tls = f"ssl crt {both} alpn {'h2' if way.endswith('2') else 'http/1.1'}"
        (folder / "receiver.cfg").write_text(f"""
global
    log stdout format raw local0
    nbthread 1
defaults
    mode http
    log global
    timeout connect 60s
    timeout client 60s
    timeout server 60s
frontend receiver
    bind 127.0.0.1:{port} {tls}
    option http-buffer-request
    http-request set-var(txn.stored) req.body,json_query('$.time','int')
    http-request set-var(txn.came) date(0,ms)
    http-request set-var(txn.id) req.hdr(webhook-id)
    log-format "%[var(txn.id)] %[var(txn.stored)] %[var(txn.came)] %[src_port]"
    http-request return status 200
""")
        super().__init__(folder / "receiver.cfg", port, folder / "arrived", stderr=subprocess.DEVNULL)
        self.url = f"{way.partition(',')[0]}://127.0.0.1:{port}/"

    def arrivals(self):
        """(id, stored, came, port) of each, in milliseconds, and by which connection."""
        lines = [line.split() for line in self.log().splitlines()]
        # Of a connection on which nothing came a line tells nothing.
        return [(line[0], int(line[1]), int(line[2]), line[3]) for line in lines if len(line) == 4 and line[1].isdigit()]


def https_program(relay):
    """What speaks https for it; nothing where it speaks http."""
    return [int(word) for word in Path(f"/proc/{relay.process.pid}/task/{relay.process.pid}/children").read_text().split()]


class Run:
    """One relay of some rooms, and its receiver."""

    def __init__(self, options, way, is_many, port, authority, certificate):
        self.options, self.port, self.is_many = options, port, is_many
        self.rooms = [f"room-{number}" for number in range(options.rooms if is_many else 1)]
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tchatter-relay-")))
            self.receiver = stack.enter_context(Receiver(folder, way, certificate))
            prefix = () if way == "http" else authority.trusted
            self.relay = stack.enter_context(Relay(
                types.SimpleNamespace(port=port), folder, self.rooms, self.receiver.url, "--timeout", "300", prefix=prefix,
                program=options.programs / "tchatter-bots"))  # fmt: skip
            self.relay.await_rooms(*self.rooms)
            self.pids = {"relay": [self.relay.process.pid], "tchatter-https": https_program(self.relay), "receiver": [self.receiver.pid]}
            self.told = self.saturated(folder) | self.paced()
            self.relay.finish()

    def processors(self):
        return {name: processor_seconds(*pids) for name, pids in self.pids.items()}

    def await_all(self, count):
        wait_for(lambda: len(self.receiver.arrivals()) >= count, 600, self.relay.log, 0.2)

    def saturated(self, folder):
        """What waits is sent once the receiver goes on."""
        count = self.options.events // len(self.rooms) * len(self.rooms)
        # What is on its way before belongs to nobody's figure: the connections are made, the pages read.
        with Participant(self.port) as ann:
            for room in self.rooms:
                ann.send(room, "x" * SIZE)
            self.await_all(len(self.rooms))
            self.receiver.send_signal(signal.SIGSTOP)
            for room in self.rooms:
                ann.send_all(room, ["x" * SIZE] * (count // len(self.rooms)))
        wait_for(lambda: self.taken(folder) == count + len(self.rooms), 600, self.relay.log, 0.2)
        before = self.processors()
        self.receiver.send_signal(signal.SIGCONT)
        self.await_all(count + len(self.rooms))
        after = self.processors()
        self.check(count + len(self.rooms))
        arrived = self.receiver.arrivals()[-count:]
        came = [came for _, _, came, _ in arrived]
        told = {"a second": (count - 1) * 1_000 / max(1, max(came) - min(came)), "connections": len({port for *_, port in arrived})}
        told |= {f"µs of {name}": (after[name] - before[name]) * 1e6 / count for name in after}
        return told | {f"MB of {name}": sum(map(resident_of, pids)) / 1e6 for name, pids in self.pids.items()}

    def taken(self, folder):
        """Events that are in the relay's files."""
        files = (folder / "state").glob("*/outbox")
        return sum(line.startswith(b"e ") for file in files for line in file.read_bytes().splitlines())

    def paced(self):
        """What is written at a rate."""
        before, rate = len(self.receiver.arrivals()), RATES[self.is_many]
        write(self.port, self.rooms, rate, self.options.seconds, "x" * SIZE)
        self.await_all(before + rate * self.options.seconds)
        self.check(before + rate * self.options.seconds)
        took = sorted(came - stored for _, stored, came, _ in self.receiver.arrivals()[before:])
        return {"p50": took[len(took) // 2], "p99": took[len(took) * 99 // 100]}

    def check(self, count):
        ids = [id for id, *_ in self.receiver.arrivals()]
        if not len(ids) == len(set(ids)) == count:
            raise SystemExit(f"FAILED: {len(ids)} requests came, of {len(set(ids))} events, where {count} were written")


def resident_of(pid):
    return resident(types.SimpleNamespace(pid=pid))


def spread(values, digits):
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def table(rows, is_many, options):
    """rows: {way: what each run told}."""
    names = [("a second", "events a second", 0), ("connections", "connections", 0), *((f"µs of {name}", f"µs of CPU of {name} an event", 0) for name in ("relay", "tchatter-https", "receiver")),
             ("p50", f"p50 at {RATES[is_many]} a second, ms", 0), ("p99", "p99, ms", 0),
             ("MB of relay", "MB of relay", 0), ("MB of tchatter-https", "MB of tchatter-https", 0)]  # fmt: skip
    print(f"\n{options.rooms if is_many else 1} room{'s' * is_many}, {options.runs} runs of each by turns: median, spread\n")
    print(f"| | {' | '.join(WAYS)} |\n|---|{'---|' * len(WAYS)}")
    for name, words, digits in names:
        print(f"| {words} | {' | '.join(spread([told[name] for told in rows[way]], digits) for way in WAYS)} |")
    for way in WAYS[1:]:
        ratios = [of_http["a second"] / told["a second"] for of_http, told in zip(rows["http"], rows[way])]
        print(f"\nhttp : {way} of the same run, events a second: {spread(ratios, 2)}")


def main():
    options = arguments()
    rows = {is_many: {way: [] for way in WAYS} for is_many in RATES}
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        certificate = authority.certificate("receiver", "IP:127.0.0.1")
        for run in range(options.runs):
            for is_many in RATES:
                # By turns, so that none is always the one on a warm machine.
                for way in WAYS[run % len(WAYS) :] + WAYS[: run % len(WAYS)]:
                    with Servers("single", options.programs) as servers:
                        rows[is_many][way].append(Run(options, way, is_many, servers.ports[0], authority, certificate).told)
    for is_many in RATES:
        table(rows[is_many], is_many, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
