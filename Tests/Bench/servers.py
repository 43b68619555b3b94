"""The servers under test: how each is started on one core, and what dialect of the load it speaks."""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
sys.path.append(str(PROJECT / "Tests" / "Stack"))

from process import Process  # noqa: E402


class Broken(Exception):
    """A server that did not come up, or a program that is missing: one line for people."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cores():
    """The cores that (servers, load) run on; the same for both on a machine with one core."""
    allowed = sorted(os.sched_getaffinity(0))
    return {allowed[0]}, {allowed[-1]}


def on(some):
    """Has a process begin on some cores only."""
    return lambda: os.sched_setaffinity(0, some)


def pinned(command, some, **more):
    """Starts a process on some cores only."""
    return subprocess.Popen(command, preexec_fn=on(some), **more)


class Servers:
    """The processes of one kind of server; a context that starts and stops them."""

    def __init__(self, kind, programs):
        self.kind = kind
        self.programs = programs
        self.processes = []
        self.ports = []
        self.dialect = {"single": "tchatter", "pair": "tchatter", "nats": "nats"}.get(kind, "plain")

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="tchatter-bench-"))
        try:
            getattr(self, "start_" + self.kind)()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.end(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def arguments(self):
        """What the load has to know of these servers."""
        addresses = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        pids = ",".join(str(process.pid) for process in self.processes)
        return ["--server", addresses, "--server-pid", pids, "--dialect", self.dialect]

    def start(self, command, port, serves=True):
        """Starts a server and waits until it listens; `serves`: whether the load connects to it."""
        # Quotas by the environment, where a version that has none passes over it.
        environment = os.environ | {"TCHATTER_QUOTAS": "off"}
        process = Process(command, self.folder / f"{port}.log", environment, port, cwd=self.folder, preexec_fn=on(cores()[0]))
        self.processes.append(process)
        if serves:
            self.ports.append(port)
        process.start()
        try:
            process.await_ready(15)
        except AssertionError:
            log = process.log().strip().splitlines()
            raise Broken(f"{command[0]} did not start: {log[-1] if log else 'it said nothing'}") from None

    def start_tchatter(self, *more):
        port = free_port()
        options = {"listen": f"127.0.0.1:{port}", "admin-listen": f"127.0.0.1:{free_port()}", "message-rate": 0,
                   "max-connections": 1000000, "log-level": "warning", "public": PROJECT / "Public"}
        flags = [f"--{name}={value}" for name, value in options.items()]
        self.start([self.programs / "tchatter", *flags, *more], port)

    def start_single(self):
        self.start_tchatter()

    def start_pair(self):
        port = self.redis_port = free_port()
        redis = shutil.which("redis-server")
        if not redis:
            raise Broken("redis-server is missing")
        self.start([redis, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], port, False)
        for _ in range(2):
            self.start_tchatter(f"--redis-url=redis://127.0.0.1:{port}")

    def start_floor(self):
        port = free_port()
        self.start([self.compiled("floor.c"), str(port)], port)

    def start_uring(self):
        port = free_port()
        self.start([self.compiled("floor.c", "-DURING"), str(port)], port)

    def compiled(self, source, *options):
        """The program that a C source of this folder is."""
        program = self.folder / Path(source).stem
        subprocess.run(["cc", "-O2", *options, "-o", program, HERE / source], check=True)
        return program

    def start_picows(self):
        port = free_port()
        self.start([self.peer_program("python"), HERE / "picows_server.py", str(port)], port)

    def start_nats(self):
        port = free_port()
        configuration = self.configuration("nats.conf", port=port, core_port=free_port())
        self.start([self.peer_program("nats-server"), "-c", configuration], port)

    def start_nchan(self):
        port = free_port()
        configuration = self.configuration("nchan.conf", port=port, folder=self.folder)
        nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin") or "nginx"
        self.start([nginx, "-p", self.folder, "-c", configuration], port)

    def peer_program(self, name):
        """A program of the environment that holds the peers from PyPI."""
        folder = os.environ.get("BENCH_PEERS")
        if not folder:
            raise Broken("the peers are not installed: infra/bench --peers does that")
        return Path(folder) / name

    def configuration(self, name, **values):
        """A configuration file of this folder, filled in."""
        text = (HERE / name).read_text()
        for key, value in values.items():
            text = text.replace("{" + key + "}", str(value))
        path = self.folder / name
        path.write_text(text)
        return path
