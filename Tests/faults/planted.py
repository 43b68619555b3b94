#!/usr/bin/env python3
"""Tests the test: plants defects that break delivery into a copy of the sources, and demands that a fault shows each.

infra/test-faults --planted [NAME…] calls this. The copy and what is built from it stay in .run/planted.
"""

import argparse
import dataclasses
import json
import pathlib
import shutil
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
COPY = PROJECT / ".run" / "planted"


@dataclasses.dataclass(frozen=True)
class Defect:
    """A change to one file, and the run that must fail because of it."""

    name: str
    title: str
    file: str
    old: str
    new: str
    run: tuple


DEFECTS = [
    Defect("forgets-ids", "stores a message that is sent again once more", "Sources/Redis/Scripts/publish.lua",
           "redis.call('SET', KEYS[3], place .. ' ' .. ARGV[4], 'EX', ARGV[9])\n", "", ("F4",)),
    Defect("acknowledges-early", "acknowledges before the store has answered", "Sources/Chat/Peers/Peer+Send.swift",
           """\
      self.hub.publish(text, by: self.user, in: address.room, id: id) {
        self.finishPublication($0, to: address, id: id)
      }
""", """\
      let place = Position(epoch: "-", generation: 0, seq: 0, identity: "-")
      let receipt = Receipt(position: place, time: 0, isDuplicate: false)
      self.finishPublication(.success(receipt), to: address, id: id)
      self.hub.publish(text, by: self.user, in: address.room, id: id) { _ in }
""", ("F7",)),
    Defect("publishes-first", "tells everybody before it stores", "Sources/Redis/Scripts/publish.lua",
           "local stored\nif epoch then",
           "redis.call('PUBLISH', ARGV[1], 'm' .. string.format('%s %d %.0f %s %s', epoch or ARGV[2], generation, seq,\n"
           "  ARGV[3], time) .. '\\n' .. ARGV[5])\nlocal stored\nif epoch then", ("F15",)),
    Defect("skips-catch-up", "does not read back after its subscription was interrupted", "Sources/Chat/Hub/Hub.swift",
           "  package func brokerMayHaveMissedMessages() {\n",
           "  package func brokerMayHaveMissedMessages() {\n    guard time.now == 0 else { return }\n",
           ("F13", "--rate", "2", "--messages", "30")),
    Defect("does-not-drain", "closes its clients' connections without asking them to move",
           "Sources/ChatServer/Instance/Draining.swift",
           "    case .move(let window): move(window: window, now)\n", "    case .move: close()\n", ("F1",)),
]


def copy_sources():
    """The sources as they are now; what was built before stays, so that little has to be built again."""
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=PROJECT, capture_output=True, text=True,
                           check=True).stdout.splitlines()
    for name in names:
        source, target = PROJECT / name, COPY / name
        if not source.exists():
            continue
        if not target.exists() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def is_found(defect):
    """Plants the defect, runs the fault, takes the defect out again.

    What the audit or the bounds said; nothing if all was well, in spite of the defect.
    """
    file = COPY / defect.file
    sound = file.read_text()
    if sound.count(defect.old) != 1:
        raise LookupError(f"{defect.file} does not hold the place to plant it once: mend {pathlib.Path(__file__).name}")
    report = COPY / ".run" / "report.json"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    file.write_text(sound.replace(defect.old, defect.new))
    try:
        done = subprocess.run([COPY / "infra" / "test-faults", *defect.run, "--quick", "--json", report],
                              capture_output=True, text=True, timeout=3600)
    finally:
        file.write_text(sound)
    if not report.exists():
        raise LookupError(f"the run did not come to an end: {done.stderr[-300:]}")
    return [reason for row in json.loads(report.read_text())["faults"] for reason in row["wrong"]
            if "did not happen" not in reason and "injection failed" not in reason]


def main():
    parser = argparse.ArgumentParser(prog="infra/test-faults --planted")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(defect.name for defect in DEFECTS))
    names = parser.parse_args().names
    unknown = [name for name in names if name not in [defect.name for defect in DEFECTS]]
    if unknown:
        parser.error(f"there is no defect {unknown[0]}")
    copy_sources()
    passed = failed = 0
    for defect in DEFECTS:
        if names and defect.name not in names:
            continue
        print(f"{defect.name}: {defect.title} …", flush=True)
        try:
            reasons = is_found(defect)
            told = "; ".join(reasons) or "NOT FOUND"
        except LookupError as error:
            reasons, told = [], str(error)
        passed, failed = passed + bool(reasons), failed + (not reasons)
        print(f"  {defect.run[0]}: {told}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
