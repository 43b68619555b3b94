#!/usr/bin/env python3
"""Tests the simulation: plants bugs in a copy of the chat core, and demands that each is found, by its name.

  Tests/Planted/core.py [NAME…]

The copy and what is built from it stay in .run/planted-core, so that little has to be built again. Bugs of the store are
planted by the unit tests themselves (PlantedBug).
"""

import dataclasses
import re
import subprocess
import sys

from planting import PROJECT, Bug, Misplaced, demand_that_each_is_found

COPY = PROJECT / ".run" / "planted-core"
SCHEDULES = 200


@dataclasses.dataclass(frozen=True)
class CoreBug(Bug):
    """With the weather in which it shows, and what it must be found by."""

    scenario: str
    anomalies: tuple


BUGS = [
    CoreBug("no-dedupe", "gives a message that is sent again another id", "Sources/Chat/Hub/Hub+Publish.swift",
        "author: author.id, id: id, identity", "author: author.id, id: entropy.word(6), identity",
        "connections", ("duplicated",)),
    CoreBug("no-hole-filling", "never reads what is missing", "Sources/Chat/Rooms/Room+Following.swift",
        "    guard phase == .live else { return }\n    phase = .resyncing\n",
        "    guard phase == .resyncing else { return }\n    phase = .resyncing\n",
        "connections", ("lost", "stuck")),
    CoreBug("merges-without-hold", "forgets what came live while a client's page was read", "Sources/Chat/Rooms/Room+Joining.swift",
        "{ return enter(join, page: part, after: end, verdict) }\n",
        "{ return enter(join, page: part, after: log.position.seq, verdict) }\n",
        "instances", ("lost", "gap")),
    CoreBug("live-too-early", "takes a client for caught up that got a page of what it missed", "Sources/Chat/Rooms/Room+Joining.swift",
        "let isWhole = end == log.position\n", "let isWhole = true\n",
        "instances", ("lost", "gap")),
    CoreBug("fence-removed", "stores in whatever history there is", "Sources/Chat/Rooms/Room+Publishing.swift",
        "hub.broker.publish(errand.publication, knowing: known)", "hub.broker.publish(errand.publication, knowing: nil)",
        "failover", ("sender order",)),
    CoreBug("restore-skips", "does not put back the first message that was forgotten", "Sources/Chat/Rooms/Room+Restoring.swift",
        "let first = max(seq + 1, log.firstSeq)", "let first = max(seq + 2, log.firstSeq)",
        "failover", ("lost",)),
    CoreBug("restore-out-of-order", "puts back the newest first", "Sources/Chat/Rooms/Room+Restoring.swift",
        "($1.history, $0.seq) < ($0.history, $1.seq)", "($1.history, $1.seq) < ($0.history, $0.seq)",
        "failover", ("sender order",)),
    CoreBug("acknowledges-early", "acknowledges before the store has answered", "Sources/Chat/Clients/Client+Send.swift",
        "      self.hub.publish(text, by: self.user, in: address.room, id: id) {\n"
        "        self.finishPublication($0, to: address, id: id)\n",
        "      let place = Position(epoch: \"-\", generation: 0, seq: 0, identity: \"-\")\n"
        "      let receipt = Receipt(position: place, time: 0, isDuplicate: false)\n"
        "      self.finishPublication(.success(receipt), to: address, id: id)\n"
        "      self.hub.publish(text, by: self.user, in: address.room, id: id) { _ in\n",
        "connections", ("lost",)),
]


def look(bug):
    """Builds the copy and runs the schedules: the one that found the bug, if it was found by its name."""
    try:
        subprocess.run(["swift", "build", "-c", "release", "--product", "simulate"], cwd=COPY, check=True,
                       capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise Misplaced(f"it does not build: {error.stdout[-500:]}") from error
    output = subprocess.run([COPY / ".build" / "release" / "simulate", "--scenario", bug.scenario, "--seed", "1",
                             "--schedules", str(SCHEDULES), "--until-failure"],
                            capture_output=True, text=True, timeout=1800).stdout
    for call, names in re.findall(r"^(simulate --scenario .*? --seed \d+): (.*?): \[", output, re.MULTILINE):
        if set(names.split(", ")) & set(bug.anomalies):
            return f"{names} ({call})"
    return ""


if __name__ == "__main__":
    sys.exit(demand_that_each_is_found("Tests/Planted/core.py", BUGS, COPY, ["Package.swift", "Sources", "Tests"], look))
