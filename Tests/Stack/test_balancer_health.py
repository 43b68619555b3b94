"""How the balancer follows the instances' health, and what it does when one goes."""

import json

import pytest

from raw import request
from waiting import wait_for


def ask(balancer, times=12):
    """Which instances answered a number of requests."""
    return {request(balancer.port).body.decode() for _ in range(times)}


def state_with(origin, word):
    """What the balancer's latest check told an instance about itself, if it has the word in it."""
    state = origin.checks[-1].get("x-haproxy-server-state", "")
    return state if word in state else None


def test_requests_are_spread(origins, balance):
    assert ask(balance(origins)) == {"origin-1", "origin-2", "origin-3"}


def test_an_instance_that_answers_404_is_told_so_and_gets_nothing_new(origins, balance):
    balancer = balance(origins)
    origins[0].health = 404
    wait_for(lambda: state_with(origins[0], "NOLB"))
    assert ask(balancer) == {"origin-2", "origin-3"}
    origins[0].health = 200
    wait_for(lambda: "origin-1" in ask(balancer, 3))


def test_the_last_instance_learns_that_it_is_the_last(origins, balance):
    balancer = balance(origins)
    for origin in origins:
        origin.health = 404
    wait_for(lambda: balancer.count("NOLB") == 3)
    # It is told with each check: with the first one of these others may still have been there.
    wait_for(lambda: "weight=1/0" in (state_with(origins[2], "NOLB") or ""), what=lambda: origins[2].checks[-1])
    answer = request(balancer.port, "/live")
    assert answer.status == 503
    assert answer.fields["retry-after"] == "1"


@pytest.mark.parametrize("health, state", [(404, "NOLB"), (503, "DOWN")])
def test_whoever_opens_the_page_while_no_instance_takes_anybody_is_told_in_words(origins, balance, health, state):
    balancer = balance(origins)
    for origin in origins:
        origin.health = health
    wait_for(lambda: balancer.count(state) == 3)
    for path in ("/", "/index.html", "/?x=1"):
        answer = request(balancer.port, path)
        assert (answer.status, answer.fields["content-type"]) == (503, "text/html; charset=utf-8")
        assert b'http-equiv="refresh"' in answer.body and b"isn&rsquo;t available right now" in answer.body
        assert (answer.fields["cache-control"], answer.fields["retry-after"]) == ("no-store", "5")
        assert answer.fields["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    # Programs go on being told in JSON.
    for path in ("/session", "/health", "/poll", "/app.js"):
        assert json.loads(request(balancer.port, path).body)["code"] == "unavailable"
    for origin in origins:
        origin.health = 200
    wait_for(lambda: balancer.count("UP") == 3)
    assert request(balancer.port, "/").status == 200


def test_an_instance_that_is_gone_costs_nobody_an_error(origins, balance):
    balancer = balance(origins)
    origins[0].close()
    assert all(request(balancer.port).status == 200 for _ in range(30))


def test_what_may_have_been_acted_upon_is_not_sent_twice(origins, balance):
    balancer = balance(origins)
    for origin in origins:
        origin.closes_without_answer = 1
    assert request(balancer.port, "/", "POST", body=b"{}").status == 502
    assert sum(len(origin.requests) for origin in origins) == 1
    # A GET, though, is.
    assert request(balancer.port, "/").status == 200
