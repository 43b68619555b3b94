"""What the relay and the archive cost a fleet that chats, and themselves: with and without them, by turns, or at length."""

import argparse
import contextlib
import json
import multiprocessing
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import textwrap
import threading
import time

from archive import Archive
from bots import BOTS
from fleet import temporary_fleet
from haproxy import HAProxy
from participant import Participant
from ports import free_port
from programs import PROGRAMS
from receiver import Relay
from waiting import wait_for

PROCESSES, ROOMS_OF_EACH = 4, 5
# Of each room, in the store: what an archive can still fetch that was not there.
BACKLOG = 20_000
# Above which a p99 is worse, or a memory not flat.
MOST = 1.1


class Receivers(HAProxy):
    """It answers every request with 200: a receiver that holds nobody up."""

    def __init__(self, folder):
        port, file = free_port(), folder / "receiver.cfg"
        configuration = f"""
            defaults
                mode http
                timeout connect 5s
                timeout client 60s
                timeout server 60s
            frontend receiver
                bind 127.0.0.1:{port}
                http-request return status 200
            """
        file.write_text(textwrap.dedent(configuration).rstrip(" ") + "\n")
        super().__init__(file, port, folder / "receiver.log", start_new_session=True)
        self.url = f"http://127.0.0.1:{port}/"


def make_way(process):
    """As the documents have it: what may be late makes way for what must not, in its own session and for others (sched(7))."""
    os.setpriority(os.PRIO_PROCESS, process.pid, 19)
    with contextlib.suppress(FileNotFoundError):
        pathlib.Path(f"/proc/{process.pid}/autogroup").write_text("19")


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


