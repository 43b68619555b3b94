"""The archive, while it is stopped, killed and taken over, and while the fleet restarts and its store fails over."""

import json
import signal

import pytest

from archive import Archive, checked, last_seq, newest_seq, stops
from participant import Participant
from tally import primary_of
from test_fleet_failover import Chat
from waiting import wait_for


@pytest.mark.parametrize(("ends", "workers"), [(["stop"], 1), (["kill"], 1), (["stop", "kill"], 2)])
def test_at_each_stop_what_was_posted_is_archived_or_left(fleet, hook, tmp_path, ends, workers):
    rows = stops(fleet, hook, tmp_path, events=1500, times=4, ends=ends, workers=workers)
    for name, posted, archived, left in rows:
        assert posted == archived + left, (name, posted, archived, left)
    assert rows[-1][1:] == (1500, 1500, 0)


def test_an_archive_goes_on_while_every_instance_is_restarted(whole_fleet, room, tmp_path):
    fleet = whole_fleet
    with Participant(fleet.port) as writer, Archive(fleet, tmp_path, room):
        writer.join(room)
        for number in range(20):
            writer.send(room, f"before {number}")
        for name in fleet.names:
            fleet.restart(name)
    with Participant(fleet.port) as writer, Archive(fleet, tmp_path, room) as archive:
        writer.send(room, "after")
        wait_for(lambda: last_seq(tmp_path, room) == newest_seq(fleet, room) == 21, 120, "all is archived")
        assert archive.finish()[2] == 0
    assert checked(tmp_path, room)[:2] == (21, True)


def test_an_archive_follows_a_store_that_fails_over(replicated, room, tmp_path):
    fleet = replicated
    fleet.await_health(seconds=60)
    with Archive(fleet, tmp_path, room) as archive:
        chat = Chat(fleet, room)
        chat.go_on()
        fleet.signal(primary_of(fleet), signal.SIGKILL)
        chat.go_on()
        chat.end()
        acknowledged = {id for author in chat.authors for _, id, _ in author.acknowledged}
        wait_for(lambda: acknowledged <= ids(tmp_path, room), 120, "all is archived")
        archive.finish()
    count, is_whole, line = checked(tmp_path, room)
    assert is_whole and count >= len(acknowledged), line


def ids(folder, room):
    """Of the messages in the files."""
    lines = [line for path in (folder / "files" / room).glob("*.jsonl") for line in path.read_bytes().split(b"\n")[:-1]]
    return {event["id"] for event in map(json.loads, lines) if event["type"] == "message"}
