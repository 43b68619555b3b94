"""What operators learn of a fleet's store: whether anything was lost, and what nobody uses."""

import json
import signal
import socket
import time


from backups import backup, restore
from fleet import DISK_IN_ITS_TIME, Fleet, done
from participant import Participant
from store import read
from waiting import wait_for

LONG_AGO = str(int((time.time() - 200 * 86_400) * 1_000))


def redis(fleet, *words):
    """One command to the fleet's Redis; its reply."""
    words = [str(word).encode() for word in words]
    with socket.create_connection(("127.0.0.1", fleet.redis_port), 60) as connection, connection.makefile("rb") as replies:
        connection.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
        return read(replies)


def write(fleet, room, count):
    with Participant(fleet.port) as person:
        person.join(room)
        person.send_all(room, [f"{room} {number}" for number in range(count)])


def hook(fleet, room):
    """The id of a new webhook."""
    told = done(fleet.command("hooks", "add", room, "--create"))
    return told.stderr.split("posts into")[0].split()[-1], told.stdout.strip()


def test_a_restored_backup_is_the_same_and_what_is_missing_is_named(own, tmp_path):
    for room, count in (("tea", 5), ("cake", 3)):
        write(own, room, count)
    first, _ = hook(own, "ops")
    done(own.command("bots", "add", "Robbie"))
    before = tmp_path / "before"
    saved = done(own.command("statistics", "--save", before)).stderr
    assert "2 rooms, 8 messages, 1 webhooks, 1 bots, digest " in saved
    backup(own, tmp_path / "backup.rdb")

    write(own, "tea", 2)
    write(own, "milk", 1)
    second, _ = hook(own, "ops")
    grown = done(own.command("statistics", "--compare", before))
    assert "nothing is lost" in grown.stderr
    assert "since: room tea has 2 messages more\n" in grown.stdout and "since: room milk is new" in grown.stdout
    after = tmp_path / "after"
    done(own.command("statistics", "--save", after))

    restore(own, tmp_path / "backup.rdb")
    same = done(own.command("statistics", "--compare", before))
    assert "the same as" in same.stderr and saved.split("digest ")[1] in same.stderr
    lost = done(own.command("statistics", "--compare", after), 1)
    assert "lost: room tea has lost its newest messages: it is at 5, and was at 7\n" in lost.stdout
    assert "lost: room milk is missing, with 1 message; its newest was 1\n" in lost.stdout
    assert f"lost: webhook {second} " in lost.stdout and f"webhook {first}" not in lost.stdout

    # Everybody who comes makes a new generation of the room, and that is no other room.
    with Participant(own.port) as person:
        assert person.join("tea")["position"]
        assert "the same as" in done(own.command("statistics", "--compare", before)).stderr
    assert redis(own, "XDEL", "tc:{cake}:s", "2-0") == 1
    torn = done(own.command("statistics", "--compare", before), 1)
    assert torn.stdout.startswith("lost: room cake keeps 2 of 3 messages\n") and torn.stdout.count("lost:") == 1


def test_nothing_is_lost_by_a_rolling_restart(own, tmp_path):
    write(own, "tea", 5)
    hook(own, "ops")
    before = tmp_path / "before"
    done(own.command("statistics", "--save", before))
    for name in own.names:
        pid = own.signal(name, signal.SIGTERM)
        wait_for(lambda name=name, pid=pid: own.pid(name) not in (0, pid), 60, f"{name} starts again")
        own.await_balanced()
    assert "the same as" in done(own.command("statistics", "--compare", before)).stderr


def test_a_move_to_other_hosts_is_the_same_there(own, tmp_path):
    """As infra/README.md has it: the new store follows the old one until the old fleet is stopped, and is then its own."""
    for room, count in (("tea", 5), ("cake", 3)):
        write(own, room, count)
    hook(own, "ops")
    done(own.command("bots", "add", "Robbie"))
    before = tmp_path / "before"
    done(own.command("statistics", "--save", before))
    other = Fleet(tmp_path / "other", instances=1, **DISK_IN_ITS_TIME)
    try:
        other.up()
        write(other, "cake", 1)
        lost = done(other.command("statistics", "--compare", before), 1)
        assert "lost: room tea is missing, with 5 messages; its newest was 5\n" in lost.stdout
        other.stop("instance-1")
        assert redis(other, "REPLICAOF", "127.0.0.1", own.redis_port) == "OK"
        for name in own.names:
            own.stop(name)
        wait_for(lambda: "master_link_status:up" in redis(other, "INFO", "replication"), 60, "it follows")
        assert redis(own, "WAIT", 1, 60_000) == 1, "all is there"
        assert redis(other, "REPLICAOF", "NO", "ONE") == "OK"
        own.down()
        other.start("instance-1")
        other.await_health()
        same = done(other.command("statistics", "--compare", before))
        assert "the same as" in same.stderr and "lost" not in same.stdout
        with Participant(other.port) as person:
            person.join("tea", limit=10)
            assert person.messages(5) == [f"tea {number}" for number in range(5)]
            assert person.send("tea", "here now")["seq"] == 6
    finally:
        other.down()


