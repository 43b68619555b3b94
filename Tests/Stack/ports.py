"""Ports that nobody uses. Suites run side by side, so each process has a range of its own."""

import itertools
import socket

# Below those that the kernel gives to outgoing connections, and those that the Swift tests take.
FIRST, RANGES, WIDTH = 10_000, 14, 1_000
# How far above its public port a fleet reaches, with sixteen instances, Redis's replicas, sentinels and shards.
SPAN = 339
# Of a range, what is for single ports; and how far fleets begin from one another, so that their instances do not meet.
SINGLE, STEP = 300, 17


def claim_range():
    """The first port of a range that is this process's for as long as it lives, and the claim to it.

    The claim is a name in the kernel, which forgets it when the process ends.
    """
    for number in range(RANGES):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0tchatter-test-ports-{number}")
            return FIRST + number * WIDTH, claim
        except OSError:
            claim.close()
    raise RuntimeError(f"{RANGES} processes with tests run already")


start, claim = claim_range()
single_ports = itertools.cycle(range(start, start + SINGLE))
fleet_ports = itertools.cycle(range(start + SINGLE, start + WIDTH - SPAN, STEP))


def is_free(port):
    """Whether a port of loopback can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port():
    """One free port."""
    return next(port for port in itertools.islice(single_ports, SINGLE) if is_free(port))


def free_fleet_port(instances):
    """A public port such that all the others that follow from it are free, too."""
    offsets = [0, *range(300, SPAN)]
    offsets += [base + number for base in (100, 200) for number in range(1, instances + 1)]
    return next(port for port in itertools.islice(fleet_ports, WIDTH) if all(is_free(port + offset) for offset in offsets))
