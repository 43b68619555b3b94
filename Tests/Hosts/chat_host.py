"""A host with the package on it: Redis, HAProxy and two instances."""

import json
import socket
import urllib.error
import urllib.request

from host import Host
from waiting import wait_for

INSTANCES = ("8081", "8082")
UNITS = tuple(f"tchatter@{name}.service" for name in INSTANCES)
# What Debian's haproxy.service reads. Tests come from one address and write fast: the limits are for people.
BALANCER = """\
CONFIG=/usr/share/tchatter/haproxy.cfg
BALANCER_BIND=0.0.0.0:8080
BALANCER_CONNECTIONS=4000
BALANCER_INSTANCE_1=127.0.0.1:8081
BALANCER_INSTANCE_2=127.0.0.1:8082
BALANCER_ADDRESS_REQUESTS=0
BALANCER_ADDRESS_FILES=0
BALANCER_ADDRESS_POLLS=0
BALANCER_SESSION_POLLS=0
BALANCER_ADDRESS_CONNECTIONS=0
"""
SETTINGS = """\
TCHATTER_REDIS_URL=redis://127.0.0.1
TCHATTER_MESSAGE_RATE=0
TCHATTER_QUOTAS=off
"""


class ChatHost(Host):
    """With the fleet: `settle()` makes it whole again, whatever a test has done to it."""

    def set_up(self, package):
        done = self.install(package)
        assert done.returncode == 0, done.stdout + done.stderr
        self.write("/etc/default/haproxy", BALANCER)
        self.settle()
        self.systemctl("restart", "haproxy")
        self.await_balanced()

    def settle(self):
        for name in INSTANCES:
            for file in (f"/etc/tchatter/{name}.env", f"/etc/systemd/system/tchatter@{name}.service.d/test.conf"):
                self.run("rm", "-f", file)
        self.write("/etc/tchatter/tchatter.env", SETTINGS)
        self.systemctl("stop", "tchatter-bots@*")
        self.systemctl("daemon-reload")
        self.systemctl("reset-failed", check=False)
        self.systemctl("start", "redis-server")
        self.systemctl("enable", "--now", *UNITS)

    def await_balanced(self):
        """Until HAProxy sends people to each instance."""
        wait_for(lambda: list(self.views().values()) == ["UP"] * len(INSTANCES), 60, "HAProxy takes up the instances")

    def views(self):
        """How HAProxy sees the instances, {name: "UP", "NOLB" …}, as it tells on its socket."""
        lines = ask_balancer(self, "/tmp/tchatter-haproxy.sock", "show stat")
        rows = [line.split(",") for line in lines if line.startswith("instances,instance-")]
        return {row[1]: row[17] for row in rows}

    def health(self):
        """/health through HAProxy: the status, and what it says."""
        try:
            with urllib.request.urlopen(f"http://{self.address}:8080/health", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, {}
        except OSError:
            return 0, {}

    def main_process(self, unit):
        """The process id of a unit's program, as the host counts."""
        return int(self.property(unit, "MainPID"))


def ask_balancer(host, path, words):
    """What a host's HAProxy answers on its socket, which this machine reaches through the host's files."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(f"/proc/{host.leader}/root{path}")
        except OSError:
            return []
        connection.sendall(words.encode() + b"\n")
        with connection.makefile() as answer:
            return answer.read().splitlines()
