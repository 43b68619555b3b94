"""The package and the archive, on a host that has neither a toolchain nor anything of ours; and that they leave nothing."""

import hashlib
import subprocess

from participant import Participant
from waiting import wait_for

# Written by whatever is installed or started, and nobody's in particular.
COMMON = ("/proc", "/sys", "/dev", "/run", "/tmp", "/packages", "/var/log", "/var/cache", "/var/lib/dpkg", "/var/lib/apt", "/var/lib/systemd",
          "/etc/passwd-", "/etc/group-", "/etc/shadow-", "/etc/gshadow-", "/etc/.pwd.lock", "/etc/ld.so.cache", "/var/lib/redis")  # fmt: skip


def traces(host):
    """Every path there is, but for what is nobody's, and the users and groups."""
    prune = [word for path in COMMON for word in ("-path", path, "-prune", "-o")]
    paths = host.run("find", "/", *prune, "-printf", "%y %m %u %p %l\n").stdout.splitlines()
    return {*paths, *host.run("sh", "-c", "getent passwd; getent group").stdout.splitlines()}


def test_lintian_finds_nothing_in_the_package(packages):
    done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", packages.folder / packages.this], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_sums_are_those_of_the_files(packages):
    sums = dict(line.split()[::-1] for line in (packages.folder / "SHA256SUMS").read_text().splitlines())
    assert set(sums) >= {packages.this, packages.archive}
    for name, told in sums.items():
        assert hashlib.sha256((packages.folder / name).read_bytes()).hexdigest() == told


def test_one_package_and_one_line_make_a_chat(bare_host, packages):
    assert bare_host.install(packages.this).returncode == 0
    bare_host.write("/etc/tchatter/8081.env", "TCHATTER_LISTEN=0.0.0.0:8081\n")
    bare_host.systemctl("enable", "--now", "tchatter@8081")
    # Ready means ready: it is not waited for any further.
    with connect(bare_host, 8081, name="ann") as ann, connect(bare_host, 8081, name="bob") as bob:
        for person in (ann, bob):
            person.join("lobby")
        ann.send("lobby", "from a package")
        assert bob.messages(1) == ["from a package"]


def test_it_is_back_after_the_machine_was_off(bare_host, packages):
    bare_host.install(packages.this)
    bare_host.write("/etc/tchatter/8081.env", "TCHATTER_LISTEN=0.0.0.0:8081\n")
    bare_host.systemctl("enable", "tchatter@8081")
    bare_host.run("sync")
    bare_host.end()
    bare_host.boot()
    wait_for(lambda: bare_host.property("tchatter@8081", "ActiveState") == "active", 60, "started with the machine")
    with connect(bare_host, 8081) as person:
        person.join("lobby")


def test_the_archive_runs_where_it_is_unpacked(bare_host, packages):
    bare_host.run("tar", "-C", "/opt", "-xzf", f"/packages/{packages.archive}")
    folder = f"/opt/{packages.archive.removesuffix('.tar.gz')}"
    assert bare_host.run(f"{folder}/bin/tchatter", "--version").stdout == f"tchatter {packages.version}\n"
    bare_host.run("systemd-run", "--unit", "unpacked", f"{folder}/bin/tchatter", "--listen", "0.0.0.0:8090", "--admin-listen", "127.0.0.1:9090")
    wait_for(lambda: any("open http" in line for line in bare_host.journal("unpacked")), 20, "the program runs")
    with connect(bare_host, 8090) as person:
        person.join("lobby")
    assert not any("there is no page" in line for line in bare_host.journal("unpacked"))


def test_removing_keeps_settings_and_purging_leaves_nothing(bare_host, packages):
    before = traces(bare_host)
    bare_host.install(packages.this)
    bare_host.write("/etc/tchatter/8081.env", "TCHATTER_LOG=json\n")
    bare_host.systemctl("enable", "--now", "tchatter@8081")
    bare_host.systemctl("start", "tchatter-bots@Vote")
    wait_for(lambda: "/var/lib/tchatter" in " ".join(traces(bare_host)), 20, "the bot has its folder")
    bare_host.run("apt-get", "remove", "-y", "-q", "tchatter")
    assert "/usr/bin/tchatter" not in bare_host.run("sh", "-c", "ls -l /proc/[0-9]*/exe").stdout
    assert "/etc/tchatter/8081.env" in " ".join(traces(bare_host))
    bare_host.run("apt-get", "purge", "-y", "-q", "tchatter")
    assert sorted(traces(bare_host) ^ before) == []


def connect(host, port, **fields):
    return Participant(port, host=host.address, **fields)
