"""A fleet as people run it: started by infra/up, in a folder and on ports of its own."""

import contextlib
import csv
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import xmlrpc.client

from ports import free_fleet_port
from programs import PROJECT
from waiting import wait_for

sys.path.append(str(PROJECT / "infra" / "lib"))
from rolling.supervisor import Transport, pid_of, state_of  # noqa: E402

# Tests come from one address and write fast: the limits are for people.
UNLIMITED = {
    "BALANCER_ADDRESS_REQUESTS": "0",
    "BALANCER_ADDRESS_FILES": "0",
    "BALANCER_ADDRESS_POLLS": "0",
    "BALANCER_SESSION_POLLS": "0",
    "BALANCER_ADDRESS_CONNECTIONS": "0",
    "BALANCER_CONNECTIONS": "2000",
    "TCHATTER_MESSAGE_RATE": "0",
    "TCHATTER_REQUEST_RATE": "0",
    "TCHATTER_QUOTAS": "off",
    "TCHATTER_DRAIN_SECONDS": "5",
}
# What Redis writes comes to the disk when the kernel wants it to. Compilers beside a test keep the disk busy for seconds in which Redis
# would wait for it, and answer nobody; whoever is asked to move has two of them.
DISK_IN_ITS_TIME = {"FLEET_REDIS_FSYNC": "no"}
# Beside compilers who is asked to move may stand still for seconds, too. Where all do move, that ends no connection then. Who does not
# is waited for as long, so this is for fleets on which nobody stays.
TIME_TO_MOVE = {"TCHATTER_DRAIN_SECONDS": "30", "TCHATTER_DRAIN_MOVE_SECONDS": "30"}


