"""What the tests share."""

import itertools

import pytest

from balancer import Balancer
from fleet import DISK_IN_ITS_TIME, Fleet
from origin import Origin

rooms = itertools.count(1)

# The files that take longest, longest first: what begins with them ends earlier, as no process is left alone with one.
LONG = [
    "test_rolling_update.py", "test_commands.py", "test_fleet_restarts.py", "test_archive.py", "test_relay.py",
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
def room():
    """A room that no other test uses."""
    return f"room-{next(rooms)}"
