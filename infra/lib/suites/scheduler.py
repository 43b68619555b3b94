"""Runs suites side by side: those that compile beside three that mostly wait, and what has bounds on its times alone."""

import os
import pathlib
import queue
import signal
import subprocess
import threading
import time

from .catalogue import ALONE, COMPILE, LANES, PROJECT
from .results import Result, result_of


class Scheduler:
    """Runs each suite as soon as what it needs has passed and its lane has a place. `announce(suite)` is told of each
    that begins, `report(suite, result)` of each that has ended."""

    def __init__(self, suites, logs, announce, report):
        self.waiting, self.running, self.results = list(suites), {}, {}
        self.compiling = [suite for suite in suites if suite.lane == COMPILE]
        self.logs, self.announce, self.report = logs, announce, report
        self.ends = queue.Queue()

    def run(self):
        """The results by name. Whatever interrupts it ends what runs."""
        try:
            while self.waiting or self.running:
                self.give_up_hopeless()
                self.start_possible()
                if self.running:
                    self.take_end(*self.ends.get())
        finally:
            for process in list(self.running.values()):
                end_group(process)
        return self.results

    # -- which one --------------------------------------------------------------------------------------------------

    def give_up_hopeless(self):
        """What needs something that failed is not run, and has failed with it."""
        for suite in list(self.waiting):
            broken = [name for name in suite.needs if name in self.results and self.results[name].failed]
            if broken:
                self.waiting.remove(suite)
                self.close(suite, Result(0, 1, 0, (f"failed: not run, because {broken[0]} failed",)))

    def start_possible(self):
        for suite in list(self.waiting):
            if self.may_start(suite):
                self.waiting.remove(suite)
                self.start(suite)

    def may_start(self, suite):
        lanes = [running.lane for running in self.running]
        if suite.lane == ALONE:
            return not lanes and all(other.lane == ALONE for other in self.waiting)
        return all(name in self.results for name in suite.needs) and ALONE not in lanes and lanes.count(suite.lane) < LANES[suite.lane]

    # -- one suite --------------------------------------------------------------------------------------------------

    def niceness(self, suite):
        """Who waits for a condition goes before who compiles, and what was listed first before what comes after it."""
        return min(1 + self.compiling.index(suite), 19) if suite.lane == COMPILE else 0

    def start(self, suite):
        self.announce(suite)
        log = open(self.logs / f"{suite.name}.log", "wb")
        niceness = self.niceness(suite)
        command = ["nice", "-n", str(niceness), *suite.command.split()]
        process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                   env=os.environ | suite.environment, start_new_session=True)
        give_way(process, niceness)
        self.running[suite] = process
        threading.Thread(target=self.watch, args=(suite, process, log, time.monotonic()), daemon=True).start()

    def watch(self, suite, process, log, begun):
        """Waits for a suite's end, in a thread of its own."""
        try:
            status = process.wait(suite.limit)
        except subprocess.TimeoutExpired:
            end_group(process)
            status = 1
            log.write(f"\nfailed: ended after its limit of {suite.limit} s\n".encode())
        log.close()
        self.ends.put((suite, status, time.monotonic() - begun))

    def take_end(self, suite, status, seconds):
        del self.running[suite]
        lines = (self.logs / f"{suite.name}.log").read_text(errors="replace").splitlines()
        self.close(suite, result_of(lines, status, seconds))

    def close(self, suite, result):
        self.results[suite.name] = result
        self.report(suite, result)


def give_way(process, niceness):
    """Linux shares processors out by session first (sched(7), "The autogroup feature"), and `nice` counts only within one."""
    try:
        pathlib.Path(f"/proc/{process.pid}/autogroup").write_text(str(niceness))
    except OSError:
        pass  # a kernel without it, or the process has ended


def end_group(process):
    """Ends a suite and what it has started: asked first, so that fleets are stopped in order."""
    for number, seconds in ((signal.SIGINT, 20), (signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, number)
            process.wait(seconds)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            pass
