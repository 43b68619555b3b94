"""Ports that nobody uses."""

import random
import socket

# How far above its public port a fleet reaches, with sixteen instances, Redis's replicas and sentinels.
SPAN = 314


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
    """One free port, below those that the kernel gives to outgoing connections."""
    while True:
        port = random.randrange(10_000, 32_000)
        if is_free(port):
            return port


def free_fleet_port(instances):
    """A public port such that all the others that follow from it are free, too."""
    offsets = [0, *range(300, SPAN)]
    offsets += [base + number for base in (100, 200) for number in range(1, instances + 1)]
    while True:
        port = random.randrange(10_000, 32_000 - SPAN)
        if all(is_free(port + offset) for offset in offsets):
            return port
