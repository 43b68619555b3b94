"""Where a row happens: a fleet with all its limits as they are by default, or one instance with everything in memory."""

import os
import pathlib
import select
import signal
import subprocess
import sys
import time
import urllib.request

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Stack"))

from fleet import PROGRAMS, UNLIMITED, Fleet  # noqa: E402
from ports import free_port  # noqa: E402
from waiting import wait_for  # noqa: E402

MEMORY = "128mb"


def is_served(port, path):
    """Whether an instance answers there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


class FleetArena:
    """Three instances, HAProxy, and a Redis of 128 MB."""

    kind = "fleet"

    def __init__(self, folder):
        self.folder = folder
        self.fleet = Fleet(folder, FLEET_REDIS_MEMORY=MEMORY, TCHATTER_DRAIN_SECONDS="1")
        for name in UNLIMITED:
            if name != "TCHATTER_DRAIN_SECONDS":
                del self.fleet.environment[name]
        self.fleet.up()
        self.fleet.await_balanced()
        self.port, self.redis_port, self.statistics_port = self.fleet.port, self.fleet.redis_port, self.fleet.port + 301
        self.pids = [self.fleet.pid(name) for name in self.fleet.names]

    def instance_pids(self):
        return self.pids

    def down(self):
        """Ends it at once, by the ids of what it started: nothing of it is wanted any more."""
        supervisor = int((self.folder / "supervisor.pid").read_text())
        end_all([supervisor, *descendants(supervisor)])


class MemoryArena:
    """One instance without Redis; `store` is how many bytes it may keep."""

    kind, redis_port, statistics_port = "memory", None, None

    def __init__(self, folder, store):
        self.port, admin = free_port(), free_port()
        folder.mkdir(parents=True)
        self.log = open(folder / "instance.log", "wb")
        settings = {name: value for name, value in os.environ.items() if not name.startswith("TCHATTER_")}
        settings |= {"TCHATTER_LISTEN": f"127.0.0.1:{self.port}", "TCHATTER_ADMIN_LISTEN": f"127.0.0.1:{admin}", "TCHATTER_STORE_BYTES": str(store),
                     "TCHATTER_PUBLIC": str(pathlib.Path(__file__).resolve().parents[2] / "Public")}
        self.process = subprocess.Popen([PROGRAMS / "tchatter"], env=settings, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        try:
            wait_for(self.is_up, 60, "the instance answers")
        except BaseException:
            self.down()
            raise

    def is_up(self):
        assert self.process.poll() is None, f"it ended: see {self.log.name}"
        return is_served(self.port, "/live")

    def instance_pids(self):
        return [self.process.pid]

    def down(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.log.close()


def descendants(pid):
    """The processes that a process started, and those that they did."""
    try:
        children = [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [one for child in children for one in (child, *descendants(child))]


def end_all(pids, seconds=10):
    """Kills processes, and waits until they have gone."""
    handles = []
    for pid in pids:
        try:
            handles.append(os.pidfd_open(pid))
            signal.pidfd_send_signal(handles[-1], signal.SIGKILL)
        except ProcessLookupError:
            pass
    deadline = time.monotonic() + seconds
    for handle in handles:
        select.select([handle], [], [], max(deadline - time.monotonic(), 0))
        os.close(handle)
