"""The archive of a fleet's rooms as its operator runs it, and a program that keeps posting what it is to hold."""

import argparse
import http.client
import subprocess
import sys
import threading
import time

from bots import BOTS, Bots
from fleet import temporary_fleet
from hook import Hook
from waiting import wait_for


class Archive(Bots):
    """tchatter-bots archive of one room, or of more, in a folder that outlives it."""

    def __init__(self, fleet, folder, room, port=None, more=(), options=()):
        self.room = room
        command = [BOTS, "archive", folder / "files", room, *more, "--session", folder / "session"]
        command += ["--url", f"ws://127.0.0.1:{port or fleet.port}/ws", "--name", f"Archive of {room}", "--segment-megabytes", "1", *options]
        super().__init__(command, folder / f"log-{len(list(folder.glob('log-*')))}")

    def await_online(self):
        """A signal stops it in order from then on; until it has begun, one ends it like any program."""
        wait_for(lambda: "online" in self.log(), 60, f"an archive of {self.room} is online")

    def finish(self):
        """Ends it in order: (taken, written, left), as it says. Who has not seen the room yet doesn't know what is left: None."""
        words = super().finish().splitlines()[-1].removeprefix("all: ").split(", ")
        return tuple(None if word.startswith("unknown") else int(word.split()[0]) for word in words)


def checked(folder, room):
    """(how many events the files hold, whether none is missing or there twice, the line that says so)."""
    done = subprocess.run([BOTS, "archive", "--check", str(folder / "files"), room], capture_output=True, text=True, timeout=120)
    line = done.stdout.strip()
    words = line.removeprefix(f"{room}: ").split()
    return (0 if words == ["empty"] else int(words[0]) + int(words[3])), done.returncode == 0, line + done.stderr


def last_seq(folder, room):
    """Of the last whole line of the files: 0 when there is none."""
    lines = [line for path in sorted((folder / "files" / room).glob("*.jsonl")) for line in path.read_bytes().split(b"\n")[:-1]]
    return int(lines[-1].split(b'"seq":')[1].split(b",")[0]) if lines else 0


def newest_seq(fleet, room):
    """Of what the store has of the room, asked of Redis itself."""
    command = ["redis-cli", "-p", str(fleet.redis_port), "hget", f"tc:{{{room}}}:m", "s"]
    return int(subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout.strip() or 0)


class Posters:
    """Programs that post numbered events to an incoming webhook, one after the other, until so many are stored."""

    def __init__(self, hook, count, at_once=4):
        self.hook, self.count = hook, count
        self.posted = self.begun = 0
        self.goes_on, self.lock = threading.Event(), threading.Condition()
        self.in_flight = 0
        self.failures = []
        self.goes_on.set()
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(at_once)]
        for thread in self.threads:
            thread.start()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.hook.fleet.port, timeout=60)
        while self.goes_on.wait():
            with self.lock:
                if not self.goes_on.is_set():
                    continue
                if self.begun == self.count or self.failures:
                    return
                self.begun += 1
                self.in_flight += 1
                number = self.begun
            self.post(connection, number)

    def post(self, connection, number):
        for _ in range(20):
            failure = self.attempt(connection, number)
            if not failure or failure.startswith("4"):
                break
            time.sleep(0.5)
        failure = f"event {number}: {failure}" if failure else None
        with self.lock:
            self.in_flight -= 1
            self.failures += [failure] if failure else []
            self.posted += 0 if failure else 1
            self.lock.notify_all()

    def attempt(self, connection, number):
        """What went wrong; None once it is stored. With its key it is stored once, however often it is sent."""
        fields = {"Content-Type": "application/json", "Idempotency-Key": f"event-{number}"}
        try:
            connection.request("POST", f"/hooks/{self.hook.token}", f'{{"text": "event {number}"}}', fields)
            answer = connection.getresponse()
            answer.read()
            return None if answer.status == 200 else str(answer.status)
        except (OSError, http.client.HTTPException) as problem:
            connection.close()
            return repr(problem)

    def pause(self):
        """Returns, once no event is on its way, how many are stored."""
        with self.lock:
            self.goes_on.clear()
            assert self.lock.wait_for(lambda: self.in_flight == 0, 120)
            assert not self.failures, self.failures
            return self.posted

    def go_on(self):
        self.goes_on.set()

    def await_posted(self, count):
        with self.lock:
            assert self.lock.wait_for(lambda: self.posted >= count or self.failures, 600)
            assert not self.failures, self.failures

    def end(self):
        self.go_on()
        for thread in self.threads:
            thread.join(600)
        assert not self.failures, self.failures


def stops(fleet, hook, folder, events, times, ends, workers=1):
    """Stops and starts the archive so often while events are posted; the row of each stop, and one for the end.

    - ends: "stop" or "kill", by turns.
    """
    room, rows = hook.room, []
    posters = Posters(hook, events)
    running = [Archive(fleet, folder, room, fleet.public_port(1 + number)) for number in range(workers)]
    try:
        for number in range(times):
            posters.await_posted(events * (number + 1) // (times + 1))
            # The first that began is the one that writes.
            end, ended = ends[number % len(ends)], running.pop(0)
            if end == "kill":
                ended.kill()
            else:
                ended.await_online()
                ended.finish()
            posted = posters.pause()
            rows.append(row(fleet, folder, room, f"{number + 1}, {end}", posted))
            posters.go_on()
            running.append(Archive(fleet, folder, room, fleet.public_port(1 + number % fleet.instances)))
        posters.end()
        wait_for(lambda: last_seq(folder, room) == newest_seq(fleet, room), 120,
                 lambda: f"the archive has all: {last_seq(folder, room)} of {newest_seq(fleet, room)}; the writer said\n{running[0].log()}")
        for archive in running:
            # One that only stands by may still be on its way.
            archive.await_online()
            archive.finish()
        rows.append(row(fleet, folder, room, "end", posters.posted))
    finally:
        for archive in running:
            archive.__exit__()
    return rows


def row(fleet, folder, room, name, posted):
    """What was posted, is in the files, and is left in the store."""
    while True:
        archived, is_whole, line = checked(folder, room)
        left = newest_seq(fleet, room) - last_seq(folder, room)
        # Another one may have written between the two looks.
        if checked(folder, room)[0] == archived:
            break
    assert is_whole, line
    return name, posted, archived, left


def main():
    """Prints the table of stops, and fails where one does not add up."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--events", type=int, default=40_000, help="posted in each of the three parts (40,000)")
    parser.add_argument("--stops", type=int, default=10, help="in each part (10)")
    options = parser.parse_args()
    failed = 0
    print("| archive | stop | posted | archived | left | |\n|---|---|---|---|---|---|")
    with temporary_fleet(TCHATTER_BACKLOG="100000") as (fleet, folder):
        for name, ends, workers in (("stopped", ["stop"], 1), ("killed", ["kill"], 1), ("two workers", ["stop", "kill"], 2)):
            files = folder / name.replace(" ", "-")
            files.mkdir()
            with Hook(fleet, f"events-{workers}-{ends[0]}", "--rate", "0") as hook:
                for stop, posted, archived, left in stops(fleet, hook, files, options.events, options.stops, ends, workers):
                    adds_up = posted == archived + left
                    failed += not adds_up
                    print(f"| {name} | {stop} | {posted} | {archived} | {left} | {'=' if adds_up else 'WRONG'} |", flush=True)
    print(f"{3 * (options.stops + 1) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
