"""Hosts end as when their power goes, while a crowd talks; then they are back."""

import pytest

from audit import Audit
from host_fleet import APPS
from waiting import wait_for


@pytest.fixture
def mortal(fleet):
    """All of it runs before and after."""
    fleet.settle()
    yield fleet
    for host in fleet.hosts.values():
        if host.process.poll() is not None:
            host.boot()
    fleet.settle()


def test_a_host_with_an_instance_and_a_replica_ends(mortal, tmp_path):
    name = next(name for name in APPS if name != mortal.primary())
    number = APPS.index(name) + 1
    with Audit(mortal.address("balancer-1"), tmp_path / "audit.json") as audit:
        mortal.hosts[name].end()
        wait_for(lambda: mortal.views("balancer-1")[f"instance-{number}"] == "DOWN", 60, "the balancer has noticed")
        audit.passes("the host of an instance ended")


def test_the_host_of_the_primary_ends(mortal, tmp_path):
    name = mortal.primary()
    others = [other for other in APPS if other != name]
    with Audit(mortal.address("balancer-1"), tmp_path / "audit.json") as audit:
        mortal.hosts[name].end()
        wait_for(lambda: mortal.primary(others) in others, 60, "the sentinels appoint another")
        wait_for(lambda: all(mortal.health(other).get("redis") == "delivering" for other in others), 60, "the instances follow")
        audit.passes("the host of the primary and an instance ended")


def test_a_balancer_ends_and_the_other_takes_its_address(mortal, tmp_path):
    """As keepalived has it: one address that is always a living balancer's."""
    address = f"{mortal.network.prefix}.100"
    mortal.hosts["balancer-1"].link.give(f"{address}/24")
    try:
        with Audit(f"{address}:80", tmp_path / "audit.json") as audit:
            mortal.hosts["balancer-1"].end()
            mortal.hosts["balancer-1"].link.take(f"{address}/24")
            mortal.hosts["balancer-2"].link.give(f"{address}/24")
            mortal.network.forget(address)
            audit.passes("the host of a balancer ended")
    finally:
        mortal.hosts["balancer-2"].link.take(f"{address}/24")
