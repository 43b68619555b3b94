"""What an update does to a fleet and asks of it: supervisord, the instances' admin listeners, HAProxy's socket."""

import csv
import json
import os
import pathlib
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .supervisor import keeps_ending, pid_of, state_of, stop_seconds


class Failure(Exception):
    """Why the update can't go on: one line for people."""


def wait_for(condition, seconds, otherwise):
    """Asks five times a second until the condition is true, and returns what it said."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() >= deadline:
            raise Failure(otherwise() if callable(otherwise) else otherwise)
        time.sleep(0.2)
    return answer


class Control:
    """The fleet in a folder; all ports follow from the public one."""

    def __init__(self, folder, port, instances):
        self.folder, self.port = pathlib.Path(folder), port
        self.names = [f"instance-{number}" for number in range(1, instances + 1)]

    # -- releases -------------------------------------------------------------------------------------------------

    def release(self, name):
        """The release that a link names: an instance's own, `current`, `previous`."""
        link = self.folder / "release" / name
        return link.resolve() if link.exists() else None

    def set_release(self, name, release):
        """Lets a link name another release, in one step."""
        link = self.folder / "release" / name
        fresh = link.with_name(f"{name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(release.name)
        fresh.replace(link)

    def version(self, release):
        """What a release's program says that it is."""
        try:
            said = subprocess.run([release / "tchatter", "--version"], capture_output=True, text=True, timeout=60)
        except OSError as problem:
            raise Failure(f"the program of {release.name} can't be run: {problem.strerror}") from None
        words = said.stdout.split()
        if said.returncode or len(words) != 2:
            raise Failure(f"the program of {release.name} does not tell its version: {(said.stderr or said.stdout).strip()[:200]}")
        return words[1]

    # -- supervisord ----------------------------------------------------------------------------------------------

    def supervise(self, *words):
        command = ["supervisorctl", "-c", self.folder / "supervisor.conf", *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=300).stdout

    def begin_stopping(self, name):
        """Sends SIGTERM; the process that ends when the instance has."""
        command = ["supervisorctl", "-c", self.folder / "supervisor.conf", "stop", name]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def state(self, name):
        return state_of(self.folder, name)

    def keeps_ending(self, name):
        return keeps_ending(self.folder, name)

    def pid(self, name):
        return pid_of(self.folder, name)

    def stop_seconds(self, name):
        return stop_seconds(self.folder, name)

    def running_release(self, name):
        """The release that an instance was started from; None while it does not run."""
        try:
            return pathlib.Path(os.readlink(f"/proc/{self.pid(name)}/exe")).parent
        except OSError:
            return None

    def changed(self):
        """The instances whose settings are others than those they run with."""
        return set(re.findall(r"^(instance-\d+): changed", self.supervise("reread"), re.MULTILINE))

    def exit_status(self, name):
        """How an instance ended last: its status, or the signal that killed it, as supervisord tells it."""
        log = (self.folder / "log" / "supervisor.log").read_text(errors="replace")
        ends = re.findall(rf"(?:stopped|exited): {re.escape(name)} \((.*?)[;)]", log)
        return ends[-1] if ends else "unknown"

    def log_file(self, name):
        return self.folder / "log" / f"{name}.log"

    # -- the instances --------------------------------------------------------------------------------------------

    def number(self, name):
        return int(name.rpartition("-")[2])

    def ask(self, port, path, method="GET", body=None):
        """(status, JSON or text) of a request; (None, why not) where there is no answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=data, method=method)
        if token := self.admin_token():
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return answer.status, decoded(answer.read())
        except urllib.error.HTTPError as answer:
            return answer.code, decoded(answer.read())
        except OSError as problem:
            return None, str(getattr(problem, "reason", problem))

    def admin(self, name, path, method="GET", body=None):
        return self.ask(self.port + 200 + self.number(name), path, method, body)

    def health(self, name):
        return self.ask(self.port + 100 + self.number(name), "/health")

    def admin_token(self):
        """As the instances are configured with it."""
        found = re.search(r'TCHATTER_ADMIN_TOKEN="([^"]*)"', (self.folder / "supervisor.conf").read_text())
        return found[1].replace("%%", "%") if found else None

    def clients(self, name):
        status, answer = self.admin(name, "/admin/drain")
        return answer["clients"] if status == 200 else None

    def metrics(self, name):
        """{name: value} of the numbers, by the names that the counters give them; empty while there is no answer."""
        status, text = self.admin(name, "/metrics")
        text = text.replace('tchatter_websockets_closed_total{code="', "tchatter_closed_").replace('"} ', " ")
        text = text.replace("tchatter_websockets_opened", "tchatter_connections_opened")
        lines = text.splitlines() if status == 200 else []
        pairs = (line.split() for line in lines if line.startswith("tchatter_") and "{" not in line)
        return {words[0].removeprefix("tchatter_").removesuffix("_total"): float(words[1]) for words in pairs}

    # -- HAProxy --------------------------------------------------------------------------------------------------

    def balancer(self):
        """How HAProxy sees each instance: {name: "UP", "NOLB", "DOWN" …}."""
        try:
            with socket.socket(socket.AF_UNIX) as runtime:
                runtime.settimeout(30)
                runtime.connect(str(self.folder / "haproxy.sock"))
                runtime.sendall(b"show stat -1 4 -1\n")
                table = b"".join(iter(lambda: runtime.recv(65536), b"")).decode()
        except OSError as problem:
            raise Failure(f"HAProxy does not answer on its socket: {problem}") from None
        rows = csv.DictReader(table.lstrip("# ").splitlines())
        return {row["svname"]: row["status"] for row in rows if row["pxname"] == "instances"}

    def usable(self):
        """The instances to which HAProxy sends new clients."""
        return [name for name, state in self.balancer().items() if state.startswith("UP")]


def decoded(body):
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")
