"""The fleet of infra/containers/compose.yaml, by podman-compose."""

import csv
import os
import pathlib
import sys
import urllib.request

from ports import free_port
from programs import PROJECT
from waiting import wait_for

EXAMPLES = PROJECT / "infra" / "containers"
# podman-compose lies beside the Python that runs the tests.
COMPOSE = pathlib.Path(sys.executable).with_name("podman-compose")
INSTANCES = ["instance-1", "instance-2", "instance-3"]


class ComposedFleet:
    """Use it in a `with`: it serves then."""

    def __init__(self, podman, image):
        self.podman = podman
        self.port, self.statistics = free_port(), free_port()
        self.settings = {
            "TCHATTER_IMAGE": image, "REDIS_IMAGE": "localhost/redis:debian", "HAPROXY_IMAGE": "localhost/haproxy:debian",
            "COMPOSE_PROJECT_NAME": f"tchatter{os.getpid()}", "FLEET_NETWORK": f"10.214.{os.getpid() % 250}",
            "CHAT_ADDRESS": f"127.0.0.1:{self.port}", "STATS_ADDRESS": f"127.0.0.1:{self.statistics}",
        }  # fmt: skip

    def command(self, *others):
        """How compose is called, with further files."""
        files = [EXAMPLES / "compose.yaml", pathlib.Path(__file__).with_name("limits.yaml"), *others]
        return [COMPOSE, *(word for file in files for word in ("-f", file))]

    def compose(self, *words, check=True):
        return self.podman.execute([*self.command(), *words], check, **self.settings)

    def rolling_update(self, *words, others=(), **settings):
        command = [EXAMPLES / "rolling-update", *words, *self.command(*others)]
        return self.podman.execute(command, False, **self.settings | settings)

    def __enter__(self):
        self.compose("up", "-d")
        self.await_balanced()
        return self

    def __exit__(self, *_):
        self.compose("down", "--volumes", check=False)

    def await_balanced(self):
        """Until HAProxy sends people to each instance."""
        wait_for(lambda: self.states() == dict.fromkeys(INSTANCES, "UP"), 60, lambda: f"HAProxy takes up the instances: {self.states()}")

    def states(self):
        """How HAProxy sees the instances, {name: "UP", "NOLB", "DOWN" …}."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.statistics}/;csv", timeout=5) as answer:
                rows = csv.DictReader(answer.read().decode().lstrip("# ").splitlines())
        except OSError:
            return {}
        return {row["svname"]: row["status"] for row in rows if row["pxname"] == "instances" and row["svname"] in INSTANCES}

    def containers(self):
        """The instances' containers: {service: id}."""
        rows = self.podman.run("ps", "--no-trunc", "--format", '{{index .Labels "com.docker.compose.service"}} {{.ID}}').stdout.splitlines()
        return {name: container for name, container in map(str.split, rows) if name in INSTANCES}
