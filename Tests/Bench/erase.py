#!/usr/bin/env python3
"""How long it takes to erase what somebody wrote, and what people who chat meanwhile notice of it. infra/bench erase calls this.

One Redis with an append-only file, two instances. Somebody writes very much in several rooms; two others chat, first with nothing
else going on, then while `tchatter erase` runs; which of its phases a message fell into is known from what it asks the instance. It fails where the erasure is not whole, a text is left in Redis or in its file,
or a message of those who chat was refused or lost.
"""
import argparse
import collections
import contextlib
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from servers import PROJECT

sys.path += [str(PROJECT / "Tests" / "Stack")]

from instance import Instance  # noqa: E402
from participant import Participant  # noqa: E402
from store import Store  # noqa: E402

#: What the texts to be erased hold; messages of a room; sent at once.
WORD, ROOM, WINDOW = "wormwood", 5_000, 256
#: Seconds in which two people chat with nothing else going on, and between two of their messages.
CALM, PAUSE = 10, 0.01


def arguments():
    parser = argparse.ArgumentParser(prog="infra/bench erase", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000, help="how many are erased (100000)")
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build/release", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not 1 <= options.messages <= 1_000_000:
        parser.error("--messages takes a number from 1 to 1000000")
    return options


def fill(instance, messages):
    """Somebody's id, and their messages."""
    with Participant(instance.port) as ann:
        waiting = collections.deque()
        for number in range(messages):
            waiting.append(ann.submit("send", room=f"room-{number // ROOM}", text=f"{WORD} {number}"))
            if len(waiting) >= WINDOW:
                ann.reply(waiting.popleft())
        while waiting:
            ann.reply(waiting.popleft())
        return ann.welcome["user"]["id"]


class Listening:
    """Stands between the command and the instance's admin listener: from when to when it was asked for which phase."""

    PHASES = {"/admin/erase": "deleting", "/admin/blank": "taking texts out", "/admin/files": "writing files"}

    def __init__(self, port):
        self.target, self.spans = port, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.relay, args=(client,), daemon=True).start()

    def relay(self, client):
        begun = time.monotonic()
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            head = client.recv(65_536)
            server.sendall(head)
            back = threading.Thread(target=self.pass_on, args=(client, server), daemon=True)
            back.start()
            self.pass_on(server, client)
        path = head.split(b" ", 2)[1].split(b"?")[0].decode()
        if path in self.PHASES:
            self.spans.append((begun, time.monotonic(), self.PHASES[path]))

    @staticmethod
    def pass_on(source, sink):
        try:
            while data := source.recv(65_536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def phase(self, moment):
        """Of the request that was under way, or the last one before."""
        return max(((begun, phase) for begun, _, phase in self.spans if begun <= moment), default=(0, "looking"))[1]

    def close(self):
        self.listener.close()


class Chat:
    """Two people on two instances, of whom one writes: how long each message takes to the other one, in milliseconds, and when."""

    def __init__(self, instances):
        self.bob, self.cid = (Participant(instance.port) for instance in instances)
        for person in (self.bob, self.cid):
            person.join("tea")

    def go_on(self, goes_on):
        took = []
        while goes_on():
            begun = time.monotonic()
            self.bob.submit("send", room="tea", text=str(len(took)))
            if self.cid.event("message")["text"] != str(len(took)):
                raise AssertionError("a message is missing")
            took.append(((time.monotonic() - begun) * 1_000, begun))
            time.sleep(PAUSE)
        return took

    def close(self):
        for person in (self.bob, self.cid):
            person.close()


def told(samples):
    took = sorted(milliseconds for milliseconds, _ in samples)
    return f"p50 {took[len(took) // 2]:.1f} ms, p99 {took[len(took) * 99 // 100]:.1f} ms, longest {took[-1]:.1f} ms, of {len(took)}"


def run(options):
    with tempfile.TemporaryDirectory() as folder, Store(None, "--appendonly", "yes", "--dir", folder, "--save", "") as store:
        settings = {"quotas": "off", "message_rate": 0, "log_level": "warning", "program": options.programs / "tchatter"}
        with contextlib.ExitStack() as stack:
            logs = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            instances = [stack.enter_context(Instance(logs, name, store.port, **settings)) for name in ("first", "second")]
            user = fill(instances[0], options.messages)
            chat = Chat(instances)
            end = time.monotonic() + CALM
            calm = chat.go_on(lambda: time.monotonic() < end)
            listening = Listening(instances[1].admin_port)
            command = [options.programs / "tchatter", "erase", "--user", user, "--admin", f"127.0.0.1:{listening.port}"]
            begun = time.monotonic()
            erasing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            outcome = []
            waiter = threading.Thread(target=lambda: outcome.extend((erasing.communicate(), time.monotonic() - begun)))
            waiter.start()
            busy = chat.go_on(waiter.is_alive)
            waiter.join()
            chat.close()
            listening.close()
            (receipt, words), took = outcome
            left = sum(WORD in json.dumps(store.dump_key(key)) for key in store.command("KEYS", "tc:*") if key.endswith((":s", ":b")))
            files = sum(WORD.encode() in file.read_bytes() for file in Path(folder).rglob("*") if file.is_file())
            print(f"{options.messages:,} messages erased in {took:.1f} s", f"calm: {told(calm)}", f"meanwhile: {told(busy)}", sep="\n")
            phases = collections.defaultdict(list)
            for sample in busy:
                phases[listening.phase(sample[1])].append(sample)
            for phase, samples in phases.items():
                print(f"  {phase}: {told(samples)}")
            if erasing.returncode or f"{options.messages} messages" not in receipt or left or files:
                print(f"FAILED: {left} keys and {files} files have a text left\n{receipt}{words}", file=sys.stderr)
                return 1
            return 0


if __name__ == "__main__":
    sys.exit(run(arguments()))
