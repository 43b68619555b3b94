"""The page in Chromium, through three proxies with TLS: what a browser makes of them that a program does not."""

import contextlib

import pytest
from person import Person
from playwright.sync_api import sync_playwright

import chromium
from instances import Instances
from proxies import PROXIES
from proxy import RunningProxy
from guest import HOST

THREE = [proxy for proxy in PROXIES if proxy.name in ("nginx", "Caddy", "Apache")]


@pytest.fixture(scope="module")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@contextlib.contextmanager
def browser_at(playwright, port):
    """Chromium, for which the host of the documents is this machine."""
    rules = f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{port}"
    browser = chromium.launch(playwright, rules)
    try:
        yield browser
    finally:
        browser.close()


@pytest.mark.parametrize("proxy", THREE, ids=str)
def test_two_people_chat_over_websockets(proxy, playwright, tmp_path, certificate):
    with (
        Instances(tmp_path) as instances,
        RunningProxy(proxy, "recommended", tmp_path, instances.ports, certificate) as running,
        browser_at(playwright, running.tls) as browser,
    ):
        sockets = []
        people = [Person(browser, f"https://{HOST}/", ignore_https_errors=True) for _ in range(2)]
        for someone in people:
            someone.page.on("websocket", lambda socket: sockets.append(socket.url))
            someone.enter("lobby")
        ann, bob = people
        ann.say("Hello from here")
        bob.sees("Hello from here", timeout=30_000)
        running.reload()
        bob.say("And after a reload")
        ann.sees("And after a reload", timeout=30_000)
        assert {url.partition("?")[0] for url in sockets} == {f"wss://{HOST}/ws"}
        assert [(cookie["name"], cookie["secure"]) for cookie in ann.context.cookies()] == [("__Host-tchatter_session", True)]
        for someone in people:
            someone.is_unharmed()
