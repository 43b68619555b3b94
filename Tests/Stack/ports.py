"""Ports that nobody uses. Suites run side by side, so each process has a range of its own."""

import functools
import itertools
import socket

# Below those that the kernel gives to outgoing connections, and those that the Swift tests take.
FIRST, RANGES, WIDTH = 10_000, 14, 1_000
# How far above its public port a fleet reaches, with sixteen instances, Redis's replicas, sentinels and shards.
SPAN = 339
# Of a range, what is for single ports; and how far fleets begin from one another, so that their instances do not meet.
SINGLE, STEP = 300, 17


# Names in the kernel, which forgets them when this process ends.
claims = []


@functools.cache
def first_port():
    """Of a range that is this process's for as long as it lives, from when it first needs one."""
    for number in range(RANGES):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0tchatter-test-ports-{number}")
            claims.append(claim)
            return FIRST + number * WIDTH
        except OSError:
            claim.close()
    raise RuntimeError(f"{RANGES} processes with tests run already")


@functools.cache
def single_ports():
    return itertools.cycle(range(first_port(), first_port() + SINGLE))


@functools.cache
def fleet_ports():
    return itertools.cycle(range(first_port() + SINGLE, first_port() + WIDTH - SPAN, STEP))


def is_free(port):
    """Whether a port of loopback can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def is_open(port):
    """Whether somebody listens on a port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def free_port():
    """One free port."""
    return next(port for port in itertools.islice(single_ports(), SINGLE) if is_free(port))


def free_fleet_port(instances):
    """A public port such that all the others that follow from it are free, too."""
    offsets = [0, *range(300, SPAN)]
    offsets += [base + number for base in (100, 200) for number in range(1, instances + 1)]
    return next(port for port in itertools.islice(fleet_ports(), WIDTH) if all(is_free(port + offset) for offset in offsets))
