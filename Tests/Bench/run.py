#!/usr/bin/env python3
"""Runs the scenarios against freshly started servers, and prints a table beside the committed baselines.

CPU figures differ from machine to machine and from hour to hour, so each scenario is also run against a C program that
does nothing but handshake and send (floor.c): the ratio to it is what is committed and compared. infra/bench builds
everything and calls this.
"""
import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from scenarios import BYTES, MICROSECONDS, SCENARIOS, STORM
from servers import PROJECT, Broken, Servers, cores
from table import print_table

PEERS = ["nchan", "nats", "picows"]
BASELINES = Path(__file__).resolve().parent / "baselines.json"


def arguments():
    names = [scenario.name for scenario in SCENARIOS]
    parser = argparse.ArgumentParser(prog="infra/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"{', '.join(names)} (all)")
    parser.add_argument("--runs", type=int, help="how often each is run; the median counts (3; with --quick 1)")
    parser.add_argument("--quick", action="store_true", help="short runs: a glance, not a figure")
    parser.add_argument("--peers", action="store_true", help=f"also {', '.join(PEERS)} under the same load")
    parser.add_argument("--save", action="store_true", help="make the result the baselines")
    parser.add_argument("--limit", type=float, metavar="FACTOR", help="fail where a figure is above the baseline by this")
    parser.add_argument("--json", metavar="FILE", help="write every result there")
    parser.add_argument("--programs", type=Path, default=PROJECT / ".build/release", help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = [name for name in options.scenarios if name not in names]
    if unknown:
        parser.error(f"there is no scenario {unknown[0]}; there are {', '.join(names)}")
    if options.runs is None:
        options.runs = 1 if options.quick else 3
    if not 1 <= options.runs <= 99:
        parser.error("--runs takes a number from 1 to 99")
    return options


def load(scenario, kind, options):
    """One run against fresh servers: the result of the load program."""
    with Servers(kind, options.programs) as servers:
        more = scenario.quick if options.quick else ()
        program = servers.compiled(STORM) if scenario.program == STORM else options.programs / scenario.program
        command = [program, *scenario.load, *more, *servers.arguments, "--json", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600,
                              preexec_fn=lambda: os.sched_setaffinity(0, cores()[1]))
    try:
        result = json.loads(done.stdout)
    except ValueError:
        raise Broken(done.stderr.strip() or f"{program.name} said nothing") from None
    if done.returncode != 0:
        raise Broken(result.get("failure", f"{program.name} failed"))
    return result


def median_of(results, figure):
    """The run whose figure is the median (the upper one of two)."""
    ordered = sorted(results, key=lambda result: result.get(figure) or 0)
    return ordered[len(ordered) // 2]


def measure(scenario, options):
    """The median of each kind of server that takes part, by its name; runs alternate, so that all share the weather."""
    kinds = [scenario.servers]
    if scenario.figure == MICROSECONDS:
        kinds.append("floor")
    if options.peers and scenario.compared:
        kinds += PEERS
    results = {kind: [] for kind in kinds}
    broken = {}
    for number in range(options.runs):
        for kind in kinds:
            say(f"{scenario.title}: {kind}, run {number + 1}")
            try:
                results[kind].append(load(comparable(scenario, kind), kind, options))
            except (Broken, OSError, subprocess.SubprocessError) as error:
                broken[kind] = f"{kind}: {error}"
    medians = {kind: median_of(runs, scenario.figure) for kind, runs in results.items() if runs}
    return medians, broken


def comparable(scenario, kind):
    """The load as a server of this kind can bear it: only ours knows how to sign in."""
    if kind in ("single", "pair") or scenario.load[0] != "storm":
        return scenario
    return next(other for other in SCENARIOS if other.name == "handshake")


def say(text):
    print(text, file=sys.stderr, flush=True)


def row_of(scenario, medians, baselines):
    """What the table shows of a scenario."""
    own = medians[scenario.servers]
    figure = own.get(scenario.figure)
    floor = medians.get("floor", {}).get(scenario.figure)
    row = {"name": scenario.name, "title": scenario.title, "figure": figure, "floor": floor,
           "unit": "B" if scenario.figure == BYTES else "µs", "rate": own.get("deliveriesPerSecond")
           or own.get("connectionsPerSecond"), "latency": own.get("latency", {}), "load": own.get("loadCores")}
    row["measure"] = figure / floor if figure and floor else figure
    base = baselines.get(scenario.name, {}).get("measure")
    row["baseline"] = base
    row["change"] = row["measure"] / base if row["measure"] and base else None
    row["peers"] = {kind: medians[kind].get(scenario.figure) for kind in PEERS if kind in medians}
    if scenario.program == STORM:
        # The servers' processes are told in the order in which they were started: Redis is a pair's first.
        row["seconds"] = own.get("seconds")
        row["store"] = (own.get("processMicroseconds") or [None])[0] if scenario.servers == "pair" else None
    return row


def main():
    options = arguments()
    baselines = json.loads(BASELINES.read_text())["scenarios"] if BASELINES.exists() else {}
    rows, failures, everything = [], [], {}
    for scenario in SCENARIOS:
        if options.scenarios and scenario.name not in options.scenarios:
            continue
        medians, broken = measure(scenario, options)
        everything[scenario.name] = medians
        failures += [f"{scenario.title}: {text}" for text in broken.values()]
        if scenario.servers in medians:
            rows.append(row_of(scenario, medians, baselines))
            if options.save and not broken:
                save(rows[-1], options)
    print_table(rows)
    if options.json:
        Path(options.json).write_text(json.dumps(everything, indent=2) + "\n")
    if options.limit:
        failures += [f"{row['title']}: {row['change']:.2f} times the baseline" for row in rows
                     if row["change"] and row["change"] > options.limit]
    for failure in failures:
        say(f"FAILED: {failure}")
    return 1 if failures else 0


def rounded(value):
    return round(value, 3) if value else None


def save(row, options):
    """Keeps what was measured of one scenario; the others stay as they were."""
    kept = json.loads(BASELINES.read_text())["scenarios"] if BASELINES.exists() else {}
    latency = row["latency"]
    kept[row["name"]] = {
        "measure": rounded(row["measure"]), "figure": rounded(row["figure"]), "unit": row["unit"],
        "floor": rounded(row["floor"]), "perSecond": round(row["rate"] or 0),
        "p50": latency.get("p50"), "p99": latency.get("p99"), "runs": options.runs, "short": options.quick,
        "peers": {name: round(value, 3) for name, value in row["peers"].items() if value}}
    kept[row["name"]] |= {name: rounded(row[name]) for name in ("seconds", "store") if name in row}
    about = ("measure: the figure as a multiple of the C floor's in the same run, or the figure itself where there is "
             "no floor; figure, floor and peers: µs of the servers' CPU per delivery or connection, or bytes per "
             "connection; latencies in µs; seconds: until the last of a storm had everything; store: the part of the "
             "figure that is Redis's; runs: of how many it is the median.")
    BASELINES.write_text(json.dumps({"about": about, "scenarios": kept}, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    # Ends like Ctrl-C, so that no server is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
