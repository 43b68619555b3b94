"""One instance by itself, and what it says of a store that won't do."""

import json
import os
import subprocess
import urllib.error
import urllib.request

import pytest

from fleet import PROGRAMS
from ports import free_port
from waiting import wait_for


class LoneInstance:
    """One instance with a log of its own; use it in a `with`."""

    def __init__(self, folder, url):
        self.port, self.admin_port, self.log = free_port(), free_port(), folder / "log"
        settings = {"LISTEN": f"127.0.0.1:{self.port}", "ADMIN_LISTEN": f"127.0.0.1:{self.admin_port}", "REDIS_URL": url, "LOG": "json"}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TCHATTER_")}
        self.environment = inherited | {f"TCHATTER_{setting}": value for setting, value in settings.items()}

    def __enter__(self):
        with self.log.open("w") as file:
            self.process = subprocess.Popen([str(PROGRAMS / "tchatter")], env=self.environment, stdout=file, stderr=file)
        try:
            wait_for(lambda: self.get("/live") == 200, 60, "it is there")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def get(self, path):
        """The status, and the object in `answer`; None while it does not listen."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}{path}", timeout=60) as reply:
                status, self.answer = reply.status, reply.read()
        except urllib.error.HTTPError as reply:
            status, self.answer = reply.code, reply.read()
        except OSError:
            return None
        return status

    def sign_in(self):
        """The status of a refusal."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/session", b'{"name":"Ann"}', method="POST")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request, timeout=60)
        return refusal.value.code

    def complaints(self):
        """What it has logged about its store: (what has happened, why). In whole lines: it may be in the midst of another."""
        whole = self.log.read_text().rpartition("\n")[0]
        lines = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
        return [(line["event"], line["reason"]) for line in lines if "reason" in line]

    def await_complaint(self, *words):
        """Waits until the latest has these words: on a busy machine it looks before it has heard of the store, and says that first."""
        latest = lambda: [reason for _, reason in self.complaints()[-1:] if all(word in reason for word in words)]  # noqa: E731
        return wait_for(latest, 60, self.complaints)[0]