def age(fleet, room):
    """Has a room's last use be long ago."""
    entries = redis(fleet, "XRANGE", f"tc:{{{room}}}:s", "-", "+")
    redis(fleet, "DEL", f"tc:{{{room}}}:s")
    for place, fields in entries:
        fields[fields.index("t") + 1] = LONG_AGO
        redis(fleet, "XADD", f"tc:{{{room}}}:s", place, *fields)
    redis(fleet, "EXPIRE", f"tc:{{{room}}}:s", 86_400)
    redis(fleet, "ZADD", "tc:rooms", LONG_AGO, room)


def test_what_nobody_uses_is_told_and_removed_and_what_is_in_use_stays(own):
    for room in ("old", "older", "silent", "new"):
        write(own, room, 2)
    (unused, _), (used, address) = hook(own, "ops"), hook(own, "ops")
    assert redis(own, "HSET", "tc:hooks", f"u{unused}", LONG_AGO) == 0
    own.get(own.port, "/hooks/" + address.rsplit("/", 1)[1], "POST", b'{"text":"here"}', {"Content-Type": "application/json"})
    for name in ("Idle", "Busy"):
        done(own.command("bots", "add", name))
    idle = next(bot["id"] for bot in own.get(own.admin_port(1), "/admin/bots")[2]["bots"] if bot["name"] == "Idle")
    redis(own, "HSET", "tc:bots", f"t{idle}", LONG_AGO)

    with Participant(own.port) as person:
        person.join("silent")
        for room in ("old", "older", "silent"):
            wait_for(lambda room=room: room == "silent" or redis(own, "PUBSUB", "NUMSUB", f"tc:{{{room}}}")[1] == 0, 120, f"nobody follows {room}")
            wait_for(lambda room=room: room == "silent" or redis(own, "HLEN", f"tc:{{{room}}}:u") == 0, 120, f"nobody is in {room}")
            age(own, room)
        told = done(own.command("abandoned"))
        assert "2 rooms unused for 90 days; 1 hooks unused for 90 days; 1 bots unused for 90 days" in told.stderr
        assert all(word in told.stdout for word in ("old (2 messages", "older (2 messages", unused, "Idle")), told.stdout
        assert "0 rooms unused for 300 days" in done(own.command("abandoned", "rooms", "--days", "300")).stderr

        gone = done(own.command("abandoned", "rooms", "hooks", "bots", "--remove", "--at-most", "1"))
        assert "1 rooms removed, 1 left; 1 hooks removed, 0 left; 1 bots removed, 0 left" in gone.stderr
        assert "1 rooms removed, 0 left" in done(own.command("abandoned", "rooms", "--remove")).stderr
        person.send("silent", "still here")
        assert person.messages(3) == ["silent 0", "silent 1", "still here"]
    # What an instance says is in its log once supervisord has read it.
    audits = lambda: [line for name in own.names for line in own.log(name).splitlines() if "remove abandoned" in line]  # noqa: E731
    wait_for(lambda: len(audits()) >= 4, 60, audits)
    assert len(audits()) == 4, audits()
    listed = own.get(own.admin_port(1), "/admin/statistics")[2]
    names = set()
    while True:
        names |= {room["room"] for room in listed["rooms"]}
        if "next" not in listed:
            break
        listed = own.get(own.admin_port(1), "/admin/statistics?cursor=" + listed["next"])[2]
    assert {"silent", "new"} <= names and not names & {"old", "older"}, json.dumps(sorted(names))
    with Participant(own.port) as person:
        assert person.join("old")["recovered"] is False
        person.send("old", "again")
        assert person.messages(1) == ["again"]
    assert used in done(own.command("hooks", "list")).stdout and unused not in done(own.command("hooks", "list")).stdout
