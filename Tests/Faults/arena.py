"""Where a fault happens: a fleet of real processes, and what is known of what was done to it."""

import collections
import csv
import http.client
import os
import pathlib
import random
import select
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Stack"))

from fleet import Fleet  # noqa: E402
from programs import PROGRAMS  # noqa: E402
from rolling.supervisor import state_of  # noqa: E402
from waiting import wait_for  # noqa: E402


class Arena:
    """What an injector works with. It says by `happened` what it has really done, and nothing counts as passed that did
    not happen."""

    def __init__(self, fleet, seed, is_quick):
        self.fleet, self.is_quick = fleet, is_quick
        self.random = random.Random(seed)
        self.evidence = collections.Counter()
        self.recoveries, self.outages, self.drains = [], [], []
        # The longest ones of those whom a fault does not concern: seconds.
        self.pauses = []
        self.port = fleet.port
        # Where instances are that are not in their usual place: {name: (host, port)}.
        self.places = {}
        # Whether a fault is one of many, and done once.
        self.is_single = False

    # -- what injectors say -------------------------------------------------------------------------------------------

    def rounds(self, full, quick):
        """How often to do it; the range of rounds."""
        return range(1 if self.is_single else quick if self.is_quick else full)

    def seconds(self, full, quick):
        return quick if self.is_quick or self.is_single else full

    def happened(self, what, count=1):
        self.evidence[what] += count

    def say(self, text):
        print(f"    {text}", file=sys.stderr, flush=True)

    def breathe(self, least=0.2, most=1.0):
        """Lets the chat go on for a random while."""
        time.sleep(self.random.uniform(least, most))

    def instance(self):
        """The name of any instance."""
        return self.random.choice(self.fleet.names)

    # -- processes ----------------------------------------------------------------------------------------------------

    def end(self, name, number, seconds=60, then=lambda: None):
        """Sends a signal that ends a process, does what comes then, and waits until it has ended.

        The time that took, in seconds. What ends within a second counts for supervisord as what can't start, and is given up
        after the third time.
        """
        wait_for(lambda: state_of(self.fleet.folder, name) == "RUNNING", 60, f"{name} runs for a while")
        pid, start = self.fleet.pid(name), time.monotonic()
        assert pid, f"{name} does not run"
        handle = os.pidfd_open(pid)
        try:
            os.kill(pid, number)
            then()
            assert select.select([handle], [], [], seconds)[0], f"{name} (pid {pid}) does not end within {seconds} s"
        finally:
            os.close(handle)
        self.happened("processes ended")
        return time.monotonic() - start

    # -- health -------------------------------------------------------------------------------------------------------

    def recovered(self, since, seconds=180):
        """Waits until all is well again, and keeps how long that took from the injection on."""
        wait_for(self.is_healthy, seconds, lambda: f"healthy again: {self.ailments()}")
        self.recoveries.append(time.monotonic() - since)

    def is_healthy(self):
        return not self.ailments()

    def ailments(self):
        """What is not well."""
        found = [name for number, name in enumerate(self.fleet.names, 1)
                 if self.status(*self.places.get(name, ("127.0.0.1", self.fleet.public_port(number)))) != 200]
        states = {row["svname"]: row["status"] for row in self.balancer_rows() if row["pxname"] == "instances"}
        found += [f"{name} {states.get(name, 'unknown')} at the balancer" for name in self.fleet.names
                  if states.get(name) != "UP"]
        if self.status("127.0.0.1", self.fleet.port) != 200:
            found.append("the balancer")
        return found

    def status(self, host, port):
        """Of /health; None where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/health", timeout=2) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code
        except (OSError, http.client.HTTPException):
            return None

    def balancer_rows(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.fleet.port + 301}/;csv", timeout=2) as answer:
                return list(csv.DictReader(answer.read().decode().lstrip("# ").splitlines()))
        except (OSError, http.client.HTTPException):
            return []

    def balancer_errors(self):
        """Answers of 500 and above that the public has got from the present balancer."""
        rows = wait_for(self.balancer_rows, 60, "the balancer's statistics")
        return sum(int(row["hrsp_5xx"] or 0) for row in rows if (row["pxname"], row["svname"]) == ("public", "FRONTEND"))


__all__ = ["PROGRAMS", "Arena", "Fleet", "wait_for"]
