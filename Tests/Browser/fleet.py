"""Instances and a Redis of the tests' own."""

import json
import os
import pathlib
import signal
import subprocess
import urllib.error
import urllib.request

from ports import free_port
from waiting import told_of, wait_for

PROJECT = pathlib.Path(__file__).resolve().parents[2]


class Process:
    """A program whose output goes to a file."""

    def __init__(self, folder, name, command):
        self.log = folder / f"{name}.log"
        self.command = command
        # This process's, unless another one is set.
        self.environment = None
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=subprocess.STDOUT, cwd=self.log.parent, env=self.environment)

    def stop(self, wait=True):
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
            if wait:
                self.process.wait(60)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def tells(self):
        return told_of(self.process, self.output)

    @property
    def output(self):
        return self.log.read_text(errors="replace")[-2000:]


class Redis(Process):
    """A store that keeps nothing on disk."""

    def __init__(self, folder):
        self.port = free_port()
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        super().__init__(folder, "redis", command)
        self.url = f"redis://127.0.0.1:{self.port}"


class Instance(Process):
    """One instance, always on the same port."""

    def __init__(self, folder, name, settings):
        self.port, admin = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.admin_url = f"http://127.0.0.1:{admin}/"
        command = [os.environ["TCHATTER_PROGRAM"], "--listen", f"127.0.0.1:{self.port}", "--admin-listen", f"127.0.0.1:{admin}"]
        command += ["--instance", name, "--public", str(PROJECT / "Public"), "--message-rate", "0", "--quotas", "off"]
        for setting, value in settings.items():
            command += [f"--{setting}", str(value)]
        super().__init__(folder, name, command)

    def start(self):
        super().start()
        wait_for(self.is_ready, 60, lambda: self.output)

    def operate(self, path, method="GET", setting=None):
        """What its operators' listener answers."""
        body = None if setting is None else json.dumps(setting).encode()
        with urllib.request.urlopen(urllib.request.Request(self.admin_url + path, body, method=method)) as answer:
            return answer.read().decode()

    def maintain(self, method, setting=None):
        """Closes the fleet to the public, and opens it again."""
        self.operate("admin/maintenance", method, setting)

    def add_bot(self, name):
        """The key of a new bot."""
        return json.loads(self.operate("admin/bots", "POST", {"name": name}))["key"]

    def ban(self, user, reason):
        """For an hour."""
        self.operate(f"admin/users/{user}/ban", "POST", {"for": 3600, "reason": reason})

    def metric(self, name):
        lines = self.operate("metrics").splitlines()
        return next((float(line.split()[1]) for line in lines if line.startswith(f"tchatter_{name} ")), None)

    def is_ready(self):
        assert self.process.poll() is None, self.output
        try:
            with urllib.request.urlopen(self.url + "health", timeout=2) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False


class Fleet:
    """Two instances on one store, with settings of their own."""

    def __init__(self, folder, **settings):
        self.redis = Redis(folder)
        settings = {"redis-url": self.redis.url, "drain-seconds": 8, **settings}
        self.instances = [Instance(folder, name, settings) for name in ("first", "second")]

    def start(self):
        self.redis.start()
        for instance in self.instances:
            instance.start()

    def stop(self):
        for process in [*self.instances, self.redis]:
            process.stop()
