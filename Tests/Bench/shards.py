#!/usr/bin/env python3
"""What a message costs each server and each instance where rooms are spread over the shards of a Redis Cluster, beside one Redis.

Two instances, rooms of five, and for each shard as many messages a second. In the midst of it each server is asked twice for its CPU,
for what it has sent to its clients, and for how many messages it has stored; what the same fleet takes while nobody is there is taken
off. Below that the same is told of bare pub/sub, by PUBLISH and by SPUBLISH. These are sums of CPU time and of bytes: other work on
the machine changes them little. infra/bench shards calls this.
"""
import argparse
import contextlib
import json
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from servers import PROJECT, Broken, Servers, free_port

sys.path += [str(PROJECT / "Tests" / "Stack"), str(PROJECT / "Tests" / "Faults")]

from redis_words import RedisWords  # noqa: E402
from waiting import wait_for  # noqa: E402

INSTANCES, SLOTS = 2, 16384


def arguments():
    parser = argparse.ArgumentParser(prog="infra/bench shards", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", default="0,1,3,6", help="how many, one after the other; 0 is one Redis without a cluster (0,1,3,6)")
    parser.add_argument("--rate", type=int, default=300, help="messages a second, of each shard (300)")
    parser.add_argument("--rooms", type=int, default=100, help="rooms, of five people each, of each shard (100)")
    parser.add_argument("--seconds", type=int, default=15, help="for how long is measured (15)")
    parser.add_argument("--json", metavar="FILE", help="write every result there")
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build/release", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.shards = [int(word) for word in options.shards.split(",")]
    if not all(0 <= count <= 16 for count in options.shards):
        parser.error("--shards takes numbers from 0 to 16")
    return options


@dataclass
class Reading:
    """Of one server, since it began: CPU in µs, bytes to its clients, messages stored."""

    at: float
    cpu: float
    bytes: int
    messages: int

    @classmethod
    def of(cls, port):
        with RedisWords(port) as redis:
            text = "".join(redis.ask("INFO", section) for section in ("cpu", "stats", "commandstats"))
        facts = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        cpu = float(facts["used_cpu_user"]) + float(facts["used_cpu_sys"])
        calls = facts.get("cmdstat_xadd", "calls=0").partition("calls=")[2].partition(",")[0]
        return cls(time.monotonic(), cpu * 1e6, int(facts["total_net_output_bytes"]), int(calls))

    def __sub__(self, earlier):
        return Reading(self.at - earlier.at, self.cpu - earlier.cpu, self.bytes - earlier.bytes, self.messages - earlier.messages)


class Shards(Servers):
    """One Redis, or a cluster of some, and instances; a context that starts and stops them."""

    def __init__(self, count, programs, instances=INSTANCES):
        super().__init__("shards", programs)
        self.dialect, self.instances, self.stores = "tchatter", instances, []
        self.is_cluster, self.count = count > 0, max(count, 1)

    def start_shards(self):
        redis = shutil.which("redis-server")
        if not redis:
            raise Broken("redis-server is missing")
        for _ in range(self.count):
            port = free_port()
            folder = self.folder / str(port)
            folder.mkdir()
            bus = free_port()
            self.bus = bus if not self.stores else self.bus
            cluster = ["--cluster-enabled", "yes", "--cluster-port", str(bus), "--cluster-node-timeout", "15000"]
            self.start([redis, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder),
                        *(cluster if self.is_cluster else [])], port, serves=False)  # fmt: skip
            self.stores.append(port)
        if self.is_cluster:
            self.form_cluster()
        kind = "redis+cluster" if self.is_cluster else "redis"
        for _ in range(self.instances):
            self.start_tchatter(f"--redis-url={kind}://127.0.0.1:{self.stores[0]}")

    def form_cluster(self):
        wait_for(lambda: all(answers(port) for port in self.stores), 30, "all nodes answer")
        for place, port in enumerate(self.stores):
            first, last = (SLOTS * number // self.count for number in (place, place + 1))
            ask(port, "CLUSTER", "ADDSLOTSRANGE", first, last - 1)
            ask(port, "CLUSTER", "SET-CONFIG-EPOCH", place + 1)
            ask(port, "CLUSTER", "MEET", "127.0.0.1", self.stores[0], self.bus)
        whole = ("cluster_state:ok", f"cluster_known_nodes:{self.count}")
        wait_for(lambda: all(all(word in ask(port, "CLUSTER", "INFO") for word in whole) for port in self.stores), 60, "all know the cluster")

    def read(self):
        return [Reading.of(port) for port in self.stores]

    def during(self, seconds):
        """What each server did in that time."""
        before = self.read()
        time.sleep(seconds)
        return [after - earlier for after, earlier in zip(self.read(), before)]


def ask(port, *words):
    with RedisWords(port) as redis:
        return redis.ask(*words)


def answers(port):
    try:
        return ask(port, "PING") == "PONG"
    except OSError:
        return False


def measure(count, options):
    """Of so many shards: what each server did, and in the same time did without people."""
    with Shards(count, options.programs) as servers:
        time.sleep(3)
        idle = servers.during(options.seconds)
        rooms, rate = options.rooms * servers.count, options.rate * servers.count
        command = [options.programs / "tchatter-load", "rooms", f"--clients={5 * rooms}", f"--rooms={rooms}", "--timeout=600",
                   f"--rate={rate}", f"--messages={rate * (options.seconds * 3 + 20)}", *servers.arguments, "--json", "--quiet"]
        load = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            wait_for(lambda: load.poll() is not None or sum(reading.messages for reading in servers.read()) > rate, 300, "messages")
            busy = servers.during(options.seconds)
            if load.poll() is not None:
                raise Broken(f"the load has ended before its time: {load.stderr.read()[-300:]}")
            problems = load.communicate(timeout=700)[1]
        finally:
            load.kill()
            load.wait()
    if load.returncode != 0:
        raise Broken(problems[-300:])
    return idle, busy


def row_of(count, idle, busy):
    messages = sum(reading.messages for reading in busy)
    cpu = [max(0, work.cpu - rest.cpu * work.at / rest.at) for work, rest in zip(busy, idle)]
    sent = sum(work.bytes - rest.bytes * work.at / rest.at for work, rest in zip(busy, idle))
    return {"shards": count, "messages": messages, "cpu": sum(cpu) / messages, "own": [own / work.messages for own, work in zip(cpu, busy)],
            "bytes": sent / messages / INSTANCES, "idleBytes": sum(rest.bytes / rest.at for rest in idle) / INSTANCES,
            "idleCPU": sum(rest.cpu / rest.at for rest in idle) / len(idle)}  # fmt: skip


def bare(count, options, messages=20_000, channels=60):
    """{command: (µs of all servers, bytes of a subscriber) a message} of bare pub/sub with two subscribers of all channels."""
    results = {}
    with Shards(count, options.programs, instances=0) as servers:
        owners = owners_of(servers, [f"{{{number}}}" for number in range(channels)])
        for publish, subscribe in (("PUBLISH", "SUBSCRIBE"), ("SPUBLISH", "SSUBSCRIBE")):
            with contextlib.ExitStack() as stack:
                for number in range(INSTANCES):
                    # Who subscribes by SUBSCRIBE does so anywhere; by SSUBSCRIBE at each channel's own.
                    spread = {servers.stores[number % servers.count]: list(owners)} if subscribe == "SUBSCRIBE" else by_owner(owners)
                    for port, names in spread.items():
                        stack.enter_context(Subscriber(port, subscribe, names))
                connections = {port: stack.enter_context(RedisWords(port)) for port in servers.stores}
                before = servers.read()
                for place in range(messages):
                    channel = list(owners)[place % channels]
                    connections[owners[channel]].ask(publish, channel, "x" * 300)
                time.sleep(1)
                work = [after - earlier for after, earlier in zip(servers.read(), before)]
            results[publish] = (sum(one.cpu for one in work) / messages, sum(one.bytes for one in work) / messages / INSTANCES)
    return results


def by_owner(owners):
    return {port: [name for name, owner in owners.items() if owner == port] for port in set(owners.values())}


def owners_of(servers, channels):
    """{channel: the port of the server that has its slot}."""
    if not servers.is_cluster:
        return dict.fromkeys(channels, servers.stores[0])
    ranges = ask(servers.stores[0], "CLUSTER", "SLOTS")
    slots = {channel: ask(servers.stores[0], "CLUSTER", "KEYSLOT", channel) for channel in channels}
    return {channel: next(one[2][1] for one in ranges if one[0] <= slot <= one[1]) for channel, slot in slots.items()}


class Subscriber:
    """Follows channels at a server and reads whatever comes; use it in a `with`."""

    def __init__(self, port, command, channels):
        self.redis = RedisWords(port)
        for channel in channels:
            self.redis.ask(command, channel)
        self.redis.socket.settimeout(None)
        self.thread = threading.Thread(target=self.read, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.redis.socket.shutdown(2)
        self.thread.join(10)

    def read(self):
        with contextlib.suppress(OSError):
            while self.redis.socket.recv(1 << 20):
                pass


def say(text):
    print(text, file=sys.stderr, flush=True)


def name_of(count):
    return "one Redis" if count == 0 else "1 shard" if count == 1 else f"{count} shards"


def show(rows):
    """Two tables."""
    print("| | messages | servers' CPU a message | each server's, of its own | bytes to an instance a message | idle: bytes a second to an instance, CPU a server |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        own = "–".join(dict.fromkeys(f"{value:.0f}" for value in (min(row["own"]), max(row["own"]))))
        print(f"| {name_of(row['shards'])} | {row['messages']:,} | {row['cpu']:.0f} µs | {own} µs | {row['bytes']:,.0f} | "
              f"{row['idleBytes'] / 1000:.1f} KB, {row['idleCPU'] / 10_000:.1f} % |")
    print("\n| bare pub/sub, two subscribers | PUBLISH | SPUBLISH |")
    print("|---|---|---|")
    for row in rows:
        cells = " | ".join(f"{cpu:.1f} µs, {sent:.0f} B" for cpu, sent in row["bare"].values())
        print(f"| {name_of(row['shards'])} | {cells} |")


def main():
    options = arguments()
    rows, status = [], 0
    try:
        for count in options.shards:
            say(f"{name_of(count)}: {options.rate * max(count, 1)} messages a second")
            idle, busy = measure(count, options)
            say(f"{name_of(count)}: bare pub/sub")
            rows.append(row_of(count, idle, busy) | {"bare": bare(count, options)})
    except (Broken, OSError, AssertionError, subprocess.SubprocessError) as problem:
        say(f"FAILED: {problem}")
        status = 1
    show(rows)
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=1) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
