#!/usr/bin/env python3
"""Throws faults at a fleet of real processes while an audit watches. infra/test-faults builds everything and calls this."""

import argparse
import contextlib
import dataclasses
import json
import pathlib
import random
import signal
import shutil
import sys
import tempfile
import time

from arena import Arena, Fleet
from audit_process import AuditProcess
from catalogue import FAULTS, NOT_HERE, select
from fleet import DISK_IN_ITS_TIME
from results import row_of, save, table


@dataclasses.dataclass
class Size:
    """Of an audit."""

    clients: int
    polling: int
    churning: int
    rooms: int
    messages: int
    rate: int

    @property
    def arguments(self):
        return [word for field in dataclasses.fields(self) for word in (f"--{field.name}", getattr(self, field.name))]


FULL = Size(clients=500, polling=50, churning=50, rooms=20, messages=10_000, rate=100)
QUICK = Size(clients=60, polling=6, churning=6, rooms=6, messages=300, rate=50)


def arguments():
    parser = argparse.ArgumentParser(prog="infra/test-faults", add_help=False)
    parser.add_argument("faults", nargs="*")
    for flag in ("list", "quick", "short", "save", "keep"):
        parser.add_argument("--" + flag, action="store_true")
    for number in ("seed", "times", "clients", "messages", "rate"):
        parser.add_argument("--" + number, type=int)
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    try:
        options.chosen = select(options.faults)
    except LookupError as word:
        parser.error(f"there is no fault {word} (--list names them)")
    if options.short:
        options.quick = True
        options.chosen = [fault for fault in FAULTS if fault.is_short]
    options.seed = options.seed if options.seed is not None else random.randrange(1_000_000)
    options.times = max(options.times or 1, 1)
    return options


def show_list():
    for fault in FAULTS:
        print(f"{fault.number:4} {fault.name:18} {fault.title}; {fault.bound}")
    for number, where in NOT_HERE.items():
        print(f"{number:4} {'':18} {where}")


def size_of(fault, options):
    """The usual size, with what the fault and the command line want otherwise."""
    size = dataclasses.replace(QUICK if options.quick else FULL)
    for name, value in fault.audit.items():
        if name == "rate" or not options.quick:
            setattr(size, name, value)
    for name in ("clients", "messages", "rate"):
        if getattr(options, name) is not None:
            setattr(size, name, getattr(options, name))
    size.churning, size.polling = (min(share, size.clients // 10) for share in (size.churning, size.polling))
    size.rooms = min(size.rooms, size.clients)
    return size


def play(fault, fleet, options, folder, seed):
    """One fault from a healthy fleet to the verdict: its row."""
    say(f"{fault.number} {fault.name}: {fault.title}")
    arena = Arena(fleet, f"{seed} {fault.name}", options.quick)
    obstacle = fault.obstacle()
    if obstacle:
        return row_of(fault, {}, arena, [f"not done here: {obstacle}"], seed)
    try:
        with fault.stage(arena):
            return watch(fault, arena, options, folder, seed)
    except Exception as error:  # The others are to have their turn.
        return row_of(fault, {}, arena, [f"could not be staged: {type(error).__name__}: {error}"], seed)


def watch(fault, arena, options, folder, seed):
    """The fault itself, between an audit's first and last messages: its row."""
    arena.recovered(time.monotonic())
    arena.recoveries.clear()
    audit = AuditProcess(arena.port, size_of(fault, options), seed, folder / f"{fault.name}.json")
    wrong = []
    try:
        audit.await_sending()
        arena.breathe(1, 2)
        fault.inject(arena)
        arena.breathe(1, 2)
    except Exception as error:  # Whatever it was, the audit tells what came of it.
        wrong.append(f"the injection failed: {type(error).__name__}: {error}")
    except BaseException:
        audit.stop()
        raise
    result = audit.finish()
    print(audit.text, file=sys.stderr, flush=True)
    row = row_of(fault, result, arena, wrong + judge(fault, arena, result, is_timed=not options.short), seed)
    say(f"  {', '.join(f'{count} {what}' for what, count in arena.evidence.items())}")
    for reason in row["wrong"]:
        say(f"  FAILED: {reason}")
    return row


def judge(fault, arena, result, is_timed):
    """All that is wrong.

    The short run is a test: what it says must not depend on how busy the machine is, so it only tells the times.
    """
    wrong = [result["failure"]] if result.get("failure") else []
    wrong += [f"did not happen: {least} {what}, only {arena.evidence[what]}" for what, least in fault.proof.items()
              if arena.evidence[what] < least]
    if fault.bound.of not in result:
        return wrong
    slow = slowness(fault, arena, result)
    if is_timed:
        wrong += slow
    else:
        for reason in slow:
            say(f"  not judged here: {reason}")
    return wrong + fault.check(arena, result)


def slowness(fault, arena, result):
    """What took longer than it may on a machine that does nothing else."""
    slow = []
    pause, limit = result[fault.bound.of]["longest"], fault.bound.limit(arena.outages)
    if pause > limit:
        slow.append(f"the longest {fault.bound.of} was {pause:,.0f} ms, above {limit:,.0f}")
    if max(arena.recoveries, default=0) > fault.bound.healthy + max(arena.outages, default=0):
        slow.append(f"healthy only after {max(arena.recoveries):.1f} s")
    return slow


@contextlib.contextmanager
def fleet_for(fault, fleets, folder, is_short):
    """A fleet of the kind that the fault takes, started when the first one needs it; with other settings for a while."""
    kind = fault.fleet(folder) if callable(fault.fleet) else fault.fleet
    key = json.dumps(kind)
    if key not in fleets:
        fleet = Fleet(folder / f"fleet-{len(fleets) + 1}", BALANCER_CONNECTIONS="6000", TCHATTER_DRAIN_SECONDS="10",
                      **(DISK_IN_ITS_TIME if is_short else {}), **(kind or {}))
        fleets[key] = fleet
        fleet.up()
    fleet = fleets[key]
    if fault.settings:
        fleet.up(**fault.settings)
    try:
        yield fleet
    finally:
        if fault.settings:
            fleet.up()


def say(text):
    print(text, file=sys.stderr, flush=True)


def play_all(options, folder):
    """Every chosen fault, one after the other."""
    fleets, rows = {}, []
    try:
        for fault in options.chosen:
            with fleet_for(fault, fleets, folder, options.short) as fleet:
                for seed in range(options.seed, options.seed + options.times):
                    rows.append(play(fault, fleet, options, folder, seed))
    finally:
        for fleet in fleets.values():
            fleet.down()
    return rows


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    options = arguments()
    if options.list:
        return show_list()
    signal.signal(signal.SIGTERM, interrupt)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="faults-"))
    say(f"seed {options.seed}; logs in {folder}")
    rows = play_all(options, folder)
    print(table(rows))
    for row in rows:
        for reason in row["wrong"]:
            print(f"{row['number']} {row['name']}: {reason}")
    if not options.faults and not options.short:
        for number, where in NOT_HERE.items():
            print(f"{number} {where}")
    if options.json:
        options.json.write_text(json.dumps({"seed": options.seed, "faults": rows}, indent=1) + "\n")
    if options.save:
        save(rows, [fault.name for fault in FAULTS])
    failed = sum(bool(row["wrong"]) for row in rows)
    if not failed and not options.keep:
        shutil.rmtree(folder)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
