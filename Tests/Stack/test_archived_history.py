"""What a room's backlog has dropped, read back from the archive by people in the chat."""

import contextlib
import secrets
import subprocess
import urllib.parse

import pytest

from archive import Archive, last_seq, newest_seq
from bots import BOTS
from fleet import DISK_IN_ITS_TIME, Fleet, done
from participant import Participant, Refused
from ports import free_port
from waiting import wait_for

BACKLOG = 20


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """A fleet that keeps little, and knows where its archive is."""
    port, key = free_port(), secrets.token_hex(16)
    folder = tmp_path_factory.mktemp("archived")
    (folder / "key").write_text(key + "\n")
    fleet = Fleet(folder / "run", instances=2, TCHATTER_BACKLOG=str(BACKLOG), TCHATTER_ARCHIVE=f"127.0.0.1:{port}",
                  TCHATTER_ARCHIVE_KEY=f"file:{folder / 'key'}", **DISK_IN_ITS_TIME)  # fmt: skip
    fleet.archive_port, fleet.archive_key = port, key
    fleet.up()
    yield fleet
    fleet.down()


@contextlib.contextmanager
def archive_of(fleet, folder, room):
    """It writes the room, and is asked by the fleet's instances."""
    (folder / "keys").write_text(f"Instances {fleet.archive_key}\n")
    options = ("--http", f"127.0.0.1:{fleet.archive_port}", "--http-keys", str(folder / "keys"))
    with Archive(fleet, folder, room, options=options) as archive:
        archive.await_online()
        wait_for(lambda: f"in {room}\n" in archive.log(), 60, archive.log)
        yield archive


def all_of(person, room, before=None, limit=50):
    """Every event of the room, page by page, from the newest to the oldest that can be had; and how many pages it took."""
    events, pages, more = [], 0, True
    while more:
        asked = {"before": before} if before else {}
        page = person.request("history", room=room, limit=limit, **asked)
        assert page["type"] == "history", page
        events, pages, more = page["messages"] + events, pages + 1, page["more"] and page["messages"]
        before = events[0]["position"] if events else None
    return events, pages


def test_people_read_on_where_the_backlog_ends(archived, room, tmp_path):
    fleet = archived
    with archive_of(fleet, tmp_path, room) as archive, Participant(fleet.port) as ann:
        ann.join(room)
        for number in range(1, 101):
            ann.send(room, f"message {number}", id=f"m{number}")
        ann.request("edit", "e1", room=room, seq=99, text="edited once")
        ann.request("edit", "e2", room=room, seq=99, text="edited twice")
        ann.request("delete", "d1", room=room, seq=98)
        # So many that no instance holds in its memory what is before them.
        ann.send_all(room, [f"message {number}" for number in range(101, 601)])
        wait_for(lambda: last_seq(tmp_path, room) == newest_seq(fleet, room) == 603, 120, archive.log)
        events, pages = all_of(ann, room, limit=100)
        assert [event["seq"] for event in events] == list(range(1, 604)) and pages >= 7
        texts = {event["seq"]: event.get("text") for event in events}
        assert texts[1] == "message 1" and texts[97] == "message 97" and texts[603] == "message 600"
        # What was deleted is blank, whatever the file has; of two edits the newest is told.
        assert texts[98] == "" and texts[101] == "" and texts[102] == "edited twice"
        assert "message 98" in (tmp_path / "files" / room / "000001.jsonl").read_text()
        assert all(event["room"] == room for event in events)
        # What the chat itself has dropped can be deleted all the same, by who may.
        with Participant(fleet.port) as bob:
            bob.join(room)
            with pytest.raises(Refused, match="forbidden"):
                bob.request("delete", "d2", room=room, seq=5)
        with pytest.raises(Refused, match="not_found"):
            ann.request("edit", "e3", room=room, seq=5, text="too late")
        assert ann.request("delete", "d3", room=room, seq=5)["seq"] == 604
        wait_for(lambda: last_seq(tmp_path, room) == 604, 120, archive.log)
        assert ann.request("history", room=room, before=6, limit=1)["messages"][0]["text"] == ""
        # What is asked for on from a place has no other source than the store.
        assert ann.request("history", room=room, after=1, limit=5)["messages"][0]["seq"] > 500

        # While it is away that is told, and nothing is taken for the beginning.
        archive.finish()
        with pytest.raises(Refused, match="unavailable"):
            ann.request("history", room=room, before=20)
        wait_for(lambda: any("archive can't be read" in fleet.log(name) for name in fleet.names), 60, "the log says so")
    with archive_of(fleet, tmp_path, room), Participant(fleet.port) as bob:
        bob.join(room)
        assert len(all_of(bob, room, limit=200)[0]) == 604
        # Where it is decided that messages are forgotten, nobody asks the archive for them.
        done(fleet.command("rooms", "govern", room, "--retain", "1h"))
        wait_for(lambda: all_of(bob, room)[0][0]["seq"] > 500, 60, "what is retained alone is told")


def test_who_has_no_key_reads_nothing_and_rooms_that_are_not_archived_end_where_they_end(archived, room, tmp_path):
    fleet, other = archived, f"{room}-other"
    with archive_of(fleet, tmp_path, room), Participant(fleet.port) as ann:
        for name in (room, other):
            ann.join(name)
            ann.send_all(name, [f"{name} {number}" for number in range(600)])
        # An acknowledgement may come a moment before the instance hears of the message, and until then history ends before it.
        wait_for(lambda: all_of(ann, other)[0][-1]["seq"] == 600, 60)
        events, _ = all_of(ann, other)
        assert BACKLOG <= len(events) < 600
        epoch = events[0]["position"].split(".")[0]
        query = urllib.parse.urlencode({"room": room, "epoch": epoch, "before": 10, "limit": 5, "bytes": 1000})

        def asks(path, key):
            return fleet.get(fleet.archive_port, path, fields={"Authorization": f"Bearer {key}"} if key else {})

        assert asks(f"/history?{query}", None)[0] == 401 and asks(f"/history?{query}", "x" * 32)[0] == 401
        # Another history of the room is none of this one.
        status, _, body = asks(f"/history?{query}", fleet.archive_key)
        assert (status, body) == (200, {"more": False})
        assert asks(f"/history?{query.replace('bytes=1000', 'bytes=x')}", fleet.archive_key)[0] == 400
        assert asks(f"/history?{query.replace('room=' + room, 'room=lost')}", fleet.archive_key)[0] == 404
        assert asks("/", fleet.archive_key)[0] == 404


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--http", "127.0.0.1:8091"], "--http and --http-keys need each other"),
        (["--http", "here"], "--http is an address and a port, such as 127.0.0.1:8091"),
        (["--http-keys", "/nowhere"], "--http-keys: /nowhere can't be read"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path, arguments, line):
    called = subprocess.run([BOTS, "archive", str(tmp_path), "lobby", *arguments], capture_output=True, text=True, timeout=60)
    assert called.returncode == 2 and line in called.stderr and called.stderr.count("\n") == 1, called.stderr
