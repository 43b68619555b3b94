"""What the tests share."""

import pytest

from balancer import Balancer
from origin import Origin


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
