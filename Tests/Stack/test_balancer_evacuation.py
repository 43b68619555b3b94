"""An instance that is cut off from the store while others are not: its clients are asked to move, and nobody is cut."""

import sys
import time

import pytest

from balancer import Balancer
from instance import Instance
from participant import Participant
from programs import PROJECT
from store import Store
from test_fleet_restarts import place_on
from waiting import wait_for

sys.path.append(str(PROJECT / "Tests" / "Faults"))
from relay import Relay  # noqa: E402


@pytest.fixture
def pair(tmp_path):
    """The first of two instances, whose way to the store can be cut, the store, and a balancer before both."""
    with Store() as store, Relay(store.port) as way:
        with Instance(tmp_path, "first", way.port) as first, Instance(tmp_path, "second", store.port) as second:
            with Balancer(tmp_path, [first.port, second.port]) as balancer:
                yield way, store, first, balancer


def test_clients_of_an_instance_that_is_cut_off_alone_are_asked_to_move(pair):
    way, _, first, balancer = pair
    with place_on(balancer, "first") as person:
        way.refuses = True
        way.mute(lambda link: True)
        assert person.event("reconnect")["reason"] == "rebalance"
        assert first.ask("/health")[0] == 503
        wait_for(lambda: balancer.states().get("instance-1", "").startswith("NOLB"), what="the balancer sends nobody there")
        with Participant(balancer.port, session=person.session) as moved:
            assert moved.instance == "second"
        assert person.request("ping")["type"] == "pong", "who is alive is not cut off"


def test_where_there_is_nowhere_to_go_clients_are_kept(pair):
    _, store, first, balancer = pair
    with place_on(balancer, "first") as person:
        store.kill()
        wait_for(lambda: balancer.count("NOLB") == 2, what="both are out of touch with the store")
        # Longer than an instance waits before it would ask.
        end = time.monotonic() + 5
        while time.monotonic() < end:
            assert person.request("ping")["type"] == "pong"
            time.sleep(0.2)
        assert first.ask("/health")[0] == 503
        assert not [event for event in person.events if event["type"] == "reconnect"]
