#!/usr/bin/env python3
"""Tests the fault runs: plants bugs that break delivery in a copy of the sources, and demands that a fault shows each.

infra/test-faults --planted [NAME…] calls this. The copy and what is built from it stay in .run/planted.
"""

import dataclasses
import json
import subprocess
import sys

from planting import PROJECT, Bug, Misplaced, demand_that_each_is_found

COPY = PROJECT / ".run" / "planted"


@dataclasses.dataclass(frozen=True)
class DeliveryBug(Bug):
    """With the run that must fail because of it."""

    run: tuple


BUGS = [
    DeliveryBug("forgets-ids", "stores a message that is sent again once more", "Sources/RedisBroker/Scripts/publish.lua",
           "'NX', 'GET', 'EX', request_seconds)", "'EX', request_seconds) and false", ("F4",)),
    DeliveryBug("acknowledges-early", "acknowledges before the store has answered", "Sources/Chat/Clients/Client+Send.swift",
           """\
    hub.publish(content, mentioning: mentioned, by: user, in: address.room, id: id) {
      self.finishPublication($0, to: address, id: id)
    }
""", """\
    let place = Position(epoch: "-", generation: 0, seq: 0, identity: "-")
    let receipt = Receipt(position: place, time: 0, isDuplicate: false)
    finishPublication(.success(receipt), to: address, id: id)
    hub.publish(content, mentioning: mentioned, by: user, in: address.room, id: id) { _ in }
""", ("F7",)),
    DeliveryBug("publishes-first", "tells everybody before it stores", "Sources/RedisBroker/Scripts/publish.lua",
           "local place, answered, failure, stored\n",
           "call('PUBLISH', channel, 'm' .. (epoch or new_epoch) .. ' ' .. (generation or '0') .. ' ' .. seq .. ' '\n"
           "  .. identity .. ' ' .. time .. '\\n' .. payload)\nlocal place, answered, failure, stored\n", ("F15",)),
    DeliveryBug("skips-catch-up", "does not read back after its subscription was interrupted", "Sources/Chat/Hub/Hub.swift",
           "  package func brokerMayHaveMissedMessages() {\n",
           "  package func brokerMayHaveMissedMessages() {\n    guard time.now == 0 else { return }\n",
           ("F13", "--rate", "2", "--messages", "30")),
    DeliveryBug("does-not-drain", "closes its clients' connections without asking them to move",
           "Sources/ChatServer/Drain/Drain.swift",
           "    return [.move(.drain, window: window, count: input.clients)]\n", "    return close(input)\n", ("F1",)),
]


def look(bug):
    """Runs the fault on the copy: what the audit or the bounds said; nothing if all was well, in spite of the bug."""
    report = COPY / ".run" / "report.json"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    done = subprocess.run([COPY / "infra" / "test-faults", *bug.run, "--quick", "--json", report],
                          capture_output=True, text=True, timeout=3600)
    if not report.exists():
        raise Misplaced(f"the run did not come to an end: {done.stderr[-300:]}")
    reasons = [reason for row in json.loads(report.read_text())["faults"] for reason in row["wrong"]
               if "did not happen" not in reason and "injection failed" not in reason]
    return f"{bug.run[0]}: {'; '.join(reasons)}" if reasons else ""


if __name__ == "__main__":
    sys.exit(demand_that_each_is_found("infra/test-faults --planted", BUGS, COPY,
                                      ["Package.swift", "Sources", "Tests", "infra", "haproxy", "Public"], look))
