"""A proxy in front of the balancer, which says who its clients are: the tests' own address is its."""

import http.client
import re
import socket

import pytest

from balancer import check
from raw import request

WORDS = ("x-", "forwarded")


def seen(origin):
    """What the instance was told of the client."""
    fields = [(name, value) for name, value in origin.requests[-1][2] if name.startswith(WORDS)]
    return {name.removeprefix("x-forwarded-"): value for name, value in fields}


def told(origins, balancer, *fields):
    request(balancer.port, fields=fields)
    return seen(origins[0])


@pytest.mark.parametrize("trusted", ["127.0.0.1", "10.0.0.0/8 127.0.0.0/8 2001:db8::/32"])
def test_its_word_about_the_client_counts(origins, balance, trusted):
    balancer = balance(origins[:1], BALANCER_TRUSTED_PROXIES=trusted)
    rows = [
        ([("X-Forwarded-For", "9.9.9.9"), ("X-Forwarded-Proto", "https")], {"for": "9.9.9.9", "proto": "https"}),
        # What stands in front came from its client.
        ([("X-Forwarded-For", "1.1.1.1, 9.9.9.9"), ("X-Forwarded-Proto", "http"), ("X-Forwarded-Proto", "WSS")], {"for": "9.9.9.9", "proto": "https"}),
        ([("X-Forwarded-For", "2001:db8::1"), ("X-Forwarded-Proto", "https, ws")], {"for": "2001:db8::1", "proto": "http"}),
        ([("X-Forwarded-Host", "evil, chat.example:8443")], {"for": "127.0.0.1", "proto": "http", "host": "chat.example:8443"}),
        ([("X-Forwarded-For", "unknown"), ("X-Forwarded-Proto", "?")], {"for": "127.0.0.1", "proto": "http"}),
        ([("Forwarded", "for=9.9.9.9;proto=https"), ("X-Real-IP", "9.9.9.9"), ("X-Haproxy-Server-State", "NOLB")], {"for": "127.0.0.1", "proto": "http"}),
        # Nothing is left of the request before, which came over another connection or over the same.
        ([], {"for": "127.0.0.1", "proto": "http"}),
    ]  # fmt: skip
    for fields, expected in rows:
        assert told(origins, balancer, *fields) == expected, fields


def test_over_one_connection_each_request_has_its_own_client(origins, balance):
    balancer = balance(origins[:1], BALANCER_TRUSTED_PROXIES="127.0.0.1")
    with socket.create_connection(("127.0.0.1", balancer.port), 60) as connection:
        for client, expected in [("X-Forwarded-For: 9.9.9.9\r\n", "9.9.9.9"), ("X-Forwarded-For: 8.8.8.8\r\n", "8.8.8.8"), ("", "127.0.0.1")]:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: x\r\n{client}\r\n".encode())
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            assert (answer.status, answer.read()) == (200, b"origin-1")
            assert seen(origins[0])["for"] == expected


def test_from_elsewhere_nobody_is_believed(origins, balance):
    balancer = balance(origins[:1], BALANCER_TRUSTED_PROXIES="10.0.0.0/8 127.0.0.2")
    lies = [("X-Forwarded-For", "9.9.9.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil")]
    assert told(origins, balancer, *lies) == {"for": "127.0.0.1", "proto": "http"}


def test_its_connections_are_kept_for_longer_than_it_keeps_them():
    text = open(__file__.replace("Tests/Stack/test_balancer_proxied.py", "haproxy/haproxy.cfg"), encoding="utf8").read()
    longest = max(int(seconds) for seconds in re.findall(r"timeout http-keep-alive (\d+)s", text))
    assert longest > 120


@pytest.mark.parametrize("entry", ["proxy", "10.0.0.0/33", "10.0.0.1,10.0.0.2", "10.0.0.0/8 x"])
def test_what_is_no_address_is_refused_by_the_settings_name(entry):
    status, output = check({"BALANCER_TRUSTED_PROXIES": entry})
    assert status != 0
    assert "BALANCER_TRUSTED_PROXIES" in output and entry.split()[-1] in output
