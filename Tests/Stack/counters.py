"""The counters that an instance leaves behind: every message and every connection is accounted for."""


def final_counters(log):
    """The counters of each process whose end is in a log, as {name: number}."""
    lines = [line.split(" info counters ", 1)[1] for line in log.splitlines() if " info counters " in line]
    return [{name: int(value) for name, value in (word.split("=") for word in line.split())} for line in lines]


def check(counters):
    """That the numbers add up."""
    sums = {
        "connections_opened": ["connections_closed", "connections_open"],
        "publications_received": ["publications_acknowledged", "publications_duplicate", "publications_refused"],
        "broadcasts_received": ["messages_live", "messages_doubled", "messages_skipped", "messages_held"],
        "recoveries_asked": [
            "recoveries_answered", "recoveries_gap", "recoveries_rewind", "recoveries_reset", "recoveries_refused",
            "recoveries_postponed", "recoveries_vanished",
        ],
        "bytes_queued": ["bytes_written", "bytes_given_up", "bytes_waiting"],
    }  # fmt: skip
    for total, parts in sums.items():
        assert counters[total] == sum(counters[part] for part in parts), (total, {name: counters[name] for name in (total, *parts)})
    for total, kind in (("connections_closed", "closed_"), ("publications_refused", "refused_")):
        assert counters[total] == sum(value for name, value in counters.items() if name.startswith(kind)), total
    assert counters["publications_in_flight"] == 0
    assert counters["connections_open"] == 0
