"""A network that only this machine and one host are in."""

import os
import subprocess


def ip(*words, check=True):
    subprocess.run(["ip", *words], check=check, capture_output=True, text=True)


class Network:
    """A network namespace with one way to this machine; `address` is the host's."""

    def __init__(self, number):
        self.name = f"th{os.getpid() % 100000}-{number}"
        self.wire, subnet = f"th{os.getpid() % 100000}n{number}", 4 * number
        network = f"10.213.{os.getpid() % 250}"
        self.here, self.address = f"{network}.{subnet + 1}", f"{network}.{subnet + 2}"

    @property
    def path(self):
        return f"/run/netns/{self.name}"

    def __enter__(self):
        ip("netns", "add", self.name)
        ip("link", "add", self.wire, "type", "veth", "peer", "name", "host0", "netns", self.name)
        ip("addr", "add", f"{self.here}/30", "dev", self.wire)
        ip("link", "set", self.wire, "up")
        ip("-n", self.name, "addr", "add", f"{self.address}/30", "dev", "host0")
        ip("-n", self.name, "link", "set", "host0", "up")
        ip("-n", self.name, "link", "set", "lo", "up")
        return self

    def __exit__(self, *_):
        ip("link", "del", self.wire, check=False)
        ip("netns", "del", self.name, check=False)
