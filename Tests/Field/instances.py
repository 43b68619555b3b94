"""A Redis and two instances, for one proxy to stand before."""

import json
import os
import pathlib
import signal
import subprocess
import urllib.error
import urllib.request

from ports import free_port
from store import Store
from waiting import wait_for

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("BUILT_PROGRAMS") or PROJECT / ".build" / "release") / "tchatter"
# How many rooms somebody may open from one address, by which it shows whose address an instance saw.
NEW_ROOMS = 20
# They take the word of whoever can say who somebody is.
BELIEVING = {"proxy_users": "yes", "token_audience": "chat", "token_issuer": "idp"}


class Instance:
    """One instance, always on the same ports."""

    def __init__(self, folder, name, redis, **settings):
        self.name, self.port, self.admin = name, free_port(), free_port()
        self.log_file = folder / f"{name}.log"
        self.command = [str(PROGRAM), "--listen", f"127.0.0.1:{self.port}", "--admin-listen", f"127.0.0.1:{self.admin}"]
        self.command += ["--instance", name, "--public", str(PROJECT / "Public"), "--drain-seconds", "5"]
        self.command += ["--redis-url", f"redis://127.0.0.1:{redis}"] if redis else []
        for setting, value in settings.items():
            self.command += [f"--{setting.replace('_', '-')}", str(value)]
        self.process = None

    def start(self):
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def await_ready(self):
        wait_for(lambda: self.get("/health", self.port) == 200, 120, self.name)

    def stop(self, number=signal.SIGKILL, wait=True):
        if self.is_running:
            self.process.send_signal(number)
            if wait:
                self.process.wait(60)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def get(self, path, port=None, method="GET", body=None):
        """The status of a request, by default to the admin listener; 0 while nothing answers."""
        data = None if body is None else json.dumps(body).encode()
        try:
            url = f"http://127.0.0.1:{port or self.admin}{path}"
            with urllib.request.urlopen(urllib.request.Request(url, data, method=method), timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return 0

    def log(self):
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""


class Instances:
    """Two instances on one store; use it in a `with`."""

    def __init__(self, folder, **settings):
        self.store = Store()
        self.folder, self.settings = folder, {"address_new_rooms": NEW_ROOMS} | settings

    def __enter__(self):
        self.store.__enter__()
        self.all = [Instance(self.folder, name, self.store.port, **self.settings) for name in ("first", "second")]
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.kill()
        self.store.__exit__()

    def start(self):
        for instance in self.all:
            instance.start()
        for instance in self.all:
            instance.await_ready()

    def kill(self):
        for instance in self.all:
            instance.stop()

    def named(self, name):
        return next(instance for instance in self.all if instance.name == name)

    @property
    def ports(self):
        return [instance.port for instance in self.all]

    def log(self):
        return "".join(instance.log() for instance in self.all)
