"""Ambiguous requests: an instance never sees more requests than the client openly sent."""

import re

import pytest

from balancer import Balancer
from origin import Origin
from raw import send
from waiting import wait_for

INNER = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


def chunked(field, version=b"1.1"):
    return b"POST / HTTP/" + version + b"\r\nHost: x\r\nContent-Length: 5\r\n" + field + b"\r\n\r\n0\r\n\r\n" + INNER


def body(head, content=INNER):
    return b"POST / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n" + content


CORPUS = {
    "both lengths": chunked(b"Transfer-Encoding: chunked"),
    "both lengths, 1.0": chunked(b"Transfer-Encoding: chunked", b"1.0"),
    "space before the colon": chunked(b"Transfer-Encoding : chunked"),
    "tab before the value": chunked(b"Transfer-Encoding:\tchunked"),
    "vertical tab": chunked(b"Transfer-Encoding: \x0bchunked"),
    "xchunked": chunked(b"Transfer-Encoding: xchunked"),
    "identity": chunked(b"Transfer-Encoding: identity"),
    "chunked twice": chunked(b"Transfer-Encoding: chunked, chunked"),
    "chunked then identity": chunked(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
    "identity then chunked": chunked(b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked"),
    "folded": chunked(b"Transfer-Encoding:\r\n chunked"),
    "quoted": chunked(b'Transfer-Encoding: "chunked"'),
    "upper case": chunked(b"TRANSFER-ENCODING: CHUNKED"),
    "bare LF field": chunked(b"X: y\nTransfer-Encoding: chunked"),
    "bare CR field": chunked(b"X: y\rTransfer-Encoding: chunked"),
    "NUL in a value": chunked(b"X: \x00\r\nTransfer-Encoding: chunked"),
    "empty name": chunked(b": x\r\nTransfer-Encoding: chunked"),
    "two lengths": body(b"Content-Length: 0\r\nContent-Length: 37"),
    "two lengths, listed": body(b"Content-Length: 0, 37"),
    "same length twice": body(b"Content-Length: 37\r\nContent-Length: 37"),
    "signed length": body(b"Content-Length: +37"),
    "negative length": body(b"Content-Length: -1"),
    "hexadecimal length": body(b"Content-Length: 0x25"),
    "empty length": body(b"Content-Length: "),
    "length with a space": body(b"Content-Length: 3 7"),
    "length too large": body(b"Content-Length: 18446744073709551653"),
    "length with a leading zero": body(b"Content-Length: 037"),
    "bad chunk size": body(b"Transfer-Encoding: chunked", b"zz\r\n" + INNER),
    "chunk size too large": body(b"Transfer-Encoding: chunked", b"10000000000000000\r\n" + INNER),
    "chunk size signed": body(b"Transfer-Encoding: chunked", b"+0\r\n\r\n" + INNER),
    "chunk with bare LF": body(b"Transfer-Encoding: chunked", b"0\n\n" + INNER),
    "chunk extension with LF": body(b"Transfer-Encoding: chunked", b"5;a\nGET\r\nabcde\r\n0\r\n\r\n"),
    "chunk longer than told": body(b"Transfer-Encoding: chunked", b"1\r\nab\r\n0\r\n\r\n" + INNER),
    "no host": b"GET / HTTP/1.1\r\n\r\n" + INNER,
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + INNER,
    "host of the target differs": b"GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n" + INNER,
    "space in the target": b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n" + INNER,
    "bare LF lines": b"GET / HTTP/1.1\nHost: x\n\n" + INNER,
    "NUL in the target": b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n" + INNER,
    "HTTP/0.9": b"GET /\r\n" + INNER,
    "HTTP/1.2": b"GET / HTTP/1.2\r\nHost: x\r\n\r\n" + INNER,
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + INNER,
    "upgrade to h2c": b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n" + INNER,
    "websocket of version 7": b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" + INNER,
    "body on a GET": b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 37\r\n\r\n" + INNER,
}  # fmt: skip


@pytest.fixture(scope="module")
def setup(tmp_path_factory):
    origin = Origin()
    with Balancer(tmp_path_factory.mktemp("smuggling"), [origin.port]) as balancer:
        yield origin, balancer
    origin.close()


def forwarded(balancer):
    """(method, path) of each request that the balancer knows to have forwarded, in order."""
    lines = [line for line in balancer.log().splitlines() if " instances/instance-1 " in line]
    return re.findall(r'"(\S+) (\S+)"', "\n".join(lines))


def connections(balancer):
    """How many the balancer has accepted of clients."""
    return int(balancer.row("public", "FRONTEND")["conn_tot"])


@pytest.mark.parametrize("name", CORPUS.keys())
def test_an_instance_sees_what_the_balancer_means_and_nothing_else(setup, name):
    origin, balancer = setup
    known, seen, accepted = len(forwarded(balancer)), len(origin.requests), connections(balancer)

    def is_over():
        """Nothing of it is on its way any more: the balancer has taken it, works on nothing, and has logged what it forwarded."""
        is_idle = connections(balancer) > accepted and balancer.row("instances", "BACKEND")["scur"] == "0"
        return is_idle and len(forwarded(balancer)) - known == len(origin.requests) - seen

    send(balancer.port, CORPUS[name], 0.3, at_last=lambda: wait_for(is_over))
    assert [(method, target) for method, target, _, _ in origin.requests[seen:]] == forwarded(balancer)[known:]
    # And it is a request by the strictest reading.
    assert origin.problems == []


def test_one_clients_body_is_never_anothers_request(setup):
    origin, balancer = setup
    for data in CORPUS.values():
        send(balancer.port, data, 0.05)
        before = len(origin.requests)
        send(balancer.port, b"GET /honest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 60)
        assert "/honest" in [target for _, target, _, _ in origin.requests[before:]]
    assert origin.problems == []
