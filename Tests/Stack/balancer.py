"""HAProxy with the project's configuration, in front of stand-ins for instances."""

import csv
import os
import subprocess
import urllib.request

from haproxy import HAProxy
from ports import free_port
from programs import PROJECT

CONFIGURATION = PROJECT / "haproxy" / "haproxy.cfg"


def environment(settings):
    """This process's environment without any setting of the balancer but those given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BALANCER_")}
    return inherited | {name: str(value) for name, value in settings.items()}


def check(settings):
    """`haproxy -c` with settings: (status, output)."""
    command = ["haproxy", "-c", "-f", str(CONFIGURATION)]
    done = subprocess.run(command, env=environment(settings), capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def patient(folder):
    """The configuration, but that who is silent is not down, as an instance on a busy machine, or a test's stand-in for one, may be for a second
    or two: only who answers otherwise, or is not there. For all tests but those that are about that."""
    text, usual = CONFIGURATION.read_text(), "timeout check 450ms\n"
    assert usual in text
    copy = folder / "patient.cfg"
    copy.write_text(text.replace(usual, "timeout check 60s\n"))
    return copy


class Balancer(HAProxy):
    """One HAProxy on free ports; use it in a `with`.

    - configuration: in place of a patient one.
    """

    def __init__(self, folder, ports, configuration=None, **settings):
        port, self.statistics_port = free_port(), free_port()
        self.socket = folder / f"{port}.sock"
        ours = {
            "BALANCER_BIND": f"127.0.0.1:{port}",
            "BALANCER_STATS": f"127.0.0.1:{self.statistics_port}",
            "BALANCER_SOCKET": self.socket,
            "BALANCER_CONNECTIONS": 4000,
            "BALANCER_ADDRESS_REQUESTS": 0,
            "BALANCER_ADDRESS_FILES": 0,
            "BALANCER_ADDRESS_POLLS": 0,
            "BALANCER_SESSION_POLLS": 0,
            "BALANCER_ADDRESS_CONNECTIONS": 0,
        }
        ours |= {f"BALANCER_INSTANCE_{number}": f"127.0.0.1:{port}" for number, port in enumerate(ports, 1)}
        self.expected = len(ports)
        super().__init__(configuration or patient(folder), port, folder / f"haproxy-{port}.log", environment=environment(ours | settings))

    def is_ready(self):
        return self.count("UP") == self.expected

    def tells(self):
        return f"{self.states()}, {super().tells()}"

    def rows(self):
        """The statistics."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.statistics_port}/;csv", timeout=30) as answer:
            return list(csv.DictReader(answer.read().decode().lstrip("# ").splitlines()))

    def row(self, proxy, name):
        return next(row for row in self.rows() if (row["pxname"], row["svname"]) == (proxy, name))

    def states(self):
        """{server: state} as the statistics tell it."""
        try:
            rows = self.rows()
        except OSError:
            return {}
        return {row["svname"]: row["status"] for row in rows if row["pxname"] == "instances" and row["check_status"]}

    def count(self, state):
        return sum(status == state for name, status in self.states().items() if name != "BACKEND")
