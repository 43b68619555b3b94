"""What the operator's commands make of what they find, without a fleet."""

import sys

import pytest

from programs import PROJECT

sys.path.append(str(PROJECT / "infra" / "lib"))
import status  # noqa: E402
from rolling import update  # noqa: E402


@pytest.mark.parametrize("state, health, view, told", [
    ("RUNNING", "ok", "UP, 3 open", ""),
    ("STARTING", "-", "-", "is starting"),
    ("BACKOFF", "-", "-", "ends as soon as it starts, and is tried again: infra/logs instance-3 tells why"),
    ("FATAL", "-", "-", "does not run (fatal): infra/logs instance-3 tells why"),
    ("RUNNING", "draining", "NOLB, 3 open", "is draining"),
    ("RUNNING", "does not answer", "DOWN, 0 open", "does not answer"),
    ("RUNNING", "maintenance", "NOLB, 3 open", "is closed for maintenance"),
    ("RUNNING", "impaired", "NOLB, 3 open", "does not reach Redis, or hears nothing of the others"),
    ("RUNNING", "no instance", "-", "has no instance to send people to"),
    ("RUNNING", "cut off from the primary, 1M", "-", "is cut off from the primary, 1M"),
    ("RUNNING", "ok", "DOWN, 0 open", "gets no new clients, HAProxy says DOWN"),
])  # fmt: skip
def test_status_says_what_is_wrong_and_what_to_do(state, health, view, told):
    assert status.ailment("instance-3", state, health, view) == told


def test_status_counts_the_healthy_and_names_the_others():
    ailments = {"redis": "", "instance-1": "", "instance-2": "", "instance-3": "is starting"}
    assert status.verdict(ailments) == "2 of 3 instances are healthy: instance-3 is starting"
    assert status.verdict(dict.fromkeys(ailments, "")) == "all is well"


def test_status_says_how_maintenance_ends():
    ailments = {"haproxy": "has no instance to send people to", "instance-1": "is closed for maintenance", "instance-2": "is closed for maintenance"}
    assert status.verdict(ailments, "this") == "the chat is closed for maintenance: this opens it"
    assert status.verdict(ailments | {"instance-2": ""}, "this") == (
        "1 of 2 instances are healthy: haproxy has no instance to send people to; instance-1 is closed for maintenance"
    )


class MovingFleet:
    """Instances whose clients move one at each question, once they are asked to."""

    def __init__(self, *counts):
        self.names = [f"instance-{number}" for number in range(1, len(counts) + 1)]
        self.counts, self.asked = dict(zip(self.names, counts)), {}

    def clients(self, name):
        if self.asked.get(name) and min(self.counts.values()) < self.counts[name]:
            least = min(self.counts, key=self.counts.get)
            self.asked[name] -= 1
            self.counts[name] -= 1
            self.counts[least] += 1
        return self.counts[name]

    def admin(self, name, path, method, body):
        self.asked[name] = body["clients"]
        return 200, {"asked": body["clients"]}


@pytest.mark.parametrize("before, after", [((3, 3, 0), (2, 2, 2)), ((4, 0), (2, 2)), ((40, 40, 10), (30, 30, 30))])
def test_an_update_ends_with_clients_on_every_instance(before, after):
    fleet, lines = MovingFleet(*before), []

    class Steps:
        done = staticmethod(lines.append)

    whole = object.__new__(update.Update)
    whole.control, whole.progress = fleet, Steps
    whole.rebalance()
    assert max(fleet.counts.values()) - min(after) <= max(1, max(after) / 4)
    assert min(fleet.counts.values()) > 0
