"""TLS at the balancers, with the operator's certificate; and its renewal."""

import copy
import socket
import ssl

import pytest

from certificates import DOMAIN
from host_fleet import BALANCER, BALANCERS
from participant import Participant

# Who has no certificate has nothing to do with it.
ONLY_BALANCERS = ("--limit", "localhost,balancers")


@pytest.fixture
def trust(certificates):
    """What a browser does that knows the tests' authority: it looks at the chain, the times and the name."""
    return ssl.create_default_context(cafile=certificates / "root.pem")


@pytest.fixture
def secure(fleet, certificates):
    """The balancers speak TLS, until the test ends."""
    fleet.settle()
    before = copy.deepcopy(fleet.inventory)
    fleet.set("balancer_settings", BALANCER | {"BALANCER_BIND": "0.0.0.0:443", "BALANCER_PLAIN_BIND": "0.0.0.0:80"})
    fleet.set("balancer_domain", DOMAIN)
    fleet.set("balancer_certificate", str(certificates / "good.pem"))
    done = fleet.play("site.yml", *ONLY_BALANCERS)
    assert done.status == 0, done
    yield fleet
    fleet.inventory = before
    assert fleet.play("site.yml", *ONLY_BALANCERS).status == 0
    fleet.settle()


def served(fleet, trust):
    """The number of the certificate that each balancer shows."""
    numbers = []
    for name in BALANCERS:
        with socket.create_connection((fleet.hosts[name].address, 443), 60) as raw, trust.wrap_socket(raw, server_hostname=DOMAIN) as secured:
            numbers.append(secured.getpeercert()["serialNumber"])
    return numbers


def test_a_renewed_certificate_is_taken_up_and_nobody_is_cut(secure, certificates, trust, room):
    fleet = secure
    before = served(fleet, trust)
    people = [Participant(443, host=fleet.hosts[name].address, scheme="wss", ssl=trust, server_hostname=DOMAIN) for name in BALANCERS]
    try:
        for person in people:
            person.join(room)

        fleet.set("balancer_certificate", str(certificates / "other-key.pem"))
        refused = fleet.play("site.yml")
        assert refused.status != 0 and "other-key.pem and its key don't belong together" in refused.told, refused
        assert refused.changed == {"localhost": 0}
        assert served(fleet, trust) == before

        # As certbot has them: in two files.
        fleet.set("balancer_certificate", str(certificates / "renewed.pem"))
        fleet.set("balancer_key", str(certificates / "renewed-key.pem"))
        done = fleet.play("site.yml", *ONLY_BALANCERS)
        assert done.status == 0, done
        after = served(fleet, trust)
        assert len({*before, *after}) == 2 and after[0] == after[1]

        people[0].send(room, "still here")
        assert people[1].messages(1) == ["still here"]
    finally:
        for person in people:
            person.close()
