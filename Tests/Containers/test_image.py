"""The image by itself: what it is, and one container of it."""

import contextlib
import hashlib
import pathlib
import re
import urllib.error
import urllib.request

import pytest

from participant import Participant
from ports import free_port
from waiting import wait_for

# As the examples in infra/containers run it.
RESTRICTED = ("--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges")
LARGEST = 60_000_000


def health(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return None


@pytest.fixture
def container(podman, image):
    """Starts one: `with container(TCHATTER_…="…") as (name, port)`; it serves then."""

    @contextlib.contextmanager
    def start(**settings):
        port, name = free_port(), "tchatter-test"
        words = [word for setting, value in settings.items() for word in ("--env", f"{setting}={value}")]
        podman.run("run", "--detach", "--name", name, "--publish", f"127.0.0.1:{port}:8080", *RESTRICTED, *words, image)
        try:
            wait_for(lambda: health(port) == 200, 30, lambda: podman.log(name))
            yield name, port
        finally:
            podman.run("rm", "--force", "--time", "1", name, check=False)

    return start


def test_built_twice_it_is_the_same(archives):
    first, second = (hashlib.sha256(archive.read_bytes()).hexdigest() for archive in archives)
    assert first == second
    assert f"{first}  {archives[0].name}\n" == (archives[0].parent / "SHA256SUMS").read_text()


def test_it_is_small_though_hardly_compressed(archives):
    assert archives[0].stat().st_size < LARGEST


def test_it_tells_what_it_is(podman, image):
    told = podman.inspect(image)["Config"]
    labels = {name.removeprefix("org.opencontainers.image."): value for name, value in told["Labels"].items()}
    assert labels["version"] == image.rpartition(":")[2]
    assert re.fullmatch("[0-9a-f]{40}", labels["revision"])
    assert {"title", "description", "created", "licenses"} <= set(labels)
    assert told["User"] == "10001:10001" and told["StopSignal"] == "SIGTERM"


def test_nothing_but_the_programs_can_be_run(podman, image):
    assert podman.run("run", "--rm", "--entrypoint", "/bin/sh", image, check=False).returncode == 127
    for program in ("tchatter", "tchatter-bots"):
        assert podman.run("run", "--rm", "--network", "none", "--entrypoint", program, image, "--help").stdout.startswith(program)


def test_scanners_find_which_libraries_it_has(podman, image):
    with podman_files(podman, image) as root:
        packages = {file.name: file.read_text() for file in (root / "var/lib/dpkg/status.d").iterdir()}
        assert set(packages) == {"libc6", "libgcc-s1", "libstdc++6"}
        for name, text in packages.items():
            assert re.search(rf"^Package: {re.escape(name)}$", text, re.MULTILINE) and re.search(r"^Version: \S+$", text, re.MULTILINE)
            assert (root / "usr/share/doc" / name / "copyright").read_text()
        assert (root / "usr/share/tchatter/haproxy.cfg").exists()


@contextlib.contextmanager
def podman_files(podman, image):
    """Where an image's files can be read."""
    try:
        yield pathlib.Path(podman.run("image", "mount", image).stdout.strip())
    finally:
        podman.run("image", "unmount", image)


def test_people_chat_on_it_and_it_has_no_rights(podman, container, room):
    with container() as (name, port):
        with Participant(port, name="ann") as ann, Participant(port, name="bob") as bob:
            for person in (ann, bob):
                person.join(room)
            ann.send(room, "from a container")
            assert bob.messages(1) == ["from a container"]
        status = pathlib.Path(f"/proc/{podman.process(name)}/status").read_text()
        assert re.search(r"^Uid:\s+10001\s+10001\s", status, re.MULTILINE)
        assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE)
        assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)


def test_its_health_check_knows_a_drain(podman, container):
    with container(TCHATTER_DRAIN_NOTICE_SECONDS=20) as (name, _):
        assert podman.run("healthcheck", "run", name, check=False).returncode == 0
        podman.run("kill", "--signal", "TERM", name)
        wait_for(lambda: podman.run("healthcheck", "run", name, check=False).returncode == 1, 20, "the drain is told")
        assert podman.run("exec", name, "tchatter", "health", check=False).stderr.strip().endswith("draining")
        assert podman.run("exec", name, "tchatter", "health", "--live").stdout == "live\n"


def test_stopped_it_drains_and_accounts_for_everything(podman, container, room):
    with container() as (name, port), Participant(port) as person:
        person.join(room)
        podman.run("stop", "--time", "60", name)
        assert person.closed() == 1012
        assert podman.inspect(name)["State"]["ExitCode"] == 0
        assert any(" counters " in line for line in podman.log(name))


def test_a_wrong_setting_is_one_line_and_a_status(podman, image):
    done = podman.run("run", "--rm", "--no-healthcheck", "--env", "TCHATTER_BACKLOG=plenty", image, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.partition(" must")[0] for line in done.stderr.splitlines()] == ["tchatter: TCHATTER_BACKLOG"]
