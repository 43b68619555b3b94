"""rolling-update.yml: another version on one host after the other, while crowds talk through both balancers."""

import re

import pytest

from audit import Audit
from host_fleet import APPS, BALANCERS
from waiting import wait_for


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

    # Back to the version before: the second host's instance starts, and never gets healthy.
    fleet.hosts["app-2"].write("/etc/tchatter/8081.env", f"TCHATTER_LISTEN={fleet.address('app-2', 8081)}\nTCHATTER_REDIS_URL=redis://127.0.0.1:1\n")
    fleet.set("tchatter_package", str(packages.folder / packages.this))
    stopped = fleet.play("rolling-update.yml")
    assert stopped.status != 0
    assert "app-2 is not updated: tchatter@8081.service does not serve (impaired: " in stopped.told, stopped
    assert "Updated so far: app-1; as before: app-3; they go on serving." in stopped.told, stopped
    assert fleet.versions() == [packages.version, None, packages.next]
    # NOLB, unless it took so long to start that it counted as gone: whoever says no is not taken back then.
    wait_for(lambda: sorted(fleet.views("balancer-1").values()) in (["NOLB", "UP", "UP"], ["DOWN", "UP", "UP"]), 120, lambda: fleet.views("balancer-1"))

    # Mended, by the settings of the inventory, it goes on.
    assert fleet.play("site.yml").status == 0
    goes_on = fleet.play("rolling-update.yml")
    assert goes_on.status == 0, goes_on
    assert fleet.versions() == [packages.version] * 3
    assert f"app-1: {packages.version} already" in goes_on.told


def test_a_full_disk_stops_it_at_the_first_host_and_all_go_on_serving(updatable, packages):
    fleet = updatable
    host, page = fleet.hosts["app-1"], "/usr/share/tchatter"
    host.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", page)
    try:
        fleet.set("tchatter_package", str(packages.folder / packages.newer))
        stopped = fleet.play("rolling-update.yml")
    finally:
        host.run("umount", page)
    assert stopped.status != 0
    line = r"app-1 is not updated: cannot copy \S.* \(No space left on device\)\. Updated so far: none; as before: app-2, app-3; they go on serving\."
    assert re.search(line, stopped.told), stopped
    assert fleet.versions() == [packages.version] * 3
    assert all(set(fleet.views(balancer).values()) == {"UP"} for balancer in BALANCERS)
