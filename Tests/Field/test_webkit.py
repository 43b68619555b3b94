"""The page in WebKitGTK, whose WebSocket makes 1006 of 1012: it comes back all the same."""

import signal

import pytest

from instances import Instance
from participant import Participant
from store import Store
from web_driver import WebKit

IS_UP = "return document.body.dataset.phase === 'up'"
IS_AWAY = "return document.body.dataset.phase !== 'up'"
SHOWN = "return [...document.querySelectorAll('.row .text')].some((text) => text.textContent === arguments[0])"


@pytest.mark.long
def test_somebody_signs_in_chats_and_is_back_after_a_restart(tmp_path):
    with Store() as store, WebKit() as browser:
        instance = Instance(tmp_path, "one", store.port)
        instance.start()
        try:
            instance.await_ready()
            browser.open(f"http://127.0.0.1:{instance.port}/#lobby")
            browser.awaits("return document.querySelector('#name')?.checkVisibility()")
            browser.type("#name", "Wanda")
            browser.awaits(IS_UP)
            chat(instance, browser, "Hello")
            instance.stop(signal.SIGTERM)
            browser.awaits(IS_AWAY)
            instance.start()
            browser.awaits(IS_UP)
            chat(instance, browser, "Still here?")
        finally:
            instance.stop()


def chat(instance, browser, text):
    """She says something to somebody else, who says it back."""
    with Participant(instance.port) as other:
        other.join("lobby")
        browser.type("#draft", text)
        while other.event("message", timeout=30)["text"] != text:
            pass
        other.send("lobby", f"{text} {text}")
        browser.awaits(SHOWN, f"{text} {text}")
