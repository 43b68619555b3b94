#!/usr/bin/env python3
"""As many clients as this machine carries, each signed in and in a room, over many instances and one Redis.

It tells what they cost in memory, how long a message takes to a room of many, and whether anybody misses anything while
every instance is restarted, one after the other. No balancer: it would need two descriptors for every client; the clients
know all instances, and go to another one when theirs sends them away. infra/bench million calls this.
"""
import argparse
import http.client
import json
import math
import os
import re
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from servers import PROJECT, Broken

from instance import Instance  # from Tests/Stack, by way of servers
from store import Store

#: Descriptors of a process that are no clients'; and how full the instances are together, so that the clients of one that
#: restarts find room elsewhere.
SPARE, FILLED = 200, 0.9
#: Memory that the machine keeps, whatever happens.
LEAST_FREE = 1 << 30
#: Bytes that a client has taken at most, both ends of its connection in the kernel counted; told before it is tried.
BYTES_EXPECTED = 16_000


def arguments():
    parser = argparse.ArgumentParser(prog="infra/bench million", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=1_000_000, help="how many (1000000)")
    parser.add_argument("--audience", type=int, help="how many of them are in one room (a tenth); the others in rooms of 100")
    parser.add_argument("--messages", type=int, default=5, help="sent to that room, one after the other (5)")
    parser.add_argument("--restarts", type=int, help="how many instances are restarted (all)")
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build/release", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not 100 <= options.clients <= 10_000_000:
        parser.error("--clients takes a number from 100 to 10000000")
    options.audience = options.clients // 10 if options.audience is None else options.audience
    if not 1 <= options.audience <= options.clients:
        parser.error("--audience takes a number from 1 to that of the clients")
    if options.messages < 1 or (options.restarts or 0) < 0:
        parser.error("--messages takes 1 or more, --restarts 0 or more")
    return options


def say(text):
    print(text, file=sys.stderr, flush=True)


def shares(total, parts):
    """`total` in `parts` whole numbers, as even as can be."""
    return [total // parts + (part < total % parts) for part in range(parts)]


def outgoing_ports():
    """The first and the last port that the kernel gives to outgoing connections."""
    return [int(word) for word in Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()]


def most_clients(limit):
    """Of an instance. Linux gives every second port first: once those are taken, each connection to the same address looks
    through all of them before it gets another one, which was more than half of the whole machine's work."""
    first, last = outgoing_ports()
    return int(FILLED * min(limit - SPARE, (last - first) / 2))


def ports():
    """Ports that are free, one after the other, and stay so: below those that outgoing connections take, of which there will
    be a million."""
    lowest = outgoing_ports()[0]
    for port in range(max(1_024, lowest - 12_000), lowest):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port
    raise Broken(f"there are not enough free ports below {lowest}")


class Machine:
    """What the kernel says of memory and processes."""

    @staticmethod
    def available():
        found = re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text())
        return int(found.group(1)) * 1024

    @staticmethod
    def kernel():
        """Bytes of the kernel's own tables and of what lies in sockets: not the cache of files, which comes and goes."""
        slab = re.search(r"SUnreclaim:\s+(\d+) kB", Path("/proc/meminfo").read_text())
        pages = re.search(r"^TCP:.* mem (\d+)", Path("/proc/net/sockstat").read_text(), re.M)
        return int(slab.group(1)) * 1024 + int(pages.group(1)) * os.sysconf("SC_PAGE_SIZE")

    @staticmethod
    def resident(pid):
        found = re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(found.group(1)) * 1024


class CrowdedInstance(Instance):
    """One instance that takes as many as come."""

    def __init__(self, folder, number, redis, program, ports):
        # A million answers to pings in 25 s would be measured instead of what is meant.
        settings = {"quotas": "off", "message_rate": 0, "max_connections": 1_000_000, "ping_seconds": 600, "log_level": "warning"}
        super().__init__(folder, f"instance-{number}", redis, program, ports, **settings)

    def start(self):
        super().start()
        await_condition(self.is_ready, 120, f"{self.name} to start")

    def connections(self):
        return int(self.metric("websockets_open") or 0)

    def restart(self):
        try:
            self.stop(seconds=120)
        except subprocess.TimeoutExpired:
            raise Broken(f"{self.name} did not end within 120 s") from None
        self.start()


