"""F11: an instance in a network of its own, cut off from Redis and the balancer, and back."""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import time

from arena import wait_for
from fault import Bound, Fault
from redis_words import RedisWords

from process import Process  # from Tests/Stack, by way of arena

HOST, GUEST, PORT = "10.213.77.1", "10.213.77.2", 8080


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


def obstacle():
    """Why there can be no such network here."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        return "a network namespace takes root and iproute2"
    name = f"probe-{os.getpid()}"
    done = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True)
    if done.returncode == 0:
        subprocess.run(["ip", "netns", "del", name], check=False)
    return f"network namespaces are not permitted: {done.stderr.strip()}" if done.returncode else ""


@contextlib.contextmanager
def network(name):
    """A namespace with one way to this machine."""
    ip("netns", "add", name)
    try:
        ip("link", "add", f"{name}h", "type", "veth", "peer", "name", f"{name}g", "netns", name)
        ip("addr", "add", f"{HOST}/30", "dev", f"{name}h")
        ip("link", "set", f"{name}h", "up")
        ip("-n", name, "addr", "add", f"{GUEST}/30", "dev", f"{name}g")
        ip("-n", name, "link", "set", f"{name}g", "up")
        ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        subprocess.run(["ip", "link", "del", f"{name}h"], check=False, capture_output=True)
        subprocess.run(["ip", "netns", "del", name], check=False)


@contextlib.contextmanager
def exiled(arena):
    """The last instance moves into the namespace; Redis listens there too, and the balancer asks there."""
    fleet, name = arena.fleet, f"tf{os.getpid() % 100000}"
    exile = fleet.names[-1]
    with network(name):
        open_redis(fleet, f"127.0.0.1 {HOST}", "no")
        fleet.stop(exile)
        arena.exile_network = name
        with running(fleet, exile, name):
            turn(fleet, exile, GUEST, PORT)
            arena.places = {exile: (GUEST, PORT)}
            try:
                yield
            finally:
                turn(fleet, exile, "127.0.0.1", fleet.public_port(fleet.instances))
                arena.places = {}
        fleet.start(exile)
        open_redis(fleet, "127.0.0.1", "yes")


def cut_wire(name):
    """Whatever either side sends goes to an address that nobody has: it is lost without a word."""
    nowhere = ("lladdr", "02:00:00:00:00:01", "nud", "permanent")
    ip("neigh", "replace", GUEST, *nowhere, "dev", f"{name}h")
    ip("-n", name, "neigh", "replace", HOST, *nowhere, "dev", f"{name}g")


def mend_wire(name):
    ip("neigh", "del", GUEST, "dev", f"{name}h")
    ip("-n", name, "neigh", "del", HOST, "dev", f"{name}g")


def open_redis(fleet, addresses, is_protected):
    with RedisWords(fleet.redis_port) as redis:
        for setting, value in (("protected-mode", is_protected), ("bind", addresses)):
            answer = redis.ask("CONFIG", "SET", setting, value)
            assert answer == "OK", f"CONFIG SET {setting}: {answer}"


@contextlib.contextmanager
def running(fleet, exile, name):
    """The instance, with the settings that the supervisor gives it, but in the namespace."""
    release = pathlib.Path(fleet.folder / "release" / "current")
    text = (fleet.folder / "supervisor.conf").read_text()
    section = text.split(f"[program:{exile}]")[1].split("[program:")[0]
    settings = dict(re.findall(r'(TCHATTER_\w+)="([^"]*)"', section))
    settings |= {"TCHATTER_LISTEN": f"{GUEST}:{PORT}", "TCHATTER_ADMIN_LISTEN": "127.0.0.1:9080",
                 "TCHATTER_TRUSTED_PROXIES": HOST, "TCHATTER_REDIS_URL": f"redis://{HOST}:{fleet.redis_port}"}
    log = fleet.folder / "log" / f"{exile}-exiled.log"
    process = Process(["ip", "netns", "exec", name, release / "tchatter"], log, os.environ | settings)
    process.start()
    try:
        wait_for(lambda: answers(GUEST, PORT), 20, f"{exile} in its namespace")
        yield
    finally:
        process.end(30)


def answers(host, port):
    try:
        socket.create_connection((host, port), 1).close()
    except OSError:
        return False
    return True


def turn(fleet, exile, host, port):
    """Tells the balancer where the instance is."""
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(str(fleet.folder / "haproxy.sock"))
        control.sendall(f"set server instances/{exile} addr {host} port {port}\n".encode())
        control.recv(1000)


def cut_off(arena):
    """Nothing goes in or out for a while: 12 seconds."""
    for _ in arena.rounds(5, 1):
        exile = arena.fleet.names[-1]
        clients = sum(int(row["scur"]) for row in arena.balancer_rows() if row["svname"] == exile)
        arena.happened("clients cut off", clients)
        cut_wire(arena.exile_network)
        try:
            wait_for(lambda: exile in " ".join(arena.ailments()), 20, f"{exile} is missed")
            arena.happened("instances cut off")
            time.sleep(12)
        finally:
            mend_wire(arena.exile_network)
        arena.recovered(time.monotonic())
        arena.breathe()


FAULTS = [
    Fault("F11", "cut-off-instance", "An instance cut off in its own network for 12 s", cut_off, Bound(5000, healthy=15),
          {"instances cut off": 1, "clients cut off": 1}, stage=exiled, obstacle=obstacle),
]
