"""The units: what systemd does with an instance, and what it hears of it."""

import re

import pytest

from chat_host import UNITS
from participant import Participant
from waiting import wait_for

UNIT, BOT = UNITS[0], "tchatter-bots@Vote.service"


def is_active(host, unit=UNIT):
    return host.property(unit, "ActiveState") == "active"


def test_two_instances_behind_haproxy_are_one_chat(host, room):
    people = [Participant(8080, host=host.address) for _ in range(4)]
    try:
        assert len({person.instance for person in people}) == 2
        for person in people:
            person.join(room)
        people[0].send(room, "to everybody")
        assert [person.messages(1) for person in people[1:]] == [["to everybody"]] * 3
    finally:
        for person in people:
            person.close()


def test_an_instance_says_how_it_is(host):
    assert host.property(UNIT, "StatusText") == "serving"
    host.systemctl("stop", "redis-server")
    wait_for(lambda: host.property(UNIT, "StatusText").startswith("impaired: "), 30, "what is wrong is told")
    assert is_active(host)
    host.systemctl("start", "redis-server")
    wait_for(lambda: host.property(UNIT, "StatusText") == "serving", 30, "that it is over is told")


def test_it_starts_without_redis_and_serves_once_there_is_one(host):
    host.systemctl("stop", "redis-server")
    host.systemctl("restart", UNIT)
    assert host.property(UNIT, "StatusText").startswith("impaired: ")
    host.systemctl("start", "redis-server")
    wait_for(lambda: host.property(UNIT, "StatusText") == "serving", 30, "it serves")


@pytest.mark.parametrize("number", ["SEGV", "KILL"])
def test_one_that_crashes_is_started_again(host, number):
    before, restarts = host.main_process(UNIT), int(host.property(UNIT, "NRestarts"))
    host.systemctl("kill", "--kill-who=main", f"--signal={number}", UNIT)
    wait_for(lambda: host.main_process(UNIT) not in (0, before) and is_active(host), 30, "it runs again")
    assert int(host.property(UNIT, "NRestarts")) == restarts + 1


def test_one_that_crashes_again_and_again_is_never_given_up(host):
    for _ in range(12):
        before = wait_for(lambda: host.main_process(UNIT), 30, "it runs")
        host.systemctl("kill", "--kill-who=main", "--signal=KILL", UNIT)
        wait_for(lambda: host.main_process(UNIT) != before, 30, "it has ended")
    wait_for(lambda: is_active(host), 60, "it serves again")


def test_one_that_stands_still_is_killed_and_started_again(host):
    host.write(f"/etc/systemd/system/{UNIT}.d/test.conf", "[Service]\nWatchdogSec=5\nTimeoutAbortSec=2\n")
    host.systemctl("daemon-reload")
    host.systemctl("restart", UNIT)
    before = host.main_process(UNIT)
    host.systemctl("kill", "--kill-who=main", "--signal=STOP", UNIT)
    wait_for(lambda: host.main_process(UNIT) not in (0, before) and is_active(host), 60, "it runs again")
    host.run("journalctl", "--sync")
    said = host.run("journalctl", "--unit", UNIT, "--output", "cat", "--no-pager").stdout
    assert "Watchdog timeout (limit 5s)!" in said


def test_a_wrong_setting_is_one_line_and_no_circle(host):
    host.write("/etc/tchatter/8081.env", "TCHATTER_BACKLOG=plenty\n")
    assert host.systemctl("restart", UNIT, check=False).returncode != 0
    assert (host.property(UNIT, "ActiveState"), host.property(UNIT, "NRestarts")) == ("failed", "0")
    assert host.property(UNIT, "ExecMainStatus") == "2"
    last = [line for line in host.journal(UNIT) if "TCHATTER_BACKLOG" in line]
    assert len(last) == 1 and last[0].startswith("tchatter: TCHATTER_BACKLOG "), last


def test_an_address_in_use_is_told(host):
    host.write("/etc/tchatter/8081.env", "TCHATTER_LISTEN=127.0.0.1:8082\n")
    assert host.systemctl("restart", UNIT, check=False).returncode != 0
    assert any("127.0.0.1:8082 is in use" in line for line in host.journal(UNIT))


def test_an_instance_that_may_drain_for_longer_than_the_unit_waits_has_its_time(host, room):
    """The last usable instance holds its clients for as long as its drain may take."""
    host.write(f"/etc/systemd/system/{UNIT}.d/test.conf", "[Service]\nTimeoutStopSec=2\n")
    host.write("/etc/tchatter/8081.env", "TCHATTER_DRAIN_SECONDS=5\n")
    host.systemctl("daemon-reload")
    host.systemctl("restart", UNIT)
    host.systemctl("stop", UNITS[1])
    wait_for(lambda: host.views().get("instance-2") == "DOWN", 20, "HAProxy has noticed")
    wait_for(lambda: host.views().get("instance-1") == "UP", 20, "HAProxy has noticed")
    with Participant(8080, host=host.address) as person:
        person.join(room)
        host.systemctl("stop", UNIT)
        assert person.closed() == 1012
    assert host.property(UNIT, "Result") == "success"


def test_a_signal_leaves_counters_that_add_up_and_no_failure(host):
    host.systemctl("stop", UNIT)
    assert (host.property(UNIT, "Result"), host.property(UNIT, "ExecMainStatus")) == ("success", "0")
    assert any("counters" in line for line in host.journal(UNIT))


def test_the_vote_bot_answers_and_is_there_again_after_a_restart(host):
    host.systemctl("start", BOT)
    with Participant(8080, host=host.address) as person:
        person.join("lobby")
        for _ in range(2):
            wait_for(lambda: "Vote" in [user["name"] for user in person.request("members", room="lobby")["users"]], 30, "the bot is there")
            person.send("lobby", "@Vote help")
            wait_for(lambda: person.event("message", 30)["from"]["name"] == "Vote", 60, "the bot answers")
            host.systemctl("restart", BOT)


def test_a_changed_setting_is_taken_up_one_instance_after_the_other(host):
    processes = [host.main_process(unit) for unit in UNITS]
    done = host.run("tchatter-rolling-restart")
    assert [line.split()[-1] for line in done.stdout.splitlines()] == list(UNITS)
    assert all(host.main_process(unit) not in (0, before) for unit, before in zip(UNITS, processes))
    assert host.run("tchatter-rolling-restart", "--outdated").stdout == ""


@pytest.mark.parametrize("unit", [UNIT, BOT])
def test_the_unit_has_few_rights(host, unit):
    said = host.run("systemd-analyze", "security", "--no-pager", unit).stdout
    exposure = float(re.search(r"Overall exposure level for \S+: ([\d.]+)", said)[1])
    assert exposure <= 2.0, said


def test_it_runs_as_a_user_of_its_own_with_its_descriptors(host):
    process = host.main_process(UNIT)
    status = host.run("cat", f"/proc/{process}/status").stdout
    user = host.run("id", "-u", "tchatter").stdout.strip()
    assert re.search(r"^Uid:\s+(\d+)", status, re.MULTILINE)[1] == user != "0"
    assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
