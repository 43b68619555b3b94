"""Ends a test that waits without end for a page: the driver has no timeout for what is evaluated there."""

import os
import pathlib
import signal
import sys
import threading

# Seconds; the slowest test takes half a minute, and several on a machine that compiles beside it.
LIMIT = 420


class Watchdog:
    """Ends the pages' processes unless it is left in time, so that whoever asks one of them is told; use it in a `with`."""

    def __init__(self, seconds=LIMIT):
        self.timer = threading.Timer(seconds, self.bite)
        self.timer.daemon = True

    def __enter__(self):
        self.timer.start()
        return self

    def __exit__(self, *_):
        self.timer.cancel()

    def bite(self):
        print(f"watchdog: after {self.timer.interval} s the test is still waiting; its pages' processes end now:", file=sys.stderr)
        for pid, state, ticks in renderers():
            print(f"watchdog: process {pid}, {state}, {ticks / os.sysconf('SC_CLK_TCK'):.1f} s of a processor", file=sys.stderr)
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def renderers():
    """(id, state, ticks of a processor) of the processes with pages that this process's browser has: one that is busy all the time loops."""
    facts = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text(errors="replace").rsplit(")", 1)[1].split()
            is_renderer = b"--type=renderer" in (folder / "cmdline").read_bytes()
        except OSError:
            continue  # it has ended meanwhile
        facts[int(folder.name)] = (int(words[1]), words[0], int(words[11]) + int(words[12]), is_renderer)
    for pid, (_, state, ticks, is_renderer) in facts.items():
        if is_renderer and descends(pid, facts):
            yield pid, state, ticks


def descends(pid, facts):
    while pid in facts and pid != os.getpid():
        pid = facts[pid][0]
    return pid == os.getpid()
