"""Instances come and go, and the store goes back to a backup."""

import copy

import pytest

from audit import Audit
from host_fleet import APPS, BALANCERS
from participant import Participant


@pytest.fixture
def changing(fleet):
    """What a test changes of the inventory is forgotten after it."""
    fleet.settle()
    before = copy.deepcopy(fleet.inventory)
    yield fleet
    fleet.inventory = before
    again = fleet.play("site.yml")
    assert again.status == 0, again
    fleet.settle()


def test_an_instance_goes_and_another_comes_without_an_interruption(changing, tmp_path):
    fleet = changing
    with Audit(fleet.address("balancer-1"), tmp_path / "audit.json") as audit:
        # The third host's goes, and the first has two.
        fleet.inventory["instances"] = {"hosts": {"app-1": {"tchatter_ports": [8081, 8082]}, "app-2": {}}}
        fleet.inventory["retired"] = {"hosts": {"app-3": {}}}
        done = fleet.play("site.yml")
        assert done.status == 0, done
        for balancer in BALANCERS:
            assert list(fleet.views(balancer).values()) == ["UP"] * 3
        assert fleet.health("app-3") == {}
        assert fleet.hosts["app-3"].property("tchatter@8081", "Result") == "success"
        audit.passes("an instance removed and one added")


def test_an_instance_that_serves_is_not_forgotten(fleet):
    inventory = fleet.inventory | {"instances": {"hosts": dict.fromkeys(APPS[:2], {})}}
    refused = fleet.play("site.yml", inventory=inventory)
    assert refused.status != 0
    assert f"balancer-1 still sends people to {fleet.address('app-3', 8081)}, which the inventory no longer has" in refused.told, refused
    fleet.settle()


def test_from_a_backup_comes_what_it_had(fleet, room):
    fleet.settle()
    address = fleet.hosts["balancer-1"].address
    with Participant(80, host=address) as person:
        person.join(room)
        person.send(room, "before the backup")
        done = fleet.play("backup.yml")
        assert done.status == 0, done
        person.send(room, "after the backup")
    file = next((fleet.folder / "backups").iterdir())
    assert f"{file}: " in done.told and " keys read" in done.told
    assert file.stat().st_mode & 0o777 == 0o600

    bad = fleet.folder / "bad.rdb"
    bad.write_bytes(file.read_bytes()[:-20])
    refused = fleet.play("restore.yml", "-e", f"backup={bad}")
    assert refused.status != 0 and f"{bad} is no backup, or damaged" in refused.told, refused
    assert all(fleet.health(name).get("redis") == "delivering" for name in APPS)

    restored = fleet.play("restore.yml", "-e", f"backup={file}")
    assert restored.status == 0, restored
    assert f"restored {file}: it had" in restored.told, restored
    fleet.settle()
    with Participant(80, host=address) as person:
        person.join(room)
        texts = [message["text"] for message in person.request("history", room=room)["messages"]]
    assert texts == ["before the backup"]
