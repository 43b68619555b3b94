"""Reading back what only the archive has any more."""

import os
import pathlib
import secrets
import urllib.parse

import pytest
from playwright.sync_api import expect

from fleet import Fleet
from ports import free_port
from process import Process
from test_access import check
from waiting import wait_for

BACKLOG, SAID = 100, 1_000
AWAY = "Can't load earlier messages right now. Still trying…"


class Archive(Process):
    """Of one room; it listens for the instances of its fleet."""

    def __init__(self, folder, url, room, address, key):
        self.files, self.room = folder / "files" / room, room
        (folder / "keys").write_text(f"Instances {key}\n")
        program = pathlib.Path(os.environ["TCHATTER_PROGRAM"]).with_name("tchatter-bots")
        command = [program, "archive", folder / "files", room, "--url", url.replace("http", "ws") + "ws", "--name", "Archive"]
        command += ["--session", folder / "session", "--http", address, "--http-keys", folder / "keys"]
        super().__init__(command, folder / "archive.log")

    def start(self):
        """Until it has come into the room, nobody is told anything by it."""
        before = self.entries
        super().start()
        wait_for(lambda: self.entries > before, 60, self.tells)

    @property
    def entries(self):
        return self.log().count(f" in {self.room}\n")

    def has(self, text):
        return any(f'"text":"{text}"' in segment.read_text() for segment in self.files.glob("*.jsonl"))


@pytest.fixture
def archived(tmp_path, room):
    """A fleet that keeps little of the room, and the archive that it asks for the rest."""
    address, key = f"127.0.0.1:{free_port()}", secrets.token_hex(16)
    fleet = Fleet(tmp_path, backlog=BACKLOG, archive=address, archive_key=key)
    archive = Archive(tmp_path, fleet.instances[0].url, room, address, key)
    try:
        fleet.start()
        archive.start()
        yield fleet, archive
    finally:
        archive.stop()
        fleet.stop()


PLACE = "const { messages } = await chat.history(room, 30, 29); return messages.find(({ text }) => text === more).position;"
DELETE = "const { messages } = await chat.history(room); await once((id) => chat.delete(room, messages.find(({ text }) => text === more).seq, id));"

# Every view that there is on the way, however seldom somebody looks.
WATCH = """timeline => {
  if (window.views) return;
  const views = (window.views = []);
  const look = () => views.push([...timeline.querySelectorAll(".row .text")].map((text) => text.innerText));
  new MutationObserver(look).observe(timeline, { childList: true });
  look();
}"""


def read_back(someone, expected, is_enough):
    """Turns the wheel until it is enough; what is shown on the way, of which each view has to be a part of what is expected, in its order, each once."""
    seen = set()

    def is_there():
        is_over = is_enough(someone.texts)
        for texts in someone.page.evaluate("views.splice(0)"):
            first = expected.index(texts[0])
            assert texts == expected[first : first + len(texts)]
            seen.update(texts)
        if is_over:
            return True
        someone.page.mouse.wheel(0, -600)
        someone.page.wait_for_timeout(30)
        return False

    someone.page.locator("#timeline").evaluate(WATCH)
    someone.page.hover("#timeline")
    wait_for(is_there, 240, lambda: f"read back to {someone.texts[0]}")
    return seen


def test_scrolling_back_goes_on_in_the_archive_and_waits_while_it_is_away(person, room, archived):
    fleet, archive = archived
    ada, bob = (person(url=instance.url).enter(room) for instance in fleet.instances)
    lines = [f"line {number}" for number in range(SAID)]
    bob.post_many(room, lines[:50])
    bob.program(DELETE, room, "line 20")
    bob.post_many(room, lines[50:])
    wait_for(lambda: archive.has(lines[-1]), 120, archive.tells)
    expected = ["This message was deleted." if line == "line 20" else line for line in lines]
    assert archive.has("line 20"), "its files keep what was deleted"
    ada.page.reload()
    ada.is_connected()
    ada.sees(lines[-1])
    ada.looks()
    top = ada.page.locator(".top")
    seen = read_back(ada, expected, lambda texts: "line 400" in texts)

    # While it is away that is told, where it would go on; all else goes on as ever.
    archive.stop()
    seen |= read_back(ada, expected, lambda _: top.inner_text() == AWAY)
    check(ada.page)
    bob.say("meanwhile")
    bob.sees("meanwhile")
    expected.append("meanwhile")
    earliest = ada.texts[0]
    assert expected.index(earliest) > 20 and "meanwhile" not in ada.texts
    expect(top).to_have_text(AWAY)

    # Once it is back it goes on by itself.
    archive.start()
    expect(ada.row(expected[expected.index(earliest) - 1])).to_have_count(1)
    expect(top).not_to_have_text(AWAY)
    seen |= read_back(ada, expected, lambda _: ada.page.locator(".top.beginning").count() > 0)
    expect(top).to_have_text(f"This is the start of #{room}.")
    assert (set(expected) - seen, seen - set(expected)) == ({"meanwhile"}, set())
    expect(ada.row("line 20")).to_have_count(0)
    ada.page.click("#to-newest")
    ada.sees("meanwhile")

    # So far back a link leads, too.
    place = urllib.parse.quote(bob.program(PLACE, room, "line 5"), safe="")
    ada.page.goto("about:blank")
    ada.page.goto(f"{ada.url}#{room}/{place}")
    expect(ada.row("line 5")).to_be_in_viewport()


@pytest.mark.parametrize("own_fleet", [{"backlog": BACKLOG}], indirect=True)
def test_where_nothing_earlier_is_kept_the_room_is_not_said_to_begin(person, room, own_fleet):
    ada, bob = (person(url=instance.url).enter(room) for instance in own_fleet.instances)
    lines = [f"line {number}" for number in range(SAID)]
    bob.post_many(room, lines)
    ada.page.reload()
    ada.is_connected()
    ada.sees(lines[-1])
    seen = read_back(ada.looks(), lines, lambda _: ada.page.locator(".top").inner_text() != "")
    expect(ada.page.locator(".top")).to_have_text("Some messages here are no longer available.")
    expect(ada.page.locator(".top.beginning")).to_have_count(0)
    assert BACKLOG <= len(seen) < SAID
