"""What is watched: a fleet that chats, and what stands apart from it because its trouble would be the fleet's, too."""

import pytest
from apart import Apart
from balancer import Balancer
from certificate import certificate
from conversation import Conversation
from fleet import Fleet
from processes import BlackboxExporter, Prometheus

# So that Redis is soon full, a reader soon too slow, a file that can't be written soon tried again, and an instance that can't get
# rid of its clients long in doing so.
SETTINGS = {
    "FLEET_REDIS_MEMORY": "48mb", "TCHATTER_OUTBOX_BYTES": "16384", "TCHATTER_DELETED_FROM_DISK_SECONDS": "6",
    "TCHATTER_DRAIN_SECONDS": "300",
}  # fmt: skip


@pytest.fixture(scope="session")
def fleet(tmp_path_factory):
    """Three instances, with bots that converse in four rooms."""
    fleet = Fleet(tmp_path_factory.mktemp("fleet"), **SETTINGS)
    try:
        fleet.up()
        with Conversation(fleet.port, "stage", rooms=4, speed=10):
            yield fleet
    finally:
        fleet.down()


@pytest.fixture(scope="session")
def apart(tmp_path_factory):
    """Two instances of different versions, of which one takes ten connections."""
    with Apart(tmp_path_factory.mktemp("apart")) as apart:
        yield apart


@pytest.fixture(scope="session")
def secure_balancer(fleet, tmp_path_factory):
    """A small HAProxy before the same instances, whose certificate ends tomorrow."""
    folder = tmp_path_factory.mktemp("secure")
    ports = [fleet.public_port(number) for number in (1, 2, 3)]
    with Balancer(folder, ports, BALANCER_CERTIFICATE=certificate(folder, days=1), BALANCER_CONNECTIONS=50) as balancer:
        yield balancer


@pytest.fixture(scope="session")
def prometheus(fleet, apart, secure_balancer, tmp_path_factory):
    """Watches all of it; the fleet's own label is `chat`."""
    folder = tmp_path_factory.mktemp("prometheus")
    targets = {
        "tchatter": {"chat": [f"127.0.0.1:{fleet.admin_port(number)}" for number in (1, 2, 3)], "apart": apart.targets},
        "tchatter-balancer": {"chat": [f"127.0.0.1:{fleet.port + 301}"], "apart": [f"127.0.0.1:{secure_balancer.statistics_port}"]},
        "tchatter-page": {"chat": [f"http://127.0.0.1:{fleet.port}/"], "apart": [f"https://127.0.0.1:{secure_balancer.port}/"]},
    }
    with BlackboxExporter(folder) as exporter, Prometheus(folder, targets, exporter) as prometheus:
        yield prometheus
