"""Another version of the package, while a crowd talks that keeps count."""

import pytest

from audit import Audit
from chat_host import UNITS
from participant import Participant
from waiting import wait_for

@pytest.fixture
def upgradable(host, packages):
    """It is at this version before and after."""
    yield host
    host.settle()
    host.run("apt-get", "install", "-y", "-q", "--allow-downgrades", f"/packages/{packages.this}")
    host.await_balanced()


def version(host, unit):
    """What a running instance is, which need not be what is installed."""
    return host.run(f"/proc/{host.main_process(unit)}/exe", "--version").stdout.split()[-1]


def versions(host):
    return [version(host, unit) for unit in UNITS]


def test_an_upgrade_loses_nothing_under_load(upgradable, packages, tmp_path, room):
    host = upgradable
    assert versions(host) == [packages.version] * 2
    with Participant(8080, host=host.address, name="stayer") as person, Audit(f"{host.address}:8080", tmp_path / "audit.json") as audit:
        person.join(room)
        done = host.install(packages.newer)
        assert done.returncode == 0, done.stdout + done.stderr
        assert [line for line in done.stdout.splitlines() if line.startswith("restarting")] == [f"restarting {unit}" for unit in UNITS]
        assert versions(host) == [packages.next] * 2
        audit.passes("an upgrade of two instances")


def test_an_upgrade_whose_first_instance_fails_stops_there_and_goes_on_later(upgradable, packages):
    host = upgradable
    host.write("/etc/tchatter/8081.env", "TCHATTER_BACKLOG=plenty\n")
    done = host.install(packages.newer)
    assert done.returncode != 0
    assert "tchatter@8081.service does not serve" in done.stdout + done.stderr
    assert host.health()[0] == 200
    assert host.property(UNITS[1], "ActiveState") == "active"
    assert version(host, UNITS[1]) == packages.version
    host.run("rm", "/etc/tchatter/8081.env")
    host.systemctl("reset-failed", UNITS[0])
    host.systemctl("start", UNITS[0])
    wait_for(lambda: host.views().get("instance-1") == "UP", 30, "it is back")
    host.run("dpkg", "--configure", "tchatter")
    assert versions(host) == [packages.next] * 2
