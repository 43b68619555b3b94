"""rolling-update.yml: another version on one host after the other, while crowds talk through both balancers."""

import pytest

from audit import Audit
from host_fleet import APPS


@pytest.fixture
def updatable(fleet, packages):
    """It is at this version before and after."""
    fleet.settle()
    yield fleet
    fleet.set("tchatter_package", str(packages.folder / packages.this))


def test_an_update_host_by_host_loses_nothing_and_one_that_fails_stops_it(updatable, packages, tmp_path):
    fleet = updatable
    with (
        Audit(fleet.address("balancer-1"), tmp_path / "1.json") as first,
        Audit(fleet.address("balancer-2"), tmp_path / "2.json") as second,
    ):
        fleet.set("tchatter_package", str(packages.folder / packages.newer))
        done = fleet.play("rolling-update.yml")
        assert done.status == 0, done
        assert fleet.versions() == [packages.next] * 3
        for name in APPS:
            assert f"{name}: {packages.version} → {packages.next}, drained of" in done.told, done
        assert done.told.count("counters add up") == 3, done
        first.passes("rolling-update.yml, seen through one balancer")
        second.passes("through the other")

    # Back to the version before: the second host's instance does not start.
    fleet.hosts["app-2"].write("/etc/tchatter/8081.env", "TCHATTER_BACKLOG=plenty\n")
    fleet.set("tchatter_package", str(packages.folder / packages.this))
    stopped = fleet.play("rolling-update.yml")
    assert stopped.status != 0
    assert "app-2 is not updated: tchatter@8081.service does not serve" in stopped.told, stopped
    assert "Updated so far: app-1; as before: app-3; they go on serving." in stopped.told, stopped
    assert fleet.versions() == [packages.version, None, packages.next]
    assert sorted(fleet.views("balancer-1").values()) == ["DOWN", "UP", "UP"]

    # Mended, by the settings of the inventory, it goes on.
    assert fleet.play("site.yml").status == 0
    goes_on = fleet.play("rolling-update.yml")
    assert goes_on.status == 0, goes_on
    assert fleet.versions() == [packages.version] * 3
    assert f"app-1: {packages.version} already" in goes_on.told
