"""What operators see and do: /health, /test, /metrics, maintenance."""

import os
import re
import signal
import subprocess

import metrics_list
import pytest

from participant import Participant, Refused
from programs import PROGRAMS
from waiting import wait_for


def test_health_tells_the_version_and_the_state(fleet):
    fleet.await_health()
    for number in (1, 2, 3):
        status, _, body = fleet.get(fleet.public_port(number), "/health")
        assert status == 200
        assert body["version"]
        assert body["maintenance"] is False
        assert body["draining"] is False
    assert fleet.get(fleet.public_port(1), "/live")[0] == 200


def self_test(fleet, number):
    """(status, body) of an instance's self-test, once no step took the three seconds that each has: here others work, too."""

    def attempt():
        status, _, body = fleet.get(fleet.admin_port(number), "/test")
        return (status, body) if all(step["ms"] < 3_000 for step in body["tests"]) else None

    return wait_for(attempt, 60, "steps that are in time")


def test_the_self_test_lists_its_steps(fleet):
    status, body = self_test(fleet, 1)
    assert status == 200, body
    steps = body["tests"]
    assert len(steps) >= 5
    for step in steps:
        assert {"name", "description", "endpoint", "success", "error", "ms"} <= set(step)
        assert step["success"] is True, step


def test_each_metric_of_an_instance_is_in_the_list_of_graphs_and_alerts_and_none_that_there_is_not(fleet):
    listed = {name for subject in metrics_list.subjects() for expr in subject.expressions for name in metrics_list.metric_names(expr)}
    given = set(re.findall(r"^# TYPE (\S+)", fleet.metrics(1), re.M))
    assert given == {name for name in listed if name.startswith("tchatter_")}
    _, _, of_balancer = fleet.get(fleet.port + 301, "/metrics")
    assert {name for name in listed if name.startswith("haproxy_")} <= set(re.findall(r"^# TYPE (\S+)", of_balancer.decode(), re.M))


def test_metrics_are_prometheus_text(fleet):
    status, fields, body = fleet.get(fleet.admin_port(2), "/metrics")
    assert status == 200
    assert fields["content-type"].startswith("text/plain")
    assert b"# TYPE" in body


def test_maintenance_is_for_the_whole_fleet_and_lets_the_self_test_through(fleet, room):
    def maintenance(*words):
        done = fleet.command("maintenance", *words)
        return done.returncode, done.stdout + done.stderr

    assert maintenance() == (0, "open\n")
    assert maintenance("of")[0] == 1
    assert maintenance("on", 'Back at "ten".') == (0, 'closed for maintenance: Back at "ten".\n')
    try:
        assert maintenance() == (0, 'closed for maintenance: Back at "ten".\n')
        for number in (1, 2, 3):
            wait_for(lambda: fleet.health(number) == 404, what=f"instance-{number} in maintenance")
        with pytest.raises(Exception) as refusal:
            Participant(fleet.public_port(2)).join(room)
        assert not isinstance(refusal.value, Refused) or refusal.value.code == "maintenance"
        status, body = self_test(fleet, 2)
        assert status == 503
        assert all(step["success"] for step in body["tests"])
    finally:
        assert maintenance("off") == (0, "open\n")
    fleet.await_health()
    with Participant(fleet.port) as person:
        person.join(room)


def test_an_instance_that_stands_still_is_left_out_with_a_word(fleet):
    pid = fleet.signal("instance-3", signal.SIGSTOP)
    try:
        done = fleet.command("users", "list")
    finally:
        os.kill(pid, signal.SIGCONT)
    assert done.returncode == 0, done.stderr
    assert "instance-3 does not answer, and is left out" in done.stderr
    fleet.await_health()


def test_the_audit_as_it_is_by_default_finds_nothing_wrong(fleet):
    command = [PROGRAMS / "tchatter-load", "audit", "--server", f"127.0.0.1:{fleet.port}", "--messages", "200", "--quiet"]
    # Five hundred clients need some time where others work, too.
    done = subprocess.run([*command, "--timeout", "300"], capture_output=True, text=True, timeout=1_500)
    assert done.returncode == 0, done.stdout + done.stderr
