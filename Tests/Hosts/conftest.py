"""What the tests share. infra/test-hosts says where the base of all hosts and the packages are."""

import itertools
import os
import pathlib

import pytest

from certificates import make_certificates
from chat_host import ChatHost
from host import Host
from host_fleet import HostFleet
from network import Network

BASE = pathlib.Path(os.environ["HOSTS_BASE"])
PACKAGES = pathlib.Path(os.environ["HOSTS_PACKAGES"])
FOLDER = pathlib.Path(os.environ["HOSTS_FOLDER"])
rooms = itertools.count(1)


def pytest_itemcollected(item):
    """What shares a fleet or a host is one process's, where two take the tests (infra/test-hosts)."""
    item.add_marker(pytest.mark.xdist_group("fleet" if "fleet" in item.fixturenames else "host"))


class Packages:
    """What infra/package has made: of this version, and the same programs as the next one."""

    version, next = os.environ["HOSTS_VERSION"], os.environ["HOSTS_NEXT_VERSION"]
    this = f"tchatter_{version}_amd64.deb"
    newer = f"tchatter_{next}_amd64.deb"
    archive = f"tchatter-{version}-linux-amd64.tar.gz"
    folder = PACKAGES


@pytest.fixture(scope="session")
def packages():
    return Packages


@pytest.fixture(scope="session")
def network():
    with Network() as network:
        yield network


@pytest.fixture
def bare_host(network):
    """A host on which nothing of ours is."""
    with Host(BASE, FOLDER / "bare", PACKAGES, network) as host:
        yield host


@pytest.fixture(scope="session")
def shared_host(network):
    with ChatHost(BASE, FOLDER / "chat", PACKAGES, network) as host:
        host.set_up(Packages.this)
        yield host


@pytest.fixture
def host(shared_host):
    """A host with two instances behind HAProxy, and Redis; what a test changes of it, the next one finds undone."""
    shared_host.settle()
    shared_host.await_balanced()
    return shared_host


@pytest.fixture(scope="session")
def fleet(network):
    """Five hosts that became a fleet by one command; tests change it and leave it whole."""
    with HostFleet(BASE, FOLDER / "fleet", PACKAGES, network) as fleet:
        fleet.set("tchatter_package", str(PACKAGES / Packages.this))
        fleet.first = fleet.play("site.yml")
        assert fleet.first.status == 0, fleet.first
        yield fleet


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """A folder with certificates, good ones and wrong ones."""
    return make_certificates(tmp_path_factory.mktemp("tls") / "certificates")


@pytest.fixture
def room():
    """A room that no other test uses."""
    return f"room-{next(rooms)}"
