"""Where a row happens: a fleet with all its limits as they are by default, or one instance with everything in memory."""

import os
import pathlib
import select
import signal
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Stack"))

from fleet import UNLIMITED, Fleet  # noqa: E402
from instance import Instance  # noqa: E402

MEMORY = "128mb"


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


class MemoryArena(Instance):
    """One instance without Redis; `store` is how many bytes it may keep."""

    kind, redis_port, statistics_port = "memory", None, None

    def __init__(self, folder, store):
        folder.mkdir(parents=True)
        super().__init__(folder, store_bytes=store)
        self.__enter__()

    def instance_pids(self):
        return [self.pid]

    def down(self):
        self.kill()


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
