"""The votes' page, while a vote is held in the chat."""

import json
import os
import pathlib
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from person import word
from ports import free_port
from process import Process
from test_access import PHONE, check
from waiting import wait_for

KEY = "0123456789abcdef0123456789abcdef"
SIZES = {"desktop": {"color_scheme": "light"}, "phone": PHONE | {"color_scheme": "dark"}}


class VoteBot(Process):
    """A bot that listens on HTTP, and votes that are held by it."""

    def __init__(self, folder, url, rooms):
        self.url = f"http://127.0.0.1:{free_port()}"
        (folder / "keys").write_text(f"Planner {KEY}\n")
        program = pathlib.Path(os.environ.get("TCHATTER_PROGRAM", "tchatter")).with_name("tchatter-bots")
        address = url.replace("http", "ws") + "ws"
        command = [program, "vote", *rooms, "--url", address, "--name", f"V-{rooms[0]}", "--session", folder / "session",
                   "--http", self.url[7:], "--http-keys", folder / "keys"]  # fmt: skip
        super().__init__(command, folder / "bot.log")
        self.rooms = rooms

    def is_ready(self):
        return f" in {self.rooms[0]}\n" in self.log()

    def post(self, path, body=None):
        """Is carried out once, though it is asked again while the bot does not reach the chat."""
        fields = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": word()} | ({"Content-Type": "application/json"} if body else {})
        request = urllib.request.Request(self.url + path, json.dumps(body).encode() if body else b"", fields, method="POST")

        def answer():
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as refusal:
                if refusal.code != 503:
                    raise

        return wait_for(answer, 120, f"an answer to {path}", every=0.5)


@pytest.fixture
def bot(tmp_path, urls, room):
    with VoteBot(tmp_path, urls[0], [room]) as bot:
        yield bot


def sign_in(page, key):
    page.keyboard.type(key)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", SIZES)
def test_a_vote_is_followed_from_its_beginning_to_consensus(person, bot, room, size):
    ann = person(name=f"Ann-{room}").enter(room)
    viewer = person(url=bot.url + "/", **SIZES[size])
    page = viewer.page
    page.goto(bot.url)
    expect(page.locator("#key")).to_be_focused()
    check(page)
    sign_in(page, "x" * 32)
    expect(page.locator("#sign-in-error")).to_have_text("This key is not known.")
    sign_in(page, KEY)
    expect(page.locator("#status")).to_have_text("Live")
    expect(page.locator("#open")).to_have_text("Nothing is voted on.")

    vote = bot.post("/votes", {"room": room, "title": "<b>Login</b> page", "url": "https://example.org/7"})["id"]
    item = page.locator(f"#open #vote-{vote}")
    expect(item).to_contain_text(f"{vote} <b>Login</b> page {room} · 0 of 1 have voted")
    item.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(item).to_contain_text(f"Missing: {ann.name}")
    bot.post(f"/votes/{vote}/ballots", {"voter": ann.name, "value": "1"})
    expect(item).to_contain_text("1 of 1 have voted")
    expect(item).to_contain_text(f"Have voted: {ann.name} (by Planner)")
    expect(item.locator("table, meter")).to_have_count(0)
    check(page)
    bot.post(f"/votes/{vote}/reveal")
    past = page.locator(f"#past #vote-{vote}")
    expect(past).to_contain_text("Consensus: 1 (simple)")
    bot.post(f"/votes/{vote}/again")
    bot.post(f"/votes/{vote}/ballots", {"voter": ann.name, "value": "3"})
    bot.post(f"/votes/{vote}/reveal")
    # It is still open where it was opened, and shows how the votes went.
    expect(past.locator("tbody tr")).to_have_text(f"{ann.name}13")
    expect(past.locator("h3")).to_have_text(["Round 1: Consensus: 1 (simple)", "Round 2: Consensus: 3 (hard)"])
    expect(page.locator("#statistics tbody tr")).to_have_text(f"{room}10102" + "2002")
    check(page)
    # Wide tables scroll by themselves, and no word is broken for them.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('#statistics thead').getBoundingClientRect().height") < 60

    page.reload()
    expect(page.locator("#status")).to_have_text("Live")
    expect(past).to_contain_text("Consensus: 3 (hard)")
    page.locator("#sign-out").click()
    expect(page.locator("#key")).to_be_focused()
    expect(past).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0
