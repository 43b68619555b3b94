"""infra/up, down, status and logs, as a person at a terminal meets them."""

import os
import re
import socket
import subprocess

import pytest

from fleet import Fleet
from ports import free_port, is_free
from programs import PROJECT
from raw import request
from waiting import wait_for


@pytest.fixture
def own(tmp_path):
    """A fleet of one instance for this test alone, not started."""
    fleet = Fleet(tmp_path / "run", instances=1)
    yield fleet
    if (fleet.folder / "fleet.env").exists():
        fleet.down()


def test_status_shows_every_process_of_a_healthy_fleet(fleet):
    told = fleet.status()
    for name in ("redis", "haproxy", *fleet.names):
        assert name in told
    assert "all is well" in told
    assert f"http://127.0.0.1:{fleet.port}/" in told


def test_the_first_look_finds_all_well_and_counts_nobody_while_nobody_is_there(own):
    from participant import Participant

    def connections():
        rows = [line.split("  ") for line in own.command("status").stdout.splitlines()[1:] if line.startswith(("haproxy", "instance", "redis"))]
        return {cells[0]: cells[-2].strip() for cells in ([cell for cell in row if cell] for row in rows)}

    own.up()
    assert "all is well" in own.command("status").stdout
    # Of an instance's three to Redis. Those that have just ended may still be counted, of who asked whether all is well.
    wait_for(lambda: connections() == {"haproxy": "0", "instance-1": "0", "redis": "3"}, what=connections)
    with Participant(own.port):
        wait_for(lambda: connections() == {"haproxy": "1", "instance-1": "1", "redis": "3"}, what=connections)


def test_running_up_again_changes_nothing(fleet):
    processes = ["redis", "haproxy", *fleet.names]
    pids = [fleet.pid(name) for name in processes]
    assert f"http://127.0.0.1:{fleet.port}/" in fleet.up().stdout
    assert [fleet.pid(name) for name in processes] == pids


def test_logs_are_shown_by_process(fleet):
    assert "listening" in fleet.command("logs", "-n", "999999", "instance-1").stdout
    assert fleet.command("logs").returncode == 0
    missing = fleet.command("logs", "nobody")
    assert missing.returncode == 1
    assert "there is no log of nobody" in missing.stderr


def test_the_number_of_instances_follows_the_command(own):
    own.up()
    redis, first = own.pid("redis"), own.pid("instance-1")
    own.instances = 2
    own.up()
    assert own.health(2) == 200
    own.instances = 1
    own.up()
    assert own.health(2) is None
    assert (own.pid("redis"), own.pid("instance-1")) == (redis, first)
    assert "all is well" in own.status()


def test_a_setting_of_the_balancer_counts_until_it_is_taken_out(own):
    plain = free_port()
    own.up(BALANCER_PLAIN_BIND=f"127.0.0.1:{plain}")
    assert request(plain).status == 308
    own.up()
    wait_for(lambda: is_free(plain), what="nobody listens where plain HTTP was taken")
    assert "all is well" in own.status()


def test_messages_outlive_down_and_up(own):
    from participant import Participant

    own.up()
    with Participant(own.port) as person:
        person.join("kept")
        person.send("kept", "still there")
        session = person.session
    assert own.down().returncode == 0
    assert own.health(1) is None
    own.up()
    with Participant(own.port, session=session) as person:
        person.join("kept")
        assert person.messages(1) == ["still there"]


def test_down_is_harmless_when_nothing_runs(own):
    assert own.command("down").returncode == 1
    own.up()
    assert own.down().returncode == 0
    again = own.down()
    assert again.returncode == 0
    assert "nothing runs" in again.stdout
    assert own.command("status").returncode == 1


@pytest.mark.parametrize("offset", [0, 101, 201, 300, 301])
def test_a_port_in_use_is_one_clear_line(own, offset):
    with socket.create_server(("127.0.0.1", own.port + offset)):
        done = own.command("up", "--port", own.port, "--instances", 1)
    assert done.returncode == 1
    assert f"port {own.port + offset} " in done.stderr and "is in use" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_setting_ends_with_the_instances_own_words_and_leaves_nothing_running(own):
    done = own.command("up", "--port", own.port, "--instances", 1, TCHATTER_PING_SECONDS="often")
    assert done.returncode == 1
    assert "instance-1 does not start" in done.stderr
    assert "TCHATTER_PING_SECONDS must be a number" in done.stderr
    wait_for(lambda: own.pid("redis") == 0)


@pytest.mark.parametrize(
    "arguments",
    [["--instances", "0"], ["--instances", "17"], ["--instances", "many"], ["--port", "80"], ["--port"], ["--wrong"],
     ["--listen", "a b"]],
)  # fmt: skip
def test_wrong_arguments_are_one_clear_line(own, arguments):
    done = own.command("up", *arguments)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("up: ")


def test_the_demo_ends_well_only_when_every_bot_saw_every_line_once_and_in_order(fleet, room):
    done = fleet.command("demo", "tea-party", "--once", "--speed", "0", "--room", room)
    assert done.returncode == 0, done.stdout + done.stderr
    assert fleet.pid("haproxy"), "a fleet that ran before is left running"


COMMANDS = sorted(path.name for path in (PROJECT / "infra").iterdir() if path.is_file() and os.access(path, os.X_OK))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(own, name):
    done = own.command(name, "--help")
    assert done.returncode == 0
    assert f"Usage: infra/{name}" in done.stdout


def test_a_missing_toolchain_is_one_clear_line(own, tmp_path):
    """With everything there but swift."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for folder in os.environ["PATH"].split(":")[::-1]:
        for tool in os.listdir(folder) if os.path.isdir(folder) else []:
            if not tool.startswith("swift"):
                (tools / tool).unlink(missing_ok=True)
                (tools / tool).symlink_to(os.path.join(folder, tool))
    done = own.command("up", PATH=str(tools), BUILT_PROGRAMS="")
    assert done.returncode == 1
    assert "swift is missing" in done.stderr


def test_the_archive_has_what_the_commands_in_it_are_made_of():
    script = f"fail() {{ exit 1; }}; say() {{ echo; }}; project={PROJECT}; source infra/lib/package.sh; operators_files"
    files = set(subprocess.run(["bash", "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split())
    assert {"infra/up", "infra/hooks", "infra/users", "infra/bots", "infra/rooms", "infra/statistics", "infra/abandoned", "infra/export", "infra/erase", "infra/top", "infra/follow", "infra/maintenance"} <= files
    for name in {name for name in files if name.endswith(".sh") or (name.startswith("infra/") and "." not in name)}:
        text = (PROJECT / name).read_text()
        parts = [part for line in re.findall(r"(?m)^use (.+)", text) for part in line.split()]
        assert {f"infra/lib/{part}.sh" for part in parts} <= files, name
