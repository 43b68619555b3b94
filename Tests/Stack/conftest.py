"""What the tests share."""

import itertools

import pytest

from balancer import Balancer
from fleet import Fleet
from origin import Origin

rooms = itertools.count(1)


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
    fleet = Fleet(tmp_path_factory.mktemp("fleet"))
    fleet.up()
    yield fleet
    fleet.down()


@pytest.fixture
def room():
    """A room that no other test uses."""
    return f"room-{next(rooms)}"
