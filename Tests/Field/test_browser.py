"""The page in Chromium, through three proxies with TLS: what a browser makes of them that a program does not."""

import collections
import contextlib

import pytest
from person import Person
from playwright.sync_api import sync_playwright

import chromium
from instances import Instances
from proxies import PROXIES
from proxy import RunningProxy
from guest import HOST
from waiting import wait_for

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


def is_proxys_own(answer):
    """Whether it is what a proxy says of health while no instance is there: nothing about WebSockets."""
    return answer.url.endswith("/health") and answer.status >= 500


@pytest.mark.parametrize("proxy", THREE, ids=str)
def test_two_people_chat_over_websockets(proxy, playwright, tmp_path, certificate):
    with (
        Instances(tmp_path) as instances,
        RunningProxy(proxy, "recommended", tmp_path, instances.ports, certificate) as running,
        browser_at(playwright, running.tls) as browser,
    ):
        sockets, polls, unhealthy = [], [], collections.Counter()
        people = [Person(browser, f"https://{HOST}/", ignore_https_errors=True) for _ in range(2)]
        for someone in people:
            someone.page.on("websocket", lambda socket: sockets.append(socket.url))
            someone.page.on("request", lambda request: polls.append(request.url) if request.url.endswith("/poll") else None)
            someone.page.on("response", lambda answer, name=someone.name: unhealthy.update([name] if is_proxys_own(answer) else []))
            someone.enter("lobby")
        ann, bob = people
        ann.say("Hello from here")
        bob.sees("Hello from here", timeout=30_000)
        running.reload()
        bob.say("And after a reload")
        ann.sees("And after a reload", timeout=30_000)
        instances.kill()
        # Two would be enough to have them poll, if they counted.
        wait_for(lambda: ann.page.evaluate("true") and all(unhealthy[someone.name] >= 2 for someone in people), 120, lambda: unhealthy)
        instances.start()
        for someone in people:
            someone.is_connected()
        ann.say("And after an outage")
        bob.sees("And after an outage", timeout=30_000)
        assert polls == []
        assert {url.partition("?")[0] for url in sockets} == {f"wss://{HOST}/ws"}
        assert [(cookie["name"], cookie["secure"]) for cookie in ann.context.cookies()] == [("__Host-tchatter_session", True)]
        for someone in people:
            someone.is_unharmed()
