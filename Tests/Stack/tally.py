"""What has become of what a relay was to send: what was written, has arrived, waits, and is left in the chat; and all that may go wrong."""

import argparse
import concurrent.futures
import itertools
import shutil
import signal
import subprocess
import sys
import time

from fleet import temporary_fleet
from programs import PROGRAMS, PROJECT
from receiver import LATE, NEVER, Receiver, Relay, ask
from waiting import wait_for
from writer import Writer

# What a receiver answers, by turns; the relay waits for a second.
ANSWERS = [200, 200, 500, 200, LATE, 200, 429, 200, 200, 302, 200, NEVER, 200, 200]


class Author(Writer):
    """Somebody who says numbered lines in a room of their own."""

    def __init__(self, fleet, room):
        super().__init__(fleet.port, room)
        self.written = self.seq = 0
        self.person.join(room)

    def write(self, count):
        for _ in range(count):
            number = self.written + 1
            self.seq = self.send(f"{self.room}-{number}", str(number))["seq"]
            self.written = number


class Service:
    """A receiver that goes away and comes back at the same address, with what it has."""

    def __init__(self):
        answers = itertools.cycle(ANSWERS)
        self.make = lambda **options: Receiver(lambda _: next(answers), **options)
        self.receiver = self.make()
        self.url, self.is_there, self.forged = self.receiver.url, True, 0

    @property
    def arrived(self):
        with self.receiver.lock:
            return list(self.receiver.arrived)

    def leave(self):
        self.receiver.close()
        self.is_there = False

    def come(self):
        self.forged += self.receiver.forged
        # What was on its way when it left may come to be written down only now.
        self.receiver = self.make(port=self.receiver.port, arrived=self.receiver.arrived)
        self.is_there = True

    def close(self):
        if self.is_there:
            self.leave()


def outbox(folder, room):
    """(ids of what waits, the seq up to which the room was taken) as a relay's file has them; a torn last line does not count."""
    waiting, position = [], "-"
    for line in (folder / "state" / room / "outbox").read_bytes().split(b"\n")[:-1]:
        kind, _, rest = line.decode().partition(" ")
        if kind == "e":
            position, id, _ = rest.split(" ", 2)
            waiting.append(id)
        elif kind == "n":
            waiting.append(rest.split(" ", 1)[0])
        elif kind == "p":
            position = rest
        elif kind in ("d", "x"):
            waiting.pop(0)
    return waiting, 0 if position == "-" else int(position.split(".")[2])