def await_condition(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Broken(f"waited {seconds} s in vain for {what}")
        if Machine.available() < LEAST_FREE:
            raise Broken(f"less than {LEAST_FREE >> 20} MB of memory are left; try fewer --clients")
        time.sleep(0.1)


class Crowd:
    """The programs whose clients stay, and what they said at the end."""

    def __init__(self, options, instances, size):
        addresses = ",".join(f"127.0.0.1:{instance.port}" for instance in instances)
        count = -(-options.clients // size)
        self.programs = []
        for clients, audience in zip(shares(options.clients, count), shares(options.audience, count)):
            command = [options.programs / "tchatter-load", "stay", "--server", addresses, "--clients", str(clients),
                       "--audience", str(audience), "--rooms", str(max(1, (clients - audience) // 100)),
                       "--opening", "32", "--timeout", "3600", "--quiet"]
            self.programs.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))

    def gather(self):
        for number, program in enumerate(self.programs):
            await_condition(lambda: select.select([program.stdout], [], [], 0.5)[0], 3_600, "the clients to come")
            line = program.stdout.readline()
            if '"there"' not in line:
                raise Broken(f"the clients did not all come: {json.loads(line).get('failure') if line else 'no word'}")
            say(f"  {number + 1} of {len(self.programs)} programs with their clients are there")

    def end(self):
        for program in self.programs:
            program.send_signal(signal.SIGTERM)
        said = [program.communicate(timeout=120)[0].splitlines() for program in self.programs]
        if not all(said):
            raise Broken("a program whose clients stayed ended without a word")
        return [json.loads(lines[-1]) for lines in said]

    def kill(self):
        for program in self.programs:
            program.kill()
            program.wait()


def post(instance, path, body):
    connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=60)
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status not in (200, 201):
        raise Broken(f"POST {path} was answered with {answer.status}: {text[:200]}")
    return json.loads(text)


class Speaker:
    """One who sends timed messages to the audience, one every two seconds."""

    def __init__(self, instance):
        self.session = post(instance, "/session", {"name": "speaker"})["session"]
        self.sent = 0

    def speak(self, instance, count):
        for _ in range(count):
            text = f"~T{self.sent:08x}{time.monotonic_ns():015x}"
            request = {"type": "send", "id": f"m{self.sent}", "room": "audience", "text": text}
            answer = post(instance, "/poll", {"session": self.session, "rooms": {}, "wait": 0, "requests": [request]})
            if not any(event.get("type") == "sent" for event in answer):
                raise Broken(f"a message was not stored: {answer}")
            self.sent += 1
            time.sleep(2)


def restart(options, instances):
    """Each instance in turn, once the clients of the one before are back.
    - Returns: how many, and the seconds."""
    chosen = instances[:options.restarts]
    begun = time.monotonic()
    for number, instance in enumerate(chosen):
        say(f"  restarting {number + 1} of {len(chosen)}")
        instance.restart()
        # One who moves has two connections for a moment.
        await_condition(lambda: sum(each.connections() for each in instances) == options.clients, 300,
                        "the clients to be back")
    return len(chosen), time.monotonic() - begun


def memory_of(options, instances, redis, crowd, before):
    """Bytes a client, by who has them."""
    own = sum(Machine.resident(instance.process.pid) for instance in instances)
    store, load = Machine.resident(redis.pid), sum(Machine.resident(program.pid) for program in crowd.programs)
    kernel = Machine.kernel() - before["kernel"]
    return {"an instance": (own - before["instances"]) / options.clients, "Redis": (store - before["store"]) / options.clients,
            "the kernel, both ends": kernel / options.clients, "the clients' programs": load / options.clients}


def tell(options, instances, gathered, memory, sent, restarted, reports):
    """Prints what came of it.
    - Returns: whether all is well."""
    print(f"{options.clients:,} clients over {len(instances)} instances, {options.audience:,} of them in one room, the others "
          f"in rooms of 100; signed in and joined within {gathered:.0f} s, {options.clients / gathered:,.0f} a second")
    print("memory a client: " + ", ".join(f"{who} {size:,.0f} B" for who, size in memory.items()))
    numbers = sorted({message["number"] for report in reports for message in report["messages"]})
    deliveries = 0
    for number in numbers:
        of = [message for report in reports for message in report["messages"] if message["number"] == number]
        count = sum(message["deliveries"] for message in of)
        deliveries += count
        middle = sorted(message["p50"] for message in of)[len(of) // 2]
        print(f"message {number + 1} to the room: {count:,} deliveries, half of them within {middle:,.0f} ms, the last after "
              f"{max(message['longest'] for message in of):,.0f} ms")
    total = {key: sum(report[key] for report in reports) for key in ("lost", "doubled", "gaps", "moves", "returns", "there")}
    losses = sum(sum(report["losses"].values()) for report in reports)
    if restarted[0]:
        print(f"{restarted[0]} of the instances restarted within {restarted[1]:.0f} s, each once all clients were back: "
              f"{total['moves']:,} moved, {losses:,} connections were lost, {total['returns']:,} times they were served again, p50 after "
              f"{sorted(report['absenceP50'] for report in reports)[len(reports) // 2]:,.0f} ms, p99 "
              f"{max(report['absenceP99'] for report in reports):,.0f} ms, longest "
              f"{max(report['longestAbsence'] for report in reports):,.0f} ms")
    for what in ("losses", "refusals"):
        for why in sorted({why for report in reports for why in report[what]}):
            count = sum(report[what].get(why, 0) for report in reports)
            print(f"{count:,} {'connections ended' if what == 'losses' else 'attempts were in vain'}: {why}")
    print(f"{total['there']:,} there at the end; {total['lost']} messages lost, {total['doubled']} doubled, {total['gaps']} gaps told")
    failures = [report["failure"] for report in reports if report.get("failure")]
    owed = options.audience * sent
    if deliveries != owed:
        failures.append(f"{deliveries:,} deliveries instead of {owed:,}")
    for failure in failures:
        print(f"FAILED: {failure}")
    return not failures


def play(options, folder, started):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    need = options.clients * BYTES_EXPECTED + LEAST_FREE
    if Machine.available() < need:
        say(f"this may take {need >> 20} MB of memory, and {Machine.available() >> 20} MB are available: it stops in time")
    free = ports()
    redis = Store()
    redis.port = next(free)
    started.append(redis.kill)
    redis.start()
    redis.await_ready()
    count = 1 + math.ceil(options.clients / most_clients(limit))
    say(f"{count} instances")
    program = options.programs / "tchatter"
    instances = [CrowdedInstance(folder, number, redis.port, program, (next(free), next(free))) for number in range(count)]
    for instance in instances:
        started.append(instance.kill)
        instance.start()
    before = {"kernel": Machine.kernel(), "store": Machine.resident(redis.pid),
              "instances": sum(Machine.resident(each.pid) for each in instances)}
    begun = time.monotonic()
    # A client that moves has two connections for a moment.
    crowd = Crowd(options, instances, int(FILLED * (limit - SPARE)))
    started.append(crowd.kill)
    crowd.gather()
    gathered = time.monotonic() - begun
    time.sleep(5)
    memory = memory_of(options, instances, redis, crowd, before)
    say("speaking to the audience")
    speaker = Speaker(instances[0])
    speaker.speak(instances[0], options.messages)
    restarted = restart(options, instances)
    if restarted[0]:
        speaker.speak(instances[-1], 1)
    reports = crowd.end()
    return tell(options, instances, gathered, memory, speaker.sent, restarted, reports)


def main():
    options = arguments()
    folder, started = Path(tempfile.mkdtemp(prefix="tchatter-million-")), []
    try:
        return 0 if play(options, folder, started) else 1
    except Broken as error:
        say(f"FAILED: {error}")
        return 1
    finally:
        for end in reversed(started):
            try:
                end()
            except OSError:
                pass
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    # Ends like Ctrl-C, so that nothing is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
