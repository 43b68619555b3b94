#!/usr/bin/env python3
"""What a chatting fleet notices of people who move their read marks. infra/bench marks calls this.

Two instances on one Redis; a thousand people in ten rooms, in which 50 messages a second are sent. By turns nobody's mark is moved, and
everybody's is every three seconds, to the newest message; the same rooms, people and messages, one run after the other. It fails where
a message is lost or doubled, or a mark is not in Redis.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from servers import PROJECT, Servers, cores, pinned

PEOPLE, ROOMS, RATE, EVERY = 1_000, 10, 50, 3


def arguments():
    parser = argparse.ArgumentParser(prog="infra/bench marks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="of each (5)")
    parser.add_argument("--seconds", type=int, default=20, help="of messages in a run (20)")
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build/release", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.runs < 1 or not 5 <= options.seconds <= 600:
        parser.error("--runs takes 1 or more, --seconds 5 to 600")
    return options


def keys(port, pattern):
    command = ["redis-cli", "-p", str(port), "--scan", "--pattern", pattern]
    return len(set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()))


def latency(options, reads):
    """Of one run: (p50, p99) in milliseconds."""
    with Servers("pair", options.programs) as servers:
        command = [options.programs / "tchatter-load", "fan-out", "--json", "--quiet", "--clients", PEOPLE, "--rooms", ROOMS, "--rate", RATE,
                   "--messages", RATE * options.seconds, "--timeout", 600, *servers.arguments, *(["--reads", EVERY] if reads else [])]
        load = pinned([str(word) for word in command], cores()[1], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        output, words = load.communicate()
        if load.returncode:
            raise SystemExit(f"FAILED: {words or output}")
        marks = keys(servers.redis_port, "tc:{*}:r")
        if marks != (PEOPLE if reads else 0):
            raise SystemExit(f"FAILED: {marks} people have read marks")
        report = json.loads(output)["latency"]
        return report["p50"] / 1_000, report["p99"] / 1_000


def main():
    options = arguments()
    rows = {False: [], True: []}
    for run in range(options.runs):
        for reads in (False, True) if run % 2 == 0 else (True, False):
            rows[reads].append(latency(options, reads))
    for reads, name in ((False, "nobody's"), (True, "everybody's")):
        print(f"{name:12} " + ", ".join(f"{label} {median(column):.2f} ms ({min(column):.2f}–{max(column):.2f})" for label, column in zip(("p50", "p99"), zip(*rows[reads]))))
    ratios = [after[1] / before[1] for before, after in zip(rows[False], rows[True])]
    print(f"p99, with by without: {median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f}), {options.runs} pairs of runs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