class Tally:
    """Rooms whose authors write, a relay that is killed meanwhile, and the rows of what has become of their lines."""

    def __init__(self, fleet, folder, rooms, retry_milliseconds=5, tell=lambda row: None):
        self.fleet, self.folder, self.tell = fleet, folder, tell
        self.service = Service()
        self.authors = [Author(fleet, room) for room in rooms]
        self.rooms = rooms
        self.options = ("--retry-milliseconds", str(retry_milliseconds), "--timeout", "1")
        self.rows, self.starts = [], 0
        self.relay = self.start()
        self.relay.await_rooms(*rooms)

    def start(self):
        self.starts += 1
        port = self.fleet.public_port(1 + self.starts % self.fleet.instances)
        return Relay(self.fleet, self.folder, self.rooms, self.service.url, *self.options, port=port)

    @property
    def written(self):
        return sum(author.written for author in self.authors)

    def write(self, lines):
        """So many lines in each room, all acknowledged."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(lambda author: author.write(lines), self.authors))

    def write_until(self, fault):
        """A line now and then in each room until that has ended, if there is any."""
        while fault and not fault.done():
            self.write(1)
            concurrent.futures.wait([fault], 1)
        if fault:
            fault.result()

    def kill(self, name):
        """Kills the relay, enters what there is then, and starts it again."""
        self.relay.kill()
        self.enter(name)
        self.relay = self.start()

    def enter(self, name):
        """A row: what was written is what has arrived, what waits besides, and what is left in the chat."""
        arrived = {id for id, _ in self.service.arrived}
        waiting = left = 0
        for author in self.authors:
            ids, seq = outbox(self.folder, author.room)
            waiting += len(set(ids) - arrived)
            left += author.seq - seq
        self.rows.append((name, self.written, len(arrived), waiting, left))
        self.tell(self.rows[-1])

    def end(self):
        """Waits until all has arrived, and enters that."""
        wait_for(lambda: len({id for id, _ in self.service.arrived}) >= self.written, 600, self.relay.log)
        idle = " 0 waiting, 0 given up, on"
        wait_for(lambda: ask(self.folder, "--status")[1].count(idle) == len(self.rooms), 60, self.relay.log)
        self.relay.finish()
        self.enter("end")

    def mistakes(self):
        """Sentences about what is wrong, of the rows and of what has arrived."""
        wrong = [f"{row[0]}: does not add up" for row in self.rows if row[1] != sum(row[2:])]
        if self.service.forged or self.service.receiver.forged:
            wrong.append("a signature was wrong")
        for author in self.authors:
            came = [(int(event["text"]), id) for id, event in self.service.arrived if event["room"] == author.room]
            numbers = [number for number, _ in came]
            if sorted(set(numbers)) != list(range(1, author.written + 1)):
                wrong.append(f"{author.room}: lines are missing")
            if len(set(came)) != len(set(numbers)):
                wrong.append(f"{author.room}: an event had two ids")
            if numbers != sorted(numbers):
                wrong.append(f"{author.room}: out of order")
        return wrong

    def close(self):
        self.relay.__exit__()
        self.service.close()
        for author in self.authors:
            author.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def primary_of(fleet):
    """The name of the process that is written to, as a sentinel tells it."""
    command = ["redis-cli", "-p", str(fleet.port + 311), "sentinel", "get-master-addr-by-name", "tchatter"]
    port = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.split()[1]
    number = int(port) - fleet.redis_port
    return f"redis-{number}" if number else "redis"


def fail_over(fleet):
    """Kills the primary, and returns when another one is known and the old one is its replica."""
    name = primary_of(fleet)
    fleet.signal(name, signal.SIGKILL)
    wait_for(lambda: primary_of(fleet) != name, 120, "another primary")
    wait_for(lambda: fleet.command("status").returncode == 0, 120, "infra/status finds all well")


def update(fleet, folder):
    """To what is built, as if it were the next version."""
    program = folder / "tchatter"
    shutil.copy2(PROGRAMS / "tchatter", program)
    subprocess.run(["python3", PROJECT / "infra/lib/stamp.py", program, "9.9.9-next"], check=True)
    done = fleet.command("rolling-update", "--binary", program, "--no-probe-bots")
    assert done.returncode == 0, done.stdout + done.stderr


def run(tally, kills, lines, faults, away):
    """Kills the relay so often while lines are written.

    - lines: in each room, before each kill.
    - faults: what is begun before which kill, {number: (name, call)}; each has ended before the next begins.
    - away: between which two kills the receiver is away, and for how many seconds at least.
    """
    first, last, seconds = away
    running, left_at = None, None
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        for number in range(1, kills + 1):
            name = str(number)
            if number in faults:
                tally.write_until(running)
                fault, call = faults[number]
                name += f", {fault}"
                running = pool.submit(call)
            if number == first:
                # A failover may take half a minute, in which an event would have most of its nine attempts while nobody is there.
                tally.write_until(running)
                tally.service.leave()
                left_at = time.monotonic()
            if number == last:
                time.sleep(max(0.0, left_at + seconds - time.monotonic()))
                tally.service.come()
            name += "" if tally.service.is_there else ", receiver away"
            before = len(tally.service.arrived)
            tally.write(lines)
            # After a long absence it is sent again only in a while, or by one that is started anew.
            if tally.service.is_there and number != last:
                wait_for(lambda: len(tally.service.arrived) > before, 120, tally.relay.log)  # noqa: B023
            tally.kill(name)
        tally.write_until(running)
    tally.end()


def tell(row):
    print(f"| {' | '.join(map(str, row))} | {'=' if row[1] == sum(row[2:]) else 'WRONG'} |", flush=True)


def main():
    """Prints what there is at each kill of the relay, and fails where it does not add up."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--kills", type=int, default=30, help="of the relay (30)")
    parser.add_argument("--lines", type=int, default=20, help="written in each of three rooms before each kill (20)")
    parser.add_argument("--away", type=float, default=600, help="seconds for which the receiver is away (600)")
    options = parser.parse_args()
    if options.kills < 10:
        parser.error("--kills is 10 or more")
    part = options.kills // 10
    print("| kill | written | arrived | waiting | left | |\n|---|---|---|---|---|---|")
    with temporary_fleet("--replicas", 2) as (fleet, folder):
        faults = {
            2 * part: ("Redis fails over", lambda: fail_over(fleet)),
            6 * part: ("rolling update", lambda: update(fleet, folder)),
            9 * part: ("Redis fails over", lambda: fail_over(fleet)),
        }
        with Tally(fleet, folder, ["red", "green", "blue"], 500, tell) as tally:
            # While it is away each kill is an attempt more of the nine that an event has.
            run(tally, options.kills, options.lines, faults, (4 * part, 4 * part + 2, options.away))
            wrong = tally.mistakes()
            events = len(tally.service.arrived)
    for sentence in wrong:
        print(sentence)
    print(f"{events} requests brought {tally.written} events")
    print(f"{len(tally.rows)} rows, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
