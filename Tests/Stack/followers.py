"""What the relay and the archive cost a fleet that chats, and themselves: with and without them, by turns."""

import argparse
import json
import multiprocessing
import os
import pathlib
import statistics
import subprocess
import sys
import textwrap
import threading
import time

from archive import BOTS, Archive
from fleet import PROGRAMS, temporary_fleet
from participant import Participant
from ports import free_port
from receiver import Relay
from waiting import wait_for

PROCESSES, ROOMS_OF_EACH = 4, 5


class Receivers:
    """HAProxy, which answers every request with 200: a receiver that holds nobody up."""

    def __init__(self, folder):
        self.port = free_port()
        configuration = f"""
            defaults
                mode http
                timeout connect 5s
                timeout client 60s
                timeout server 60s
            frontend receiver
                bind 127.0.0.1:{self.port}
                http-request return status 200
            """
        (folder / "receiver.cfg").write_text(textwrap.dedent(configuration).rstrip(" ") + "\n")
        self.process = subprocess.Popen(["haproxy", "-db", "-f", str(folder / "receiver.cfg")], stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{self.port}/"

    def close(self):
        self.process.terminate()
        self.process.wait(10)


def write(port, rooms, rate, seconds, text):
    """Sends so many messages a second, at fixed times, with what the server asks of its clients unanswered at most."""
    person = Participant(port, f"writer-{os.getpid()}", max_queue=None)
    begin, unanswered = time.monotonic(), 0

    def take_answers(most):
        # In the order of their rooms alone.
        nonlocal unanswered
        while unanswered > most:
            answer = person.take(60)
            assert answer["type"] != "error", answer
            unanswered -= answer["type"] == "sent"

    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begin + number / rate - time.monotonic()))
        person.submit("send", room=rooms[number % len(rooms)], text=text)
        unanswered += 1
        take_answers(31)
    take_answers(0)
    person.close()


