"""What the tests share."""

import itertools
import subprocess

import pytest

from balancer import Balancer
from fleet import DISK_IN_ITS_TIME, Fleet
from hook import Hook
from origin import Origin
from participant import Participant
from vote_bots import VoteBots

rooms = itertools.count(1)

# The files that take longest, longest first: what begins with them ends earlier, as no process is left alone with one.
LONG = [
    "test_rolling_update.py", "test_commands.py", "test_fleet_restarts.py", "test_archive.py", "test_relay.py", "test_relay_https.py",
    "test_relay_people.py", "test_cluster_fleet.py", "test_fleet_failover.py",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture
def origins():
    """Three stand-ins for instances."""
    made = [Origin(f"origin-{number}") for number in (1, 2, 3)]
    yield made
    for origin in made:
        origin.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate and its key in one file, as HAProxy wants it."""
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=chat.example"]
    command += ["-keyout", str(folder / "key"), "-out", str(folder / "certificate")]
    subprocess.run(command, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "certificate").read_text() + (folder / "key").read_text())
    return both


@pytest.fixture
def balance(tmp_path):
    """Starts a balancer in front of stand-ins: `balance(origins, **settings)`."""
    running = []

    def start(origins, **settings):
        balancer = Balancer(tmp_path, [origin.port for origin in origins], **settings)
        running.append(balancer.__enter__())
        return balancer

    yield start
    for balancer in running:
        balancer.__exit__()


@pytest.fixture(scope="session")
def fleet(tmp_path_factory):
    """Three instances, shared by the tests that leave it as they found it."""
    fleet = Fleet(tmp_path_factory.mktemp("fleet"), **DISK_IN_ITS_TIME)
    fleet.up()
    yield fleet
    fleet.down()


@pytest.fixture
def whole_fleet(fleet):
    """The same; all instances take part, before and after."""
    fleet.await_health()
    fleet.await_balanced()
    yield fleet
    for name in fleet.names:
        if not fleet.pid(name):
            fleet.start(name)
    fleet.await_health()


@pytest.fixture(scope="module")
def replicated(tmp_path_factory):
    """Three instances on a primary with two replicas and three sentinels."""
    # Those who write do so as fast as they can while one of them may wait, and all of it is looked at.
    fleet = Fleet(tmp_path_factory.mktemp("replicated"), TCHATTER_BACKLOG="1000000", **DISK_IN_ITS_TIME)
    fleet.up("--replicas", 2)
    yield fleet
    fleet.down()


@pytest.fixture
def own(tmp_path):
    """A fleet of two instances for this test alone."""
    fleet = Fleet(tmp_path / "run", instances=2)
    fleet.up()
    yield fleet
    fleet.down()


@pytest.fixture
def room():
    """A room that no other test uses."""
    return f"room-{next(rooms)}"


@pytest.fixture
def hook(fleet, room):
    """A webhook into the room, as fast as one likes."""
    with Hook(fleet, room, "--rate", "0") as hook:
        yield hook


@pytest.fixture
def reader(fleet, room):
    """Somebody in the room."""
    with Participant(fleet.port) as reader:
        reader.join(room)
        yield reader


@pytest.fixture
def bots(fleet, room, tmp_path):
    """Two vote bots in the room, with their interface over HTTP."""
    with VoteBots(fleet, [room], tmp_path) as bots:
        yield bots
