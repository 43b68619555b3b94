#!/usr/bin/env python3
"""Tests the simulation: plants bugs in a copy of the chat core, and demands that each is found, by its name.

  Tests/planted/core.py [NAME…]

The copy and what is built from it stay in .run/planted-core, so that little has to be built again. Bugs of the store are
planted by the unit tests themselves (PlantedBug).
"""

import argparse
import dataclasses
import pathlib
import re
import shutil
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
COPY = PROJECT / ".run" / "planted-core"
SCHEDULES = 200


@dataclasses.dataclass(frozen=True)
class Bug:
    """A change to one file of the core, the weather in which it shows, and what it must be found by."""

    name: str
    title: str
    file: str
    old: str
    new: str
    scenario: str
    anomalies: tuple


BUGS = [
    Bug("no-dedupe", "gives a message that is sent again another id", "Hub/Hub+Publish.swift",
        "author: author.id, id: id, identity", "author: author.id, id: entropy.word(6), identity",
        "connections", ("duplicated",)),
    Bug("no-hole-filling", "never reads what is missing", "Rooms/Room+Following.swift",
        "    guard phase == .live else { return }\n    phase = .healing\n",
        "    guard phase == .healing else { return }\n    phase = .healing\n",
        "connections", ("lost", "stuck")),
    Bug("merges-without-hold", "forgets what came live while a client's page was read", "Rooms/Room+Joining.swift",
        "      return enter(join, page: frames, after: end, verdict: page.verdict)\n",
        "      return enter(join, page: frames, after: log.position.seq, verdict: page.verdict)\n",
        "instances", ("lost", "gap")),
    Bug("fence-removed", "stores in whatever history there is", "Rooms/Room+Publishing.swift",
        "hub.broker.publish(errand.publication, knowing: known)", "hub.broker.publish(errand.publication, knowing: nil)",
        "failover", ("sender order",)),
    Bug("restore-skips", "does not put back the first message that was forgotten", "Rooms/Room+Restoring.swift",
        "let first = max(seq + 1, log.firstSeq)", "let first = max(seq + 2, log.firstSeq)",
        "failover", ("lost",)),
    Bug("restore-out-of-order", "puts back the newest first", "Rooms/Room+Restoring.swift",
        "($1.history, $0.seq) < ($0.history, $1.seq)", "($1.history, $1.seq) < ($0.history, $0.seq)",
        "failover", ("sender order",)),
    Bug("acknowledges-early", "acknowledges before the store has answered", "Peers/Peer+Send.swift",
        "      self.hub.publish(text, by: self.user, in: address.room, id: id) {\n"
        "        self.finishPublication($0, to: address, id: id)\n",
        "      let place = Position(epoch: \"-\", generation: 0, seq: 0, identity: \"-\")\n"
        "      let receipt = Receipt(position: place, time: 0, isDuplicate: false)\n"
        "      self.finishPublication(.success(receipt), to: address, id: id)\n"
        "      self.hub.publish(text, by: self.user, in: address.room, id: id) { _ in\n",
        "connections", ("lost",)),
]


def copy_sources():
    """The sources as they are now."""
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "Package.swift", "Sources", "Tests"],
                           cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    for name in names:
        source, target = PROJECT / name, COPY / name
        if source.exists() and not (target.exists() and target.read_bytes() == source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def simulate(bug):
    """Builds the copy and runs the schedules: what they printed."""
    subprocess.run(["swift", "build", "-c", "release", "--product", "simulate"], cwd=COPY, check=True,
                   capture_output=True, text=True)
    return subprocess.run([COPY / ".build" / "release" / "simulate", "--scenario", bug.scenario, "--seed", "1",
                           "--schedules", str(SCHEDULES), "--until-failure"],
                          capture_output=True, text=True, timeout=1800).stdout


def verdict_on(bug):
    """Plants the bug, runs, takes it out again: the schedule that found it, or nothing."""
    file = COPY / "Sources" / "Chat" / bug.file
    sound = file.read_text()
    if sound.count(bug.old) != 1:
        raise LookupError(f"{bug.file} does not hold the place to plant it once: mend {pathlib.Path(__file__).name}")
    file.write_text(sound.replace(bug.old, bug.new))
    try:
        output = simulate(bug)
    except subprocess.CalledProcessError as error:
        raise LookupError(f"it does not build: {error.stdout[-500:]}") from error
    finally:
        file.write_text(sound)
    found = re.findall(r"^(simulate --scenario .*? --seed \d+): (.*?): \[", output, re.MULTILINE)
    return [(call, names) for call, names in found if set(names.split(", ")) & set(bug.anomalies)]


def main():
    parser = argparse.ArgumentParser(prog="Tests/planted/core.py")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(bug.name for bug in BUGS))
    names = parser.parse_args().names
    unknown = [name for name in names if name not in [bug.name for bug in BUGS]]
    if unknown:
        parser.error(f"there is no bug {unknown[0]}")
    copy_sources()
    passed = failed = 0
    for bug in BUGS:
        if names and bug.name not in names:
            continue
        try:
            found = verdict_on(bug)
            told = f"{found[0][1]} ({found[0][0]})" if found else "NOT FOUND"
        except LookupError as error:
            found, told = [], str(error)
        passed, failed = passed + bool(found), failed + (not found)
        print(f"{bug.name}, {bug.title}: {told}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