class Fleet:
    """Redis, instances and HAProxy in one folder."""

    def __init__(self, folder, instances=3, **settings):
        self.folder, self.instances = pathlib.Path(folder), instances
        self.port = free_fleet_port(instances)
        inherited = {name: value for name, value in os.environ.items() if name.split("_")[0] not in ("BALANCER", "TCHATTER", "FLEET")}
        self.environment = inherited | UNLIMITED | {"FLEET_RUN": str(self.folder)} | settings

    # -- the commands ---------------------------------------------------------------------------------------------

    def command(self, name, *arguments, **settings):
        """Runs infra/NAME for this fleet; its result, with the output as text."""
        return subprocess.run(
            [str(PROJECT / "infra" / name), *map(str, arguments)],
            env=self.environment | settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
        )  # fmt: skip

    def up(self, *arguments, **settings):
        done = self.command("up", "--port", self.port, "--instances", self.instances, *arguments, **settings)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def down(self):
        return self.command("down")

    # -- the processes --------------------------------------------------------------------------------------------

    @property
    def names(self):
        return [f"instance-{number}" for number in range(1, self.instances + 1)]

    def supervise(self, *arguments):
        command = ["supervisorctl", "-c", str(self.folder / "supervisor.conf"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=180).stdout

    def pid(self, name):
        """The process id, or 0 while it does not run."""
        return pid_of(self.folder, name)

    def signal(self, name, number):
        """Sends a signal, and returns the process id it went to."""
        # While it is started anew it has none, and 0 would be all of this process's own group.
        pid = wait_for(lambda: self.pid(name), 60, f"{name} runs")
        os.kill(pid, number)
        return pid

    def stop(self, name):
        self.supervise("stop", name)

    def start(self, name):
        self.supervise("start", name)

    def restart(self, name):
        """SIGTERM, as supervisors send it; supervisord starts it again. Waits until it takes clients."""
        pid = self.signal(name, signal.SIGTERM)
        wait_for(lambda: self.pid(name) not in (0, pid), 60, f"{name} starts again")
        self.await_balanced()

    def log(self, name):
        return (self.folder / "log" / f"{name}.log").read_text(errors="replace")

    def tells(self):
        """Of each process: whether it runs, and the end of its log."""
        lines = self.supervise("status").splitlines()
        for log in sorted((self.folder / "log").glob("*.log")):
            lines += [f"{log.name}:", *(f"  {line}" for line in log.read_text(errors="replace").splitlines()[-5:])]
        return "\n    ".join(lines)

    def kill(self, name):
        """Gone for as long as the test wants, as after a crash: supervisord would start it again."""
        pid = self.signal(name, signal.SIGKILL)

        def is_gone():
            ask_to_stop(self.folder, name)
            # Started anew before that was heard, it would take its leave, for as long as it may.
            if (another := self.pid(name)) not in (0, pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(another, signal.SIGKILL)
            return state_of(self.folder, name) == "STOPPED"

        wait_for(is_gone, 60, f"{name} is gone")
        return pid

    def kill_redis(self):
        """What it has answered is in its file: while the disk is busy that waits for up to two seconds."""
        wait_for(self._has_written, 60, "Redis has written its file")
        return self.kill("redis")

    def _has_written(self):
        command = ["redis-cli", "-p", str(self.redis_port), "info", "persistence"]
        return "aof_buffer_length:0" in subprocess.run(command, capture_output=True, text=True, timeout=60).stdout

    def status(self):
        """What infra/status prints once it finds all well: on a busy machine something may be late just then."""
        done = wait_for(lambda: (done := self.command("status")).returncode == 0 and done, 60, lambda: self.command("status").stdout)
        return done.stdout

    # -- the addresses --------------------------------------------------------------------------------------------

    @property
    def redis_port(self):
        return self.port + 300

    def public_port(self, number):
        return self.port + 100 + number

    def admin_port(self, number):
        return self.port + 200 + number

    def get(self, port, path, method="GET", body=None, fields=None):
        """(status, fields, body as JSON or bytes) of a request to any port of the fleet."""
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, method=method, headers=fields or {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return decoded(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as answer:
            return decoded(answer.code, answer.headers, answer.read())

    def health(self, number):
        """The status of an instance's /health; None while it doesn't answer."""
        try:
            return self.get(self.public_port(number), "/health")[0]
        except OSError:
            return None

    def await_health(self, status=200, seconds=60):
        """Waits until every instance's health is as told, and for 200 the balancer agrees."""
        numbers = range(1, self.instances + 1)
        wait_for(lambda: all(self.health(number) == status for number in numbers), seconds, f"health {status}")
        if status == 200:
            wait_for(self._is_served, 60, "health through the balancer")
            wait_for(lambda: self.command("status").returncode == 0, 60, "infra/status finds all well")

    def _is_served(self):
        try:
            return self.get(self.port, "/health")[0] == 200
        except OSError:
            return False

    def metrics(self, number):
        """An instance's metrics as text."""
        return self.get(self.admin_port(number), "/metrics")[2].decode()

    def balancer_views(self):
        """How HAProxy sees each instance: {name: "UP", "NOLB", "DOWN" …}; nothing while it doesn't answer."""
        try:
            _, _, table = self.get(self.port + 301, "/;csv")
        except OSError:
            return {}
        rows = csv.DictReader(table.decode().lstrip("# ").splitlines())
        return {row["svname"]: row["status"] for row in rows if row["pxname"] == "instances" and row["svname"] != "BACKEND"}

    def balancer_view(self, name):
        return self.balancer_views().get(name)

    def await_balanced(self, seconds=60):
        """Waits until HAProxy sends clients to every instance."""
        wait_for(lambda: all(self.balancer_view(name) == "UP" for name in self.names), seconds, "all instances are UP")


def hears(pid, number):
    """Whether a process takes a signal: it handles it, and does not hold it back."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    handled, held = (int(re.search(rf"^{name}:\s*([0-9a-f]+)$", status, re.MULTILINE)[1], 16) for name in ("SigCgt", "SigBlk"))
    return handled & ~held & 1 << (number - 1)


def done(result, status=0):
    """A command's result, which has ended as it was to."""
    assert result.returncode == status, result.stdout + result.stderr
    return result


@contextlib.contextmanager
def temporary_fleet(*arguments, **settings):
    """(A fleet that runs, a folder that it is in): both are gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        fleet = Fleet(folder / "fleet", **settings)
        try:
            fleet.up(*arguments)
            yield fleet, folder
        finally:
            fleet.down()


def decoded(status, fields, body):
    if "json" in (fields.get("content-type") or ""):
        body = json.loads(body)
    return status, fields, body


def ask_to_stop(folder, name):
    """Has supervisord stop a process, without waiting for it; what does not run just then it does not stop."""
    with xmlrpc.client.ServerProxy("http://localhost", Transport(folder / "supervisor.sock")) as server, contextlib.suppress(xmlrpc.client.Fault):
        server.supervisor.stopProcess(name, False)
