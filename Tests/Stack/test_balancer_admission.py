"""What the balancer lets through to the instances, and what it makes of it."""

import json
import socket

import pytest

from raw import request, send
from waiting import wait_for

# Forty and more ways to ask for what operators keep to themselves.
ADMIN_SPELLINGS = [
    "/admin", "/admin/", "/admin/maintenance", "/admin/maintenance?on=1", "/metrics", "/metrics/", "/metrics?x", "/test",
    "/test/", "/test?x=/", "/ADMIN/maintenance", "/Admin", "/mEtRiCs", "/TEST", "//admin", "///metrics", "/./admin",
    "/./././test", "/x/../admin", "/x/y/../../metrics", "/../admin", "/%61dmin", "/%61%64%6d%69%6e", "/%2561dmin",
    "/%6Detrics", "/metric%73", "/tes%74", "/%2fadmin", "/%2Fmetrics", "/.%2fadmin", "/%2e/admin", "/%2e%2e/metrics",
    "/x/%2e%2e/admin", "/x%2f..%2fadmin", "/admin%2fmaintenance", "/admin;a=b", "/admin;/x", "/;/admin", "/admin%00",
    "/admin%20", "/admin%09", "/%5cadmin", "/\\admin", "/x\\..\\admin", "/admin\\", "/metrics.", "/metrics.json",
    "/admin%", "/%zzadmin", "/admin#x", "/test%23", "http://chat.example/admin", "http://other.example/metrics",
    "HTTP://chat.example//test", "/%2e%2e%2f%61dmin", "/.;/admin", "/..;/admin", "/%252e%252e/admin", "/%01/admin",
]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_admin_paths_are_never_forwarded_in_any_spelling(origins, balance, method):
    balancer = balance(origins)
    for target in ADMIN_SPELLINGS:
        answer = request(balancer.port, target, method)
        assert answer.status in (400, 404), (target, answer.status)
        assert answer.status == 404 or "#" in target or "other.example" in target or "\\" in target, (target, answer.status)
    assert [seen for origin in origins for seen in origin.requests] == []


@pytest.mark.parametrize(
    "target",
    ["/", "/ws", "/health", "/session", "/app.js", "/client/outbox.js", "/?room=test", "/latest", "/administrator",
     "/tests.js", "/room/test", "/a.b/c-d_e", "/%C3%A4", "/protocol.md"],
)  # fmt: skip
def test_everything_else_is(origins, balance, target):
    balancer = balance(origins[:1])
    assert request(balancer.port, target).status == 200
    assert [seen[1] for seen in origins[0].requests] == [target]


def test_a_clients_claims_about_itself_are_replaced(origins, balance):
    balancer = balance(origins[:1])
    lies = [
        ("X-Forwarded-For", "9.9.9.9"), ("X-Forwarded-For", "8.8.8.8"), ("x-forwarded-proto", "https"),
        ("X-Forwarded-Host", "evil"), ("Forwarded", "for=9.9.9.9"), ("X-Real-IP", "9.9.9.9"),
        ("X-Haproxy-Server-State", "NOLB"),
    ]  # fmt: skip
    request(balancer.port, fields=lies)
    fields = [field for field in origins[0].requests[0][2] if field[0].startswith(("x-", "forwarded"))]
    assert sorted(fields) == [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-proto", "http")]


def test_targets_reach_the_instance_in_one_form(origins, balance):
    balancer = balance(origins[:1])
    request(balancer.port, "http://chat.example/app.js?v=1")
    assert origins[0].requests[0][1] == "/app.js?v=1"


def test_unusual_methods_are_refused(origins, balance):
    balancer = balance(origins[:1])
    for method in ("TRACE", "CONNECT", "PROPFIND", "get"):
        assert request(balancer.port, "/", method).status in (400, 405)
    assert origins[0].requests == []


def test_errors_look_like_the_protocols_and_tell_no_version(origins, balance):
    balancer = balance(origins[:1])
    answer = request(balancer.port, "/metrics")
    assert json.loads(answer.body) == {"type": "error", "code": "not_found", "message": "There is nothing here."}
    assert answer.fields["content-type"] == "application/json"
    assert answer.fields["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.fields["content-security-policy"]
    assert "server" not in answer.fields
    assert "server" not in request(balancer.port, "/").fields


def test_whoever_goes_on_asking_is_let_in_again_all_the_same(origins, balance):
    # So few that even a busy machine sends more within ten seconds.
    balancer = balance(origins, BALANCER_ADDRESS_REQUESTS=4)
    assert {request(balancer.port).status for _ in range(40)} == {200, 429}
    # Were the refused ones counted, this would never be answered.
    wait_for(lambda: request(balancer.port).status == 200)


def test_connections_of_one_address_are_limited(origins, balance):
    balancer = balance(origins, BALANCER_ADDRESS_CONNECTIONS=5)
    held = [admitted(balancer.port) for _ in range(5)]
    try:
        assert send(balancer.port, b"GET / HTTP/1.0\r\nHost: x\r\n\r\n") == b""
    finally:
        for connection in held:
            connection.close()
    wait_for(lambda: send(balancer.port, b"GET / HTTP/1.0\r\nHost: x\r\n\r\n") != b"")


def admitted(port):
    """A connection that the balancer has let in, kept open: the kernel completes connections before the balancer has
    counted them, and its threads count them in any order, so only an answer tells."""
    connection = socket.create_connection(("127.0.0.1", port), 60)
    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    return connection
