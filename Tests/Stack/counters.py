"""The counters that an instance leaves behind: every message and every connection is accounted for."""

import sys

from programs import PROJECT

sys.path.append(str(PROJECT / "infra" / "lib"))
from rolling.counters import SUMS  # noqa: E402


def final_counters(log):
    """The counters of each process whose end is in a log, as {name: number}."""
    lines = [line.split(" info counters ", 1)[1] for line in log.splitlines() if " info counters " in line]
    return [{name: int(value) for name, value in (word.split("=") for word in line.split())} for line in lines]


def check(counters):
    """That the numbers add up."""
    for total, parts in SUMS.items():
        assert counters[total] == sum(counters[part] for part in parts), (total, {name: counters[name] for name in (total, *parts)})
    for total, kind in (("connections_closed", "closed_"), ("publications_refused", "refused_")):
        assert counters[total] == sum(value for name, value in counters.items() if name.startswith(kind)), total
    assert counters["publications_in_flight"] == 0
    assert counters["connections_open"] == 0
