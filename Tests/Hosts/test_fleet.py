"""From an inventory to a chatting fleet over several hosts."""

from host_fleet import APPS, BALANCERS
from participant import Participant


def test_an_inventory_becomes_a_chatting_fleet(fleet, room):
    people = [Participant(80, host=fleet.hosts[balancer].address) for balancer in BALANCERS for _ in APPS]
    try:
        assert {person.instance for person in people} == {f"{name}-8081" for name in APPS}
        for person in people:
            person.join(room)
        people[0].send(room, "to everybody")
        assert [person.messages(1) for person in people[1:]] == [["to everybody"]] * (len(people) - 1)
    finally:
        for person in people:
            person.close()


def test_a_second_run_changes_nothing(fleet):
    again = fleet.play("site.yml")
    assert again.status == 0, again
    assert again.changed == dict.fromkeys(("localhost", *APPS, *BALANCERS), 0), again


def test_a_mistake_in_the_inventory_is_told_before_anything_is_done(fleet):
    inventory = fleet.inventory | {"stores": {"hosts": dict.fromkeys(APPS[:2], {})}}
    refused = fleet.play("site.yml", inventory=inventory)
    assert refused.status != 0
    assert "there are 2 stores, and as many sentinels" in refused.told
    assert refused.changed == {"localhost": 0}
