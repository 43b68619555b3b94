"""What has bounds on its time, by what balancer, instances and bots promise: it has the machine to itself (the suite `bounds`)."""

import concurrent.futures
import json
import signal
import socket
import time

import pytest

from balancer import CONFIGURATION
from participant import Participant, participant_of
from raw import request
from test_balancer_health import ask
from test_ending import instances  # noqa: F401 (a fixture)
from test_fleet_restarts import place_on
from waiting import wait_for


def test_an_instance_that_is_unwell_is_left_out_within_two_seconds(origins, balance):
    balancer = balance(origins, configuration=CONFIGURATION)
    origins[1].health = 503
    wait_for(lambda: balancer.count("DOWN") == 1, 2)
    assert ask(balancer) == {"origin-1", "origin-3"}


def test_an_instance_that_is_frozen_is_down_within_two_seconds(origins, balance):
    balancer = balance(origins, configuration=CONFIGURATION)
    origins[1].awake.clear()
    wait_for(lambda: balancer.count("DOWN") == 1, 2.5)
    origins[1].awake.set()
    wait_for(lambda: balancer.count("UP") == 3, 5)


def test_a_busy_instance_is_not_taken_for_a_dead_one(origins, balance):
    balancer = balance(origins, configuration=CONFIGURATION)
    for _ in range(4):
        checks = len(origins[1].checks)
        origins[1].awake.clear()
        time.sleep(1)
        origins[1].awake.set()
        assert balancer.count("DOWN") == 0
        wait_for(lambda: len(origins[1].checks) > checks + 3, 5)
        assert balancer.count("DOWN") == 0


