"""All faults by their numbers, and those that other suites try."""

import balancing
import clocks
import clusters
import failovers
import instances
import minority
import monkey
import namespaces
import network_faults
import redis_faults


def number_of(fault):
    digits = "".join(character for character in fault.number if character.isdigit())
    return int(digits), fault.number


FAULTS = sorted([*instances.FAULTS, *balancing.FAULTS, *redis_faults.FAULTS, *failovers.FAULTS, *clocks.FAULTS, *clusters.FAULTS, *minority.FAULTS,
                 *network_faults.FAULTS, *namespaces.FAULTS, *monkey.FAULTS], key=number_of)

NOT_HERE = {
    "F21": "bytes that are none of the protocol's: infra/conformance, and Tests/Fuzz/run",
    "F22": "browsers that go offline, freeze and come back: infra/test browser",
    "F23": "two versions at once: infra/test stack, and infra/test-update",
}


def select(words):
    """The faults that are meant by numbers or names; all for none.

    Raises LookupError with the word that means none.
    """
    chosen = []
    for word in words:
        meant = [fault for fault in FAULTS if word.upper() == fault.number.upper() or word == fault.name]
        if not meant:
            raise LookupError(word)
        chosen += [fault for fault in meant if fault not in chosen]
    return chosen or FAULTS
