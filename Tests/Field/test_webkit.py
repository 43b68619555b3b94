"""The page in WebKitGTK, whose WebSocket makes 1006 of 1012: it comes back all the same."""


import pytest

from instance import Instance
from participant import Participant
from store import Store
from web_driver import WebKit

IS_UP = "return document.body.dataset.phase === 'up'"
IS_AWAY = "return document.body.dataset.phase !== 'up'"
SHOWN = "return [...document.querySelectorAll('.row .text')].some((text) => text.textContent === arguments[0])"


@pytest.mark.long
def test_somebody_signs_in_chats_and_is_back_after_a_restart(tmp_path):
    with Store() as store, WebKit() as browser, Instance(tmp_path, redis=store.port) as instance:
        browser.open(f"{instance.url}#lobby")
        browser.awaits("return document.querySelector('#name')?.checkVisibility()")
        browser.type("#name", "Wanda")
        browser.awaits(IS_UP)
        chat(instance, browser, "Hello")
        instance.stop()
        browser.awaits(IS_AWAY)
        instance.start()
        browser.awaits(IS_UP)
        chat(instance, browser, "Still here?")


def chat(instance, browser, text):
    """She says something to somebody else, who says it back."""
    with Participant(instance.port) as other:
        other.join("lobby")
        browser.type("#draft", text)
        while other.event("message", timeout=30)["text"] != text:
            pass
        other.send("lobby", f"{text} {text}")
        browser.awaits(SHOWN, f"{text} {text}")