def resident(process):
    """Bytes of memory that a process has."""
    line = next(line for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def chat(fleet, seconds):
    """The p99 of a delivery among people who chat, in milliseconds."""
    servers = ",".join(f"127.0.0.1:{fleet.public_port(number)}" for number in range(1, fleet.instances + 1))
    command = [PROGRAMS / "tchatter-load", "rooms", "--server", servers, "--clients", "100", "--rooms", "20", "--rate", "200"]
    command += ["--messages", str(200 * seconds), "--timeout", str(4 * seconds + 60), "--json", "--quiet"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)["latency"]["p99"] / 1000


class Run:
    """A fleet, rooms that are written to, and who follows them, or does not."""

    def __init__(self, fleet, folder, rate, seconds):
        self.fleet, self.folder, self.rate, self.seconds = fleet, folder, rate, seconds
        self.names = [[f"busy-{number}-{room}" for room in range(ROOMS_OF_EACH)] for number in range(PROCESSES)]
        self.rooms = [room for names in self.names for room in names]
        self.phases = self.relays = 0

    def phase(self):
        """The chat's p99 while the rooms are written to, and how long they took that."""
        begin, self.phases = time.monotonic(), self.phases + 1
        writers = [multiprocessing.Process(target=write, args=(
            self.fleet.public_port(1 + number % self.fleet.instances), names, self.rate / PROCESSES, self.seconds, "x" * 128))
            for number, names in enumerate(self.names)]  # fmt: skip
        for writer in writers:
            writer.start()
        p99 = chat(self.fleet, self.seconds)
        for writer in writers:
            writer.join()
            assert writer.exitcode == 0
        return p99, time.monotonic() - begin

    @property
    def count(self):
        """Messages of a phase."""
        return PROCESSES * int(self.rate / PROCESSES * self.seconds)

    def followed(self):
        """The same with a relay and an archive: (p99, the memory of both at the beginning and at the end, by name)."""
        receivers = Receivers(self.folder)
        # One that begins anew has nothing to send of what was written without it.
        self.relays += 1
        folder = self.folder / f"relay-{self.relays}"
        folder.mkdir()
        with Relay(self.fleet, folder, self.rooms, receivers.url, "--outbox", "100000") as relay, Archive(
            self.fleet, self.folder / "archive", self.rooms[0], more=self.rooms[1:]) as archive:  # fmt: skip
            # As the documents have it: what may be late makes way for what must not.
            for process in (relay.process, archive.process, receivers.process):
                os.setpriority(os.PRIO_PROCESS, process.pid, 19)
            for log in (relay.log, archive.said):
                wait_for(lambda: all(f"in {room}\n" in log() for room in self.rooms), 60, log)  # noqa: B023
            wait_for(lambda: self.archived() == self.phases * self.count, 300, "the archive has what was written without it")
            memory, is_over = {"relay": [], "archive": []}, threading.Event()

            def sample():
                while not is_over.wait(1):
                    memory["relay"].append(resident(relay.process))
                    memory["archive"].append(resident(archive.process))

            sampler = threading.Thread(target=sample)
            sampler.start()
            p99, seconds = self.phase()
            is_over.set()
            sampler.join()
            wait_for(lambda: waiting(folder) == 0, 300, "the relay has sent all")
            delivered = sum(int(line.split(", ")[1].split()[0]) for line in relay.stop().splitlines())
            archive.stop()
        receivers.close()
        assert delivered == self.count, f"{delivered} of {self.count} were delivered"
        return p99, seconds, {name: quarters(samples) for name, samples in memory.items()}

    def archived(self):
        """Messages that the files hold, of which none may be missing."""
        done = subprocess.run([BOTS, "archive", "--check", str(self.folder / "archive" / "files")], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        counts = [line.split(": ")[1].split()[0] for line in done.stdout.splitlines()]
        return sum(int(count) for count in counts if count != "empty")


def waiting(folder):
    """What a relay has still to send."""
    done = subprocess.run([BOTS, "relay", "--status", str(folder / "state")], capture_output=True, text=True, timeout=60)
    return sum(int(line.split(": ")[1].split()[0]) for line in done.stdout.splitlines())


def quarters(samples):
    """What the second quarter and the last one have at the median: the first one is for beginning."""
    part = max(1, len(samples) // 4)
    return statistics.median(samples[part : 2 * part] or samples), statistics.median(samples[-part:])


def main():
    """Tells a chat's p99 with and without a relay and an archive that follow busy rooms beside it, and their memory."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="of each phase (60)")
    parser.add_argument("--rounds", type=int, default=5, help="of a phase without and one with them (5)")
    parser.add_argument("--rate", type=int, default=2_000, help="messages a second in the rooms that they follow (2,000)")
    options = parser.parse_args()
    print("| round | p99 without | with | ratio | relay | archive |\n|---|---|---|---|---|---|", flush=True)
    ratios, growth = [], []
    with temporary_fleet(TCHATTER_BACKLOG="20000") as (fleet, folder):
        (folder / "archive").mkdir()
        run = Run(fleet, folder, options.rate, options.seconds)
        for round in range(1, options.rounds + 1):
            # By turns, so that neither is always the one in a warm fleet.
            without = run.phase() if round % 2 else None
            with_p99, seconds, memory = run.followed()
            without_p99, _ = without or run.phase()
            ratios.append(with_p99 / without_p99)
            growth += [after / before for before, after in memory.values()]
            sizes = " | ".join(f"{before / 1e6:.1f} → {after / 1e6:.1f} MB" for before, after in memory.values())
            print(f"| {round} | {without_p99:.1f} ms | {with_p99:.1f} ms | {ratios[-1]:.2f} | {sizes} |", flush=True)
            if seconds > 1.1 * options.seconds + 5:
                print(f"  {run.count} messages took {seconds:.0f} s: this machine is too slow for {options.rate} a second")
        print(f"{options.rounds * run.count} messages delivered, {run.archived()} archived, none missing")
    ratio = statistics.median(ratios)
    print(f"ratio {ratio:.2f} at the median, {min(ratios):.2f} to {max(ratios):.2f}; memory × {max(growth):.2f} at most")
    failed = (ratio > 1.1) + (max(growth) > 1.1)
    print(f"{2 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
