"""One instance of the server, by itself."""

import json
import os
import urllib.error
import urllib.request
from http.client import HTTPException

from ports import free_port
from process import Process
from programs import PROGRAMS, PROJECT


class Instance(Process):
    """One tchatter on ports that it keeps, with no settings but these; use it in a `with`, or start and stop it.

    - redis: the port of its store; without one it keeps all in memory.
    - ports: its own, and that of operators' listener, in place of any.
    - settings: such as `drain_seconds=5`.
    """

    def __init__(self, folder, name="instance", redis=None, program=PROGRAMS / "tchatter", ports=None, **settings):
        port, self.admin_port = ports or (free_port(), free_port())
        self.name = name
        ours = {"listen": f"127.0.0.1:{port}", "admin_listen": f"127.0.0.1:{self.admin_port}", "instance": name, "public": PROJECT / "Public"}
        ours |= {"redis_url": f"redis://127.0.0.1:{redis}"} if redis else {}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("TCHATTER_")}
        super().__init__([program], folder / f"{name}.log", inherited, port)
        self.set(**ours | settings)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self):
        """Of the page."""
        return f"{self.address}/"

    def set(self, **settings):
        """Has it begin with other settings the next time."""
        # Of what is no setting it says so alone, in its log, where no test looks.
        assert all(setting.isidentifier() for setting in settings), settings
        self.environment |= {f"TCHATTER_{setting.upper()}": str(value) for setting, value in settings.items()}

    def ask(self, path, method="GET", body=None, port=None):
        """(status, what is answered) of a request, to operators' listener where no port is given; (0, nothing) while nobody answers."""
        data = None if body is None else json.dumps(body).encode()
        fields = {"Content-Type": "application/json"} if data else {}
        request = urllib.request.Request(f"http://127.0.0.1:{port or self.admin_port}{path}", data, fields, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()
        except (OSError, HTTPException):
            return 0, b""

    def is_ready(self):
        return self.ask("/health", port=self.port)[0] == 200

    def metric(self, name):
        """One without labels; None where there is none."""
        lines = self.ask("/metrics")[1].decode().splitlines()
        return next((float(line.split()[1]) for line in lines if line.startswith(f"tchatter_{name} ")), None)