def test_slow_clients_are_bounded_and_hinder_nobody(origins, balance):
    balancer = balance(origins)
    heads = [b"GET / HTTP/1.1\r\nHost: x\r\nX-", b"POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"]
    slow = []
    for number in range(300):
        connection = socket.create_connection(("127.0.0.1", balancer.port))
        connection.sendall(heads[number % 2])
        connection.setblocking(False)
        slow.append(connection)
    start, times = time.monotonic(), []
    while slow and time.monotonic() - start < 15:
        begun = time.monotonic()
        assert request(balancer.port).status == 200
        times.append(time.monotonic() - begun)
        slow = [connection for connection in slow if not drip(connection)]
        time.sleep(0.1)
    assert not slow, f"{len(slow)} slow clients are still connected"
    assert time.monotonic() - start < 12
    assert sorted(times)[len(times) * 98 // 100] < 0.1
    # What was never complete never reached an instance.
    assert {seen[0] for origin in origins for seen in origin.requests} == {"GET"}


def drip(connection):
    """Sends one byte more; whether the connection has been closed by the other side."""
    try:
        connection.send(b"a")
        while connection.recv(4096):
            pass
    except BlockingIOError:
        return False
    except OSError:
        pass
    connection.close()
    return True


def test_the_clients_of_a_frozen_instance_are_back_within_three_seconds(whole_fleet, room):
    fleet = whole_fleet
    reader = place_on(fleet, "instance-1")
    with participant_of(fleet, 2) as writer:
        for person in (reader, writer):
            person.join(room)
        writer.send(room, "before")
        assert reader.messages(1) == ["before"]
        pid = fleet.signal("instance-1", signal.SIGSTOP)
        frozen = time.monotonic()
        try:
            writer.send(room, "meanwhile")
            assert reader.closed(10) in (None, 1006)
            # Clients wait a random part of a second before they come back.
            assert time.monotonic() - frozen < 2.0 + 0.5, "cut loose in time to be back within 3 s"
            with Participant(fleet.port, session=reader.session) as returned:
                assert returned.instance != "instance-1"
                assert returned.join(room, after=reader.positions[room])["missed"] == 1
                assert returned.messages(1) == ["meanwhile"]
        finally:
            fleet.signal("instance-1", signal.SIGCONT)
        fleet.await_balanced()
        assert fleet.pid("instance-1") == pid, "it goes on where it was"


def test_who_was_banned_unheard_is_gone_within_two_seconds_once_the_instance_hears(instances):  # noqa: F811
    (first, second, _), cutter = instances
    with Participant(first.port) as silent:
        cutter.cut()
        wait_for(lambda: first.metric("store_delivering") == 0, what="the instance knows that it is cut off")
        second.judge("ban", silent.welcome["user"]["id"], reason="spam", **{"for": 3600})
        cutter.is_cut = False
        wait_for(lambda: first.metric("store_delivering") == 1, what="it hears again")
        assert silent.closed(2) == 4503


# -- so many within ten seconds ----------------------------------------------------------------------------------------


def test_requests_of_one_address_are_limited(origins, balance):
    balancer = balance(origins, BALANCER_ADDRESS_REQUESTS=20)
    statuses = [request(balancer.port).status for _ in range(30)]
    assert statuses == [200] * 20 + [429] * 10
    answer = request(balancer.port)
    assert json.loads(answer.body)["code"] == "rate_limited"
    assert answer.fields["retry-after"] == "10"


def test_what_is_refused_for_its_number_is_counted_and_not_logged(origins, balance):
    balancer = balance(origins, BALANCER_ADDRESS_REQUESTS=5)
    for number in range(50):
        request(balancer.port, f"/{number}")
    request(balancer.port, "/a.js")
    wait_for(lambda: "/a.js" in balancer.log(), what=balancer.log)
    assert sum(" 429 " in line for line in balancer.log().splitlines()) == 0
    assert int(balancer.row("public", "FRONTEND")["dreq"]) == 45


@pytest.mark.parametrize("cookie", ["tchatter_session", "__Host-tchatter_session"])
def test_an_offices_polls_do_not_count_against_its_requests(origins, balance, cookie):
    balancer = balance(origins, BALANCER_ADDRESS_REQUESTS=20, BALANCER_SESSION_POLLS=10, BALANCER_ADDRESS_POLLS=100)
    ask = lambda person: request(balancer.port, "/poll", "POST", fields=[("Cookie", f"a=b; {cookie}=token{person}")]).status
    assert {ask(person) for person in range(8) for _ in range(10)} == {200}
    assert ask(0) == 429, "a session has a limit of its own"
    assert {request(balancer.port).status for _ in range(20)} == {200}
    # Invented sessions do not lift the address's limit: eighty were admitted.
    assert [ask(f"-invented-{number}") for number in range(30)] == [200] * 20 + [429] * 10


def test_a_session_is_known_however_it_is_said(origins, balance):
    balancer = balance(origins, BALANCER_ADDRESS_REQUESTS=5, BALANCER_SESSION_POLLS=10)
    ways = [
        lambda: request(balancer.port, "/poll", "POST", body=b'{"session":"t","rooms":{}}').status,
        lambda: request(balancer.port, "/poll", "POST", fields=[("Authorization", "Bearer t")]).status,
        lambda: request(balancer.port, "/poll", "POST", fields=[("Cookie", "tchatter_session=t")]).status,
    ]
    assert {way() for way in ways for _ in range(3)} == {200}
    assert {ways[0](), ways[1](), ways[2]()} == {200, 429}, "all of them are the same one's"
    # What is no object, or says none, is counted as any other request.
    assert [request(balancer.port, "/poll", "POST", body=body).status for body in (b"{", b"[]", b"{}", b"", b"x", b"{}")] == [200] * 5 + [429]


@pytest.mark.parametrize("target", ["/session", "/", "/ws", "/hooks/h", "/poll/x"])
def test_an_invented_session_lifts_the_limit_of_polls_alone(origins, balance, target):
    balancer = balance(origins, BALANCER_ADDRESS_REQUESTS=10)
    session = [("Cookie", "tchatter_session=x"), ("Authorization", "Bearer y")]
    body = b'{"session":"z"}'
    assert [request(balancer.port, target, "POST", session, body).status for _ in range(15)] == [200] * 10 + [429] * 5


def test_a_proxys_clients_are_limited_each_for_itself(origins, balance):
    balancer = balance(origins, BALANCER_TRUSTED_PROXIES="127.0.0.1", BALANCER_ADDRESS_REQUESTS=5, BALANCER_ADDRESS_CONNECTIONS=3)
    ask = lambda client: request(balancer.port, fields=[("X-Forwarded-For", client)])
    assert [ask("9.9.9.9").status for _ in range(7)] == [200] * 5 + [429] * 2
    assert {ask(f"9.9.8.{number}").status for number in range(20)} == {200}
    assert json.loads(ask("9.9.9.9").body)["code"] == "rate_limited"


def test_the_pages_files_do_not_count_against_the_requests(origins, balance):
    balancer = balance(origins, BALANCER_ADDRESS_REQUESTS=20, BALANCER_ADDRESS_FILES=100)
    files = ["/app.js", "/client/outbox.js", "/style.css", "/icon.svg"]
    assert {request(balancer.port, files[number % 4]).status for number in range(60)} == {200}
    assert {request(balancer.port).status for _ in range(20)} == {200}
    assert [request(balancer.port, target, method).status for target, method in [("/", "GET"), ("/a.js", "POST")]] == [429, 429]
    # They have a limit of their own.
    statuses = [request(balancer.port, "/app.js").status for _ in range(50)]
    assert statuses[:20] == [200] * 20 and set(statuses[42:]) == {429}


# -- so many within a second ----------------------------------------------------------------------------------------------


def test_what_one_key_asks_the_vote_bot_is_limited_and_hinders_no_other(bots):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: bots.ask("GET", "/votes/v1", key=bots.read_key)[0], range(600)))
    assert {404, 429} == set(statuses) and bots.ask("GET", "/votes")[0] == 200
