#!/usr/bin/env python3
"""What a published message takes of Redis's own time, beside 0.2.0. infra/bench redis-time calls this.

By turns, each on a Redis of its own, with one that follows the room: the script by which 0.2.0 published, out of the repository's history;
the one of today in an open room; in a governed room (its version is judged by); and there in slow mode, by who has to wait between
messages. Each is called as its instances call it, by the same caller, with the same text. Counted is what Redis says of it (INFO commandstats:
the time of EVALSHA with all that it calls). It fails where a message is not stored.
"""
import argparse
import contextlib
import json
import random
import re
import socket
import subprocess
import sys
import threading
from statistics import median

from servers import PROJECT

sys.path += [str(PROJECT / "Tests" / "Stack")]

from store import Store, read  # noqa: E402

#: The older release, its commit, where its script is, and today's.
VERSION, COMMIT, OLDER = "0.2.0", "b423489b024382b4d30504a161e17cc077de0ac7", "Sources/Redis/Scripts/publish.lua"
TODAY = PROJECT / "Sources/RedisBroker/Scripts/publish.lua"
#: Sent at once, as by some people; bytes of a text; sent before anything is measured.
WINDOW, SIZE, WARMTH = 8, 128, 2_000
ROOM, AUTHOR = "tc:{tea}", "k3j9x0a2b4c6"


def arguments():
    parser = argparse.ArgumentParser(prog="infra/bench redis-time", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, help="of each, by turns (7)")
    parser.add_argument("--messages", type=int, default=5_000, help="of a run (5000)")
    options = parser.parse_args()
    if options.runs < 1 or not 100 <= options.messages <= 1_000_000:
        parser.error("--runs takes 1 or more, --messages 100 to 1000000")
    return options


class Side:
    """A script in one kind of room."""

    def __init__(self, name, source, accepts, more=lambda number: ([], [])):
        self.name, self.source, self.accepts, self.more = name, source, accepts, more
        self.times, self.number = [], 0

    def begin(self, stack):
        self.store = stack.enter_context(Store())
        self.digest = self.store.command("SCRIPT", "LOAD", self.source)
        self.replid = re.search(r"master_replid:(\w+)", self.store.command("INFO", "replication"))[1]
        self.connection = stack.enter_context(socket.create_connection(("127.0.0.1", self.store.port)))
        self.replies = self.connection.makefile("rb")
        follower = stack.enter_context(socket.create_connection(("127.0.0.1", self.store.port)))
        follower.sendall(f"SUBSCRIBE {ROOM}\r\n".encode())
        threading.Thread(target=drain, args=(follower,), daemon=True).start()

    def publish(self, count):
        waiting = 0
        for _ in range(count):
            self.connection.sendall(self.call())
            waiting += 1
            if waiting >= WINDOW:
                self.check()
                waiting -= 1
        for _ in range(waiting):
            self.check()

    def call(self):
        self.number += 1
        known = ["epoch", "0", self.number - 1 - WINDOW] if self.number > WINDOW + 1 else ["", "0", "0"]
        id, user = f"r{self.number}", {"id": AUTHOR, "name": "Writer", "kind": "user"}
        body = "h1 m k3j9x0a2b4c6\n" + json.dumps({"type": "message", "id": id, "from": user, "text": "x" * SIZE}, separators=(",", ":"))
        keys, more = self.more(self.number)
        keys = [f"{ROOM}:m", f"{ROOM}:s", f"{ROOM}:i:{AUTHOR}:{id}", *keys]
        words = ["EVALSHA", self.digest, len(keys), *keys, ROOM, "epoch", f"{random.getrandbits(40):08x}", f"{random.getrandbits(64):016x}", body,
                 10_000, 608_401, 2_678_400, 86_400, 3_600_000, *known, self.replid, *more]  # fmt: skip
        words = [str(word) for word in words]
        return f"*{len(words)}\r\n".encode() + b"".join(f"${len(word)}\r\n{word}\r\n".encode() for word in words)

    def check(self):
        reply = read(self.replies)
        if not str(reply).startswith(self.accepts):
            raise SystemExit(f"FAILED: {self.name}: {reply}")

    def measure(self, count):
        self.store.command("CONFIG", "RESETSTAT")
        self.publish(count)
        told = re.search(r"cmdstat_evalsha:calls=(\d+),usec=(\d+)", self.store.command("INFO", "commandstats"))
        if int(told[1]) != count:
            raise SystemExit(f"FAILED: {self.name}: {told[1]} calls for {count} messages")
        self.times.append(int(told[2]) / count)


class Governed(Side):
    """Where somebody has said what may be done."""

    def begin(self, stack):
        super().begin(stack)
        self.publish(1)
        self.store.command("HSET", f"{ROOM}:m", "g", "0 version")
        self.store.command("HSET", f"{ROOM}:p", "v", "version", "q", "1", "m", "open", "t", "Tea", "s", "5", f"u{AUTHOR}", "owner 0 Writer")

    def call(self):
        # Until there is a policy none is judged by.
        more, self.more = self.more, self.more if self.number else lambda number: ([], ["PUBLISH"])
        try:
            return super().call()
        finally:
            self.more = more


def drain(connection):
    with contextlib.suppress(OSError):
        while connection.recv(65_536):
            pass


def sides():
    done = subprocess.run(["git", "-C", str(PROJECT), "show", f"{COMMIT}:{OLDER}"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"version {VERSION} (commit {COMMIT[:12]}) is not in this clone: git fetch --unshallow brings its history")
    today = TODAY.read_text()
    return [
        Side(VERSION, done.stdout, "n "), Side("open room", today, "epoch ", lambda number: ([], ["PUBLISH"])),
        Governed("governed room", today, "epoch ", lambda number: ([], ["PUBLISH", "version", ""])),
        Governed("governed, slow mode", today, "epoch ", lambda number: ([f"{ROOM}:p", f"{ROOM}:w:{AUTHOR}-{number}"], ["PUBLISH", "version", "5000"])),
    ]  # fmt: skip


def main():
    options, measured = arguments(), sides()
    with contextlib.ExitStack() as stack:
        for side in measured:
            side.begin(stack)
            side.publish(WARMTH)
        for run in range(options.runs):
            for side in measured if run % 2 == 0 else reversed(measured):
                side.measure(options.messages)
    first = measured[0].times
    print(f"{'µs of Redis a message':22} {'median':>7} {'least':>7} {'most':>7} {'multiple':>9}")
    for side in measured:
        ratios = [time / other for time, other in zip(side.times, first)]
        print(f"{side.name:22} {median(side.times):7.1f} {min(side.times):7.1f} {max(side.times):7.1f} {median(ratios):9.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
