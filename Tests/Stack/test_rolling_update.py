"""infra/rolling-update, as an operator meets it: from one version to the next and back, under a conversation."""

import shutil
import subprocess
import sys

import pytest

from conversation import Conversation
from fleet import DISK_IN_ITS_TIME, TIME_TO_MOVE, Fleet, done
from participant import Participant
from programs import PROGRAMS, PROJECT

sys.path.append(str(PROJECT / "infra" / "lib"))
from rolling.control import Control  # noqa: E402


@pytest.fixture(scope="module")
def next_version(tmp_path_factory):
    """The release build as if it were the next version."""
    program = tmp_path_factory.mktemp("next") / "tchatter"
    shutil.copy2(PROGRAMS / "tchatter", program)
    subprocess.run(["python3", PROJECT / "infra/lib/stamp.py", program, "9.9.9-next"], check=True)
    return program


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    fleet = Fleet(tmp_path_factory.mktemp("fleet") / "run", instances=3, **DISK_IN_ITS_TIME, **TIME_TO_MOVE)
    fleet.up()
    yield fleet
    fleet.down()


def versions(fleet):
    return {fleet.get(fleet.public_port(number), "/health")[2]["version"] for number in range(1, fleet.instances + 1)}


def update(fleet, *arguments):
    return fleet.command("rolling-update", *arguments)


def test_an_update_and_the_way_back_are_noticed_by_nobody(own, room, next_version, tmp_path):
    (first,) = versions(own)
    with Participant(own.port) as person:
        person.join("kept")
        person.send("kept", "before")
    done(own.command("hooks", "add", "ops", "--create"))
    before = tmp_path / "before"
    done(own.command("statistics", "--save", before))
    with Conversation(own.port, room, rooms=3) as conversation:
        there = update(own, "--binary", next_version)
        assert there.returncode == 0, there.stdout + there.stderr
        assert versions(own) == {"9.9.9-next"}
        assert "nothing is lost" in done(own.command("statistics", "--compare", before)).stderr
        back = update(own, "--back")
        assert back.returncode == 0, back.stdout + back.stderr
        assert versions(own) == {first}
        report = conversation.end()
    assert report["passed"], report
    compared = done(own.command("statistics", "--compare", before))
    assert "nothing is lost" in compared.stderr and "room kept" not in compared.stdout
    assert report["reconnects"] == 0
    for told in (there.stdout, back.stdout):
        assert "counters  add up" in told
        assert "0 told" not in told and " 0 were told 1012, 0 were lost" in told
        assert " 0 missed, 0 resets" in told
        assert "probe bots" in told and " 0 connections lost" in told


def test_the_demo_of_an_update_ends_with_numbers_that_add_up(own, room):
    (first,) = versions(own)
    shown = done(own.command("demo", "tea-party", "--update", "--speed", "5", "--room", room)).stdout
    assert f"updated   3 instances to {first}-next" in shown
    assert shown.count("counters  add up") == 2
    assert versions(own) == {first}


def test_an_instance_is_given_as_long_to_end_as_its_drain_may_take(own):
    control = Control(own.folder, own.port, own.instances)
    drain = int(TIME_TO_MOVE["TCHATTER_DRAIN_SECONDS"])
    assert [control.stop_seconds(name) for name in own.names] == [drain + 10] * own.instances
    assert control.stop_seconds("nobody") == 0


def test_what_is_up_to_date_is_left_alone_and_a_plan_changes_nothing(own, next_version):
    pids = [own.pid(name) for name in own.names]
    assert "already" in update(own).stdout
    planned = update(own, "--binary", next_version, "--dry-run")
    assert planned.stdout.count("→ 9.9.9-next") == 3
    assert [own.pid(name) for name in own.names] == pids
    listed = update(own, "--list").stdout
    assert "9.9.9-next-" in listed
    assert listed.count("instance-1") == 1


def test_a_version_that_does_not_start_stops_the_update_and_the_way_back_is_told(own, tmp_path, next_version):
    broken = tmp_path / "tchatter"
    broken.write_text('#!/bin/sh\n[ "$1" = --version ] && exec echo "tchatter 6.6.6"\necho "this one is broken" >&2\nexit 1\n')
    broken.chmod(0o755)
    (first,) = versions(own)
    done = update(own, "--binary", broken)
    assert done.returncode == 1
    assert "instance-1 does not start" in done.stderr and "this one is broken" in done.stderr
    assert "updated so far: none; left: instance-1, instance-2, instance-3" in done.stderr
    assert f"to go back to {first}: infra/rolling-update --to " in done.stderr
    assert [own.health(number) for number in (2, 3)] == [200, 200]
    assert own.get(own.port, "/health")[0] == 200
    back = update(own, "--to", done.stderr.split("rolling-update --to ")[-1].strip(), "--no-probe-bots")
    assert back.returncode == 0, back.stdout + back.stderr
    assert "updated   1 instances" in back.stdout
    assert versions(own) == {first}


@pytest.mark.parametrize("arguments", [["--to", "none"], ["--binary", "/none"], ["--to"], ["--wrong"]])
def test_wrong_arguments_are_one_clear_line(own, arguments):
    done = update(own, *arguments)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("rolling-update: ")