def processor_seconds(*pids):
    """Of processors, that these have had."""
    fields = [pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split() for pid in pids]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def processor_seconds_of_children():
    """Of those that have been waited for: writers, and those who chat."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def chat(fleet, seconds):
    """The p99 of a delivery among people who chat, in milliseconds."""
    servers = ",".join(f"127.0.0.1:{fleet.public_port(number)}" for number in range(1, fleet.instances + 1))
    command = [PROGRAMS / "tchatter-load", "rooms", "--server", servers, "--clients", "100", "--rooms", "20", "--rate", "200"]
    command += ["--messages", str(200 * seconds), "--timeout", str(4 * seconds + 60), "--json", "--quiet"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)["latency"]["p99"] / 1000


class Phase:
    """What came of rooms that were written to while people chatted: the p99 of these, how long it took, who had the processors."""

    def __init__(self, p99, seconds, shares):
        self.p99, self.seconds, self.shares = p99, seconds, shares

    @property
    def processors(self):
        return ", ".join(f"{name} {share:.2f}" for name, share in self.shares.items()) + f" of {os.cpu_count()} processors"


class Followers:
    """A relay, its receiver and an archive that follow rooms, and the memory of both, each second."""

    def __init__(self, relay, archive, receivers):
        self.relay, self.archive, self.receivers = relay, archive, receivers
        self.memory, self.is_over = {"relay": [], "archive": []}, threading.Event()
        self.sampler = threading.Thread(target=self.sample, daemon=True)

    @property
    def pids(self):
        return {"relay": self.relay.process.pid, "archive": self.archive.process.pid, "receiver": self.receivers.process.pid}

    def sample(self):
        while not self.is_over.wait(1):
            self.memory["relay"].append(resident(self.relay.process))
            self.memory["archive"].append(resident(self.archive.process))

    def __enter__(self):
        self.sampler.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.sampler.join()


class Run:
    """A fleet, rooms that are written to, and who follows them, or does not."""

    def __init__(self, fleet, folder, rate, seconds):
        self.fleet, self.folder, self.rate, self.seconds = fleet, folder, rate, seconds
        self.names = [[f"busy-{number}-{room}" for room in range(ROOMS_OF_EACH)] for number in range(PROCESSES)]
        self.rooms = [room for names in self.names for room in names]
        self.phases = self.relays = 0
        (folder / "archive").mkdir()

    @property
    def count(self):
        """Messages of a phase."""
        return PROCESSES * int(self.rate / PROCESSES * self.seconds)

    def processor_seconds(self, followers):
        fleet = [self.fleet.pid(name) for name in (*self.fleet.names, "redis")]
        told = {"fleet": processor_seconds(*fleet), "writers and people": processor_seconds_of_children()}
        return told | {name: processor_seconds(pid) for name, pid in (followers.pids if followers else {}).items()}

    def phase(self, followers=None):
        """People chat while the rooms are written to."""
        begin, before = time.monotonic(), self.processor_seconds(followers)
        self.phases += 1
        writers = [multiprocessing.Process(target=write, args=(
            self.fleet.public_port(1 + number % self.fleet.instances), names, self.rate / PROCESSES, self.seconds, "x" * 128))
            for number, names in enumerate(self.names)]  # fmt: skip
        for writer in writers:
            writer.start()
        p99 = chat(self.fleet, self.seconds)
        for writer in writers:
            writer.join()
            assert writer.exitcode == 0
        seconds, after = time.monotonic() - begin, self.processor_seconds(followers)
        return Phase(p99, seconds, {name: (after[name] - before[name]) / seconds for name in after})

    def followed(self):
        """The same with a relay and an archive, to which nothing may be lost: (the phase, the memory of both, by name)."""
        # One that begins anew has nothing to send of what was written without it.
        self.relays += 1
        folder = self.folder / f"relay-{self.relays}"
        folder.mkdir()
        with Receivers(self.folder) as receivers, Relay(
            self.fleet, folder, self.rooms, receivers.url, "--outbox", "100000") as relay, Archive(
            self.fleet, self.folder / "archive", self.rooms[0], more=self.rooms[1:]) as archive:  # fmt: skip
            for process in (relay.process, archive.process, receivers.process):
                make_way(process)
            for log in (relay.log, archive.log):
                wait_for(lambda: all(f"in {room}\n" in log() for room in self.rooms), 60, log)  # noqa: B023
            wait_for(lambda: self.archived() == self.phases * self.count, 300, "the archive has what was written without it", 1)
            with Followers(relay, archive, receivers) as followers:
                phase = self.phase(followers)
            wait_for(lambda: waiting(folder) == 0, 300, "the relay has sent all", 1)
            delivered = sum(int(line.split(", ")[1].split()[0]) for line in relay.finish().splitlines())
            archive.finish()
        assert delivered == self.count, f"{delivered} of {self.count} were delivered"
        return phase, followers.memory

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
    """The median of each quarter of the time."""
    part = max(1, len(samples) // 4)
    return [statistics.median(samples[number * part : (number + 1) * part] or samples) for number in range(4)]


def verdict(checks):
    """Tells what was not so, and how many passed; the exit status."""
    failed = [sentence for sentence, passed in checks if not passed]
    for sentence in failed:
        print(f"not so: {sentence}")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def in_its_time(phase, seconds):
    """Whether what was to be written in this time was: otherwise the rate was another one."""
    return phase.seconds <= MOST * seconds + 5


def compare(rounds, rate, seconds):
    """The p99 of who chats with relay and archive and without them, by turns."""
    print("| round | p99 without | with | ratio |\n|---|---|---|---|", flush=True)
    ratios, phases = [], []
    with temporary_fleet(TCHATTER_BACKLOG=str(BACKLOG)) as (fleet, folder):
        run = Run(fleet, folder, rate, seconds)
        for round in range(1, rounds + 1):
            # By turns, so that neither is always the one in a warm fleet.
            without = run.phase() if round % 2 else None
            followed, _ = run.followed()
            without = without or run.phase()
            phases += [without, followed]
            ratios.append(followed.p99 / without.p99)
            print(f"| {round} | {without.p99:.1f} ms | {followed.p99:.1f} ms | {ratios[-1]:.2f} |")
            print(f"  without {without.processors}\n  with {followed.processors}", flush=True)
        print(f"{rounds * run.count} messages delivered, {run.archived()} archived, none missing")
    ratio = statistics.median(ratios)
    print(f"ratio {ratio:.2f} at the median, {min(ratios):.2f} to {max(ratios):.2f}")
    slowest = max(phase.seconds for phase in phases)
    return verdict([
        (f"the p99 with them is {MOST} times what it is without, at most", ratio <= MOST),
        (f"this machine writes {rate} a second: what takes {seconds} s took {slowest:.0f} s",
         all(in_its_time(phase, seconds) for phase in phases)),
    ])  # fmt: skip


def at_length(minutes, rate):
    """The memory of relay and archive in each quarter of a long time."""
    seconds = round(60 * minutes)
    with temporary_fleet(TCHATTER_BACKLOG=str(BACKLOG)) as (fleet, folder):
        run = Run(fleet, folder, rate, seconds)
        phase, memory = run.followed()
        print(f"{run.count} messages delivered, {run.archived()} archived, none missing; p99 of who chats {phase.p99:.1f} ms")
    print(f"{phase.processors}\n| | quarter 1 | 2 | 3 | 4 | most |\n|---|---|---|---|---|---|")
    checks = [(f"this machine writes {rate} a second: what takes {seconds} s took {phase.seconds:.0f} s", in_its_time(phase, seconds))]
    for name, samples in memory.items():
        sizes = quarters(samples)
        print(f"| {name} | {' | '.join(f'{size / 1e6:.1f} MB' for size in (*sizes, max(samples)))} |")
        # The first quarter is for beginning. Whatever grows with each message has grown by half of all from the second to the last.
        growth = sizes[3] / sizes[1]
        checks.append((f"the {name} has {MOST} times the second quarter's memory in the last one, at most: {growth:.2f}", growth <= MOST))
    return verdict(checks)


def main():
    """Tells a chat's p99 with and without a relay and an archive that follow busy rooms beside it, or their memory at length."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="of each phase (60)")
    parser.add_argument("--rounds", type=int, default=5, help="of a phase without and one with them (5)")
    parser.add_argument("--rate", type=int, default=2_000, help="messages a second in the rooms that they follow (2,000)")
    parser.add_argument("--memory", type=float, metavar="MINUTES", help="instead: one phase of so long, and their memory")
    options = parser.parse_args()
    if options.memory:
        return at_length(options.memory, options.rate)
    # Two phases without it are behind one another: an archive begins with the oldest that the store still has.
    longest = BACKLOG * PROCESSES * ROOMS_OF_EACH // (2 * options.rate)
    if options.seconds > longest:
        parser.error(f"--seconds is {longest} at most at {options.rate} a second (--memory takes longer)")
    return compare(options.rounds, options.rate, options.seconds)


if __name__ == "__main__":
    sys.exit(main())
