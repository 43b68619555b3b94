"""What browsers get by TLS: HTTP/2, compressed files, and bounds that hold for many requests on one connection."""

import collections
import socket
import ssl
import subprocess

import pytest

from balancer import Balancer
from programs import PROJECT
from raw import request, trusting
from waiting import wait_for


@pytest.fixture(scope="module")
def secure(fleet, certificate, tmp_path_factory):
    """A balancer with TLS before an instance of the fleet."""
    with Balancer(tmp_path_factory.mktemp("secure"), [fleet.public_port(1)], BALANCER_CERTIFICATE=certificate) as balancer:
        yield balancer


def curl(*words):
    return subprocess.run(["curl", "-sSk", *map(str, words)], capture_output=True, text=True, timeout=120, check=True).stdout


def handshake(port, offered, newest=None):
    """Which protocol is spoken, over which TLS; nothing where there is none in common."""
    context = trusting()
    context.set_alpn_protocols(offered)
    if newest:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = newest
        context.set_ciphers("ALL:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", port), 60) as raw:
        try:
            with context.wrap_socket(raw) as secured:
                return secured.selected_alpn_protocol(), secured.version()
        except (ssl.SSLError, ConnectionError):
            return None


def test_browsers_are_offered_http2_over_tls_1_3_and_nobody_tls_1_1(secure):
    assert handshake(secure.port, ["h2", "http/1.1"]) == ("h2", "TLSv1.3")
    assert handshake(secure.port, ["http/1.1"]) == ("http/1.1", "TLSv1.3")
    assert handshake(secure.port, ["h2"], ssl.TLSVersion.TLSv1_2) == ("h2", "TLSv1.2")
    assert handshake(secure.port, ["h2"], ssl.TLSVersion.TLSv1_1) is None


def test_the_pages_files_come_compressed_and_a_browsers_copy_stays_good(secure, tmp_path):
    address, plain = f"https://127.0.0.1:{secure.port}/style.css", tmp_path / "style.css"
    told = curl("--http2", "--compressed", "-o", plain, "-w", "%{http_version} %{size_download} %header{content-encoding} %header{vary} %header{etag}", address)
    version, size, encoding, vary, tag = told.split()
    assert (version, encoding, vary.lower()) == ("2", "gzip", "accept-encoding")
    assert plain.read_bytes() == (PROJECT / "Public" / "style.css").read_bytes()
    assert int(size) < plain.stat().st_size / 2
    assert curl("--http2", "-o", "/dev/null", "-w", "%{http_code}", "-H", f"If-None-Match: {tag}", address) == "304"


@pytest.mark.parametrize("method, target", [("POST", "/session"), ("GET", "/health"), ("POST", "/poll")])
def test_what_is_told_to_one_alone_is_not_compressed(secure, method, target):
    body = b'{"name":"Ann"}' if method == "POST" else b""
    fields = [("Accept-Encoding", "gzip"), ("Content-Type", "application/json")]
    answer = request(secure.port, target, method, fields, body, tls=True)
    assert answer.body and "content-encoding" not in answer.fields


def test_each_request_on_one_connection_counts_as_a_connection_does(origins, balance, certificate, tmp_path):
    balancer = balance(origins, BALANCER_CERTIFICATE=certificate, BALANCER_ADDRESS_CONNECTIONS=10)
    for origin in origins:
        origin.awake.clear()
    command = ["curl", "-sSk", "--http2", "--parallel", "--parallel-max", "30", "-w", "%{http_code} %{http_version}\n"]
    command += [f"https://127.0.0.1:{balancer.port}/[1-30]", "-o", str(tmp_path / "#1")]
    asking = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: int(balancer.row("public", "FRONTEND")["dreq"]) >= 20, what="those beyond the limit are refused")
    finally:
        for origin in origins:
            origin.awake.set()
        told = asking.communicate(timeout=120)[0].split("\n")
    assert collections.Counter(told) == {"200 2": 10, "429 2": 20, "": 1}
