"""A network that only this machine and some hosts are in: a bridge."""

import itertools
import os
import subprocess

numbers = itertools.count(1)


def ip(*words, check=True):
    subprocess.run(["ip", *words], check=check, capture_output=True, text=True)


class Network:
    """Use it in a `with`; `link()` is a host's way into it."""

    def __init__(self):
        number = next(numbers)
        self.bridge = f"th{os.getpid() % 100000}b{number}"
        self.prefix = f"10.{213 + number % 8}.{os.getpid() % 250}"
        self.hosts = itertools.count(2)

    def __enter__(self):
        ip("link", "add", self.bridge, "type", "bridge")
        ip("addr", "add", f"{self.prefix}.1/24", "dev", self.bridge)
        ip("link", "set", self.bridge, "up")
        return self

    def __exit__(self, *_):
        ip("link", "del", self.bridge, check=False)

    def link(self):
        return Link(self, next(self.hosts))

    def forget(self, address):
        """Which host an address belonged to: it has moved."""
        ip("neigh", "del", address, "dev", self.bridge, check=False)


class Link:
    """A host's network namespace, with one way into the network; `address` is the host's."""

    def __init__(self, network, number):
        self.network = network
        self.name = f"{network.bridge}-{number}"
        self.wire = f"{network.bridge}n{number}"
        self.address = f"{network.prefix}.{number}"

    @property
    def path(self):
        return f"/run/netns/{self.name}"

    def __enter__(self):
        ip("netns", "add", self.name)
        ip("link", "add", self.wire, "type", "veth", "peer", "name", "host0", "netns", self.name)
        ip("link", "set", self.wire, "master", self.network.bridge, "up")
        ip("-n", self.name, "addr", "add", f"{self.address}/24", "dev", "host0")
        ip("-n", self.name, "link", "set", "host0", "up")
        ip("-n", self.name, "link", "set", "lo", "up")
        return self

    def __exit__(self, *_):
        ip("link", "del", self.wire, check=False)
        ip("netns", "del", self.name, check=False)

    def give(self, address):
        """Gives an address to its host besides its own."""
        ip("-n", self.name, "addr", "add", address, "dev", "host0")

    def take(self, address):
        """Takes an address from it, whether its host lives or not."""
        ip("-n", self.name, "addr", "del", address, "dev", "host0", check=False)
