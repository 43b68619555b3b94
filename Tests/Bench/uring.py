#!/usr/bin/env python3
"""What io_uring would save: the C floor (floor.c) with a system call for each member that a message goes to, beside the same
with all writes of a round handed to the kernel in one call (uring.h). Runs alternate. infra/bench uring calls this.

Counted is all that the kernel does for it on the servers' core: what the process takes, the softirqs in its calls included,
and the kernel's thread for softirqs. Needs Linux 6.1, and that io_uring is allowed.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from servers import PROJECT, Broken, Servers, cores

KINDS = ["floor", "uring"]
LOADS = [("1 → 1,000 saturated", ("fan-out", "--messages=10000"), ("--messages=1000",)),
         ("1 → 1,000 one at a time", ("fan-out", "--window=1", "--messages=1000"), ("--messages=100",)),
         ("1,000 rooms × 5 saturated", ("rooms", "--messages=100000"), ("--messages=5000",))]


def arguments():
    parser = argparse.ArgumentParser(prog="infra/bench uring", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="of each kind, by turns (5)")
    parser.add_argument("--quick", action="store_true", help="short runs: a glance, not a figure")
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build/release", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not 1 <= options.runs <= 99:
        parser.error("--runs takes a number from 1 to 99")
    return options


def softirq_thread():
    """The process ID of the kernel's thread that does the softirqs which were left over on the servers' core."""
    name = f"ksoftirqd/{min(cores()[0])}\n"
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "comm").read_text() == name:
                return process.name
        except OSError:
            continue  # it has ended
    raise Broken(f"there is no {name.strip()}")


def run(kind, load, options):
    """µs a delivery."""
    with Servers(kind, options.programs) as servers:
        words = servers.arguments
        words[words.index("--server-pid") + 1] += f",{softirq_thread()}"
        done = subprocess.run([options.programs / "tchatter-load", *load, *words, "--json", "--quiet"], capture_output=True,
                              text=True, timeout=600, preexec_fn=lambda: os.sched_setaffinity(0, cores()[1]))
    result = json.loads(done.stdout or "{}")
    if done.returncode != 0:
        raise Broken(f"{kind}: {result.get('failure') or done.stderr.strip()}")
    return result["serverMicroseconds"]


def main():
    options = arguments()
    for title, load, quick in LOADS:
        told = {kind: [] for kind in KINDS}
        try:
            for number in range(options.runs):
                for kind in KINDS if number % 2 == 0 else reversed(KINDS):
                    told[kind].append(run(kind, (*load, *(quick if options.quick else ())), options))
        except (Broken, OSError, ValueError, subprocess.SubprocessError) as error:
            print(f"FAILED: {title}: {error}", file=sys.stderr)
            return 1
        medians = [statistics.median(told[kind]) for kind in KINDS]
        ratios = sorted(own / floor for own, floor in zip(told["uring"], told["floor"]))
        print(f"{title}: {medians[0]:.3g} µs by system calls, {medians[1]:.3g} by io_uring: × {statistics.median(ratios):.2f} "
              f"({ratios[0]:.2f}–{ratios[-1]:.2f} in {options.runs} pairs of runs)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
