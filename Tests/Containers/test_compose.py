"""A fleet by compose, and what operators do to it."""

import pytest
from websockets.exceptions import InvalidStatus

from audit_process import AuditProcess
from compose import INSTANCES, ComposedFleet
from participant import Participant, Refused
from run import Size
from waiting import wait_for

CROWD = Size(clients=100, polling=10, churning=10, rooms=5, messages=300, rate=50)


@pytest.fixture(scope="module")
def fleet(podman, image, images):
    for name in ("redis", "haproxy"):
        podman.load(images / f"{name}.tar")
    podman.run("tag", image, f"{image}-next")
    with ComposedFleet(podman, image) as fleet:
        yield fleet


def test_people_at_different_instances_chat(fleet, room):
    people = [Participant(fleet.port) for _ in range(6)]
    assert len({person.instance for person in people}) == 3
    for person in people:
        person.join(room)
    people[0].send(room, "hello, containers")
    for person in people:
        assert person.messages(1) == ["hello, containers"]
        person.close()


def test_what_was_said_is_there_after_redis_was_made_anew(fleet, room):
    with Participant(fleet.port) as person:
        person.join(room)
        person.send(room, "remember")
    fleet.compose("up", "-d", "--no-deps", "--force-recreate", "redis")
    wait_for(lambda: said(fleet, room) == ["remember"], 30, lambda: said(fleet, room))


def said(fleet, room):
    """What stands in a room; nothing while Redis is away."""
    try:
        with Participant(fleet.port) as person:
            return [message["text"] for message in person.request("history", room=room)["messages"]]
    except (Refused, InvalidStatus):
        return None


def test_a_rolling_update_loses_nothing_under_load(fleet, podman, image, tmp_path):
    before = fleet.containers()
    assert set(before) == set(INSTANCES)
    audit = AuditProcess(fleet.port, CROWD, 1, tmp_path / "audit.json")
    try:
        audit.await_sending()
        done = fleet.rolling_update(TCHATTER_IMAGE=f"{image}-next")
        result = audit.finish()
    finally:
        audit.stop()
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [f"restarting {name}" for name in INSTANCES]
    after = fleet.containers()
    assert not set(after.values()) & set(before.values())
    assert {podman.inspect(container)["ImageName"] for container in after.values()} == {f"{image}-next"}
    assert not result.get("failure") and not any(result["anomalies"].values()), result
    assert result["messages"]["acknowledged"] >= 300 and result["losses"] == 0, result
    print(f"{result['messages']['acknowledged']} acknowledged, longest pause {result['gap']['longest']:.0f} ms")


def test_an_update_whose_first_instance_fails_stops_there_and_goes_on_later(fleet, tmp_path, room):
    before = fleet.containers()
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("services: {instance-1: {environment: {TCHATTER_BACKLOG: plenty}}}\n")
    done = fleet.rolling_update("--wait", 5, others=[wrong])
    assert (done.returncode, done.stdout) == (1, "restarting instance-1\n"), done.stderr
    assert done.stderr.splitlines()[-1].startswith("rolling-update: instance-1 does not serve: ")
    after = fleet.containers()
    assert all(after[name] == before[name] for name in INSTANCES[1:])
    with Participant(fleet.port) as person:
        person.join(room)
    done = fleet.rolling_update()
    assert done.returncode == 0, done.stdout + done.stderr
    fleet.await_balanced()
