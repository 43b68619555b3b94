"""The counters of a fleet, added up over an update: what came in, and what became of it."""

import collections
import json

# At a process's end the first is the sum of the others.
SUMS = {
    "connections_opened": ["connections_closed", "connections_open"],
    "publications_received": [
        "publications_acknowledged", "publications_duplicate", "publications_refused", "publications_in_flight",
    ],
    "broadcasts_received": ["messages_live", "messages_doubled", "messages_skipped", "messages_held"],
    "recoveries_asked": [
        "recoveries_answered", "recoveries_gap", "recoveries_rewind", "recoveries_reset", "recoveries_refused",
        "recoveries_postponed", "recoveries_vanished",
    ],
    "bytes_queued": ["bytes_written", "bytes_given_up", "bytes_waiting"],
}  # fmt: skip


def final_counters(log, offset):
    """The counters that a process left in its log behind an offset; None if it left none."""
    with open(log, "rb") as file:
        file.seek(offset if offset <= log.stat().st_size else 0)
        return counters_in(file.read().decode(errors="replace").splitlines())


def counters_in(lines):
    """The last counters that are told in a log; None if there are none."""
    for line in reversed(lines):
        if " info counters " in line:
            words = (word.partition("=") for word in line.partition(" counters ")[2].split())
            return {name: int(value) for name, _, value in words if value.isdigit()}
        if '"event":"counters"' in line:
            return {name: value for name, value in json.loads(line).items() if isinstance(value, int)}
    return None


def faults(name, counters):
    """Where the counters do not add up; sums of which it knows nothing (another version's) are left out."""
    found = []
    for total, parts in SUMS.items():
        if total in counters and counters[total] != sum(counters.get(part, 0) for part in parts):
            found.append(f"{name}: {total} {counters[total]} is not the sum of " + ", ".join(f"{part} {counters.get(part, 0)}" for part in parts))
    return found


class FleetCounters:
    """What happened in the fleet since `open`: the last of those that ended, and the counters of those that run."""

    def __init__(self, control):
        self.control = control
        self.before = {name: control.metrics(name) for name in control.names}
        self.total = collections.Counter()
        self.faults = []
        self.closed = set()

    def log_ends(self, name):
        """Where an instance's log ends now."""
        log = self.control.log_file(name)
        return log.stat().st_size if log.exists() else 0

    def close(self, name, offset):
        """An instance that was there before has ended; its counters stand behind the offset."""
        counters = final_counters(self.control.log_file(name), offset)
        if counters is None:
            self.faults.append(f"{name} left no counters")
            return
        self.faults += faults(name, counters)
        self.add(counters, self.before[name])
        self.closed.add(name)
        self.before[name] = {}

    def add_running(self):
        for name in self.control.names:
            self.add(self.control.metrics(name), self.before[name])

    def add(self, counters, before):
        for name, value in counters.items():
            self.total[name] += int(value - before.get(name, 0))

    def lines(self):
        """The report."""
        of = self.total
        return [
            f"clients   {of['moves_asked']} asked to move, {of['closed_1000']} closed their old connection themselves, "
            f"{of['closed_1012']} were told 1012, {of['closed_1006']} were lost",
            f"messages  {of['publications_acknowledged']} stored, {of['publications_duplicate']} sent again and stored once, "
            f"{of['publications_refused']} refused; {of['deliveries_queued']} deliveries",
            f"recovery  {of['recoveries_asked']} asked, {of['messages_recovered']} messages recovered, "
            f"{of['messages_admitted_lost']} missed, {of['recoveries_reset']} resets",
            "counters  " + ("add up" if not self.faults else "DO NOT ADD UP: " + "; ".join(self.faults)),
        ]
