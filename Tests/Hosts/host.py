"""A Debian host with a systemd of its own, on this machine: a container of systemd-nspawn, in a network of its own."""

import os
import pathlib
import shutil
import signal
import subprocess

from waiting import wait_for

# Where cgroups are: one tree, or, where there are several, those that systemd counts its services in.
CGROUPS = [folder for name in ("systemd", "unified", ".") if (folder := pathlib.Path("/sys/fs/cgroup") / name / "cgroup.procs").exists()]


class Host:
    """A machine that begins as a copy of `base`; what it changes lies in `folder`, and goes with it. Use it in a `with`.

    `shared` is a folder of this machine that it sees at /packages.
    """

    def __init__(self, base, folder, shared, network):
        self.folder = pathlib.Path(folder)
        self.root, self.changes = self.folder / "root", self.folder / "changes"
        self.base, self.shared = base, shared
        self.link = network.link()
        self.groups = [place.parent / self.link.name for place in CGROUPS]
        self.process = None

    @property
    def address(self):
        return self.link.address

    def __enter__(self):
        for folder in (self.root, self.changes, self.folder / "work"):
            folder.mkdir(parents=True)
        layers = f"lowerdir={self.base},upperdir={self.changes},workdir={self.folder / 'work'}"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, str(self.root)], check=True)
        self.link.__enter__()
        self.boot()
        return self

    def __exit__(self, *_):
        self.end()
        self.link.__exit__()
        subprocess.run(["umount", str(self.root)], check=False)
        subprocess.run(["umount", f"/run/systemd/nspawn/propagate/{self.root.name}"], check=False, capture_output=True)
        for group in self.groups:
            remove_group(group)
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- its life -------------------------------------------------------------------------------------------------

    def boot(self):
        """Until systemd has started everything."""
        command = ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit", "--console=pipe", "--kill-signal=SIGRTMIN+3",
                   f"--directory={self.root}", f"--machine={self.link.name}", f"--network-namespace-path={self.link.path}",
                   f"--bind-ro={self.shared}:/packages"]  # fmt: skip
        self.output = open(self.folder / "console", "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output, preexec_fn=self.leave_group)
        wait_for(self.is_running, 120, lambda: self.console())

    def leave_group(self):
        """Several hosts at once must not take each other's cgroups for their own."""
        for group in self.groups:
            group.mkdir(exist_ok=True)
            (group / "cgroup.procs").write_text(str(os.getpid()))

    def is_running(self):
        assert self.process.poll() is None, self.console()
        return self.leader and self.run("systemctl", "is-system-running", check=False).stdout.strip() in ("running", "degraded")

    def console(self):
        return (self.folder / "console").read_text(errors="replace")[-2000:]

    @property
    def leader(self):
        """The process id of its systemd, here; nothing while there is none."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return next((child for child in children if name_of(child) == "systemd"), None)

    def end(self):
        """As when its power goes."""
        if self.process is None:
            return
        if self.process.poll() is None:
            if leader := self.leader:
                os.kill(int(leader), signal.SIGKILL)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(20)
        self.output.close()

    # -- what is done on it ---------------------------------------------------------------------------------------

    def run(self, *command, check=True, timeout=300):
        """Runs a command there as root; its result, with the output as text."""
        clean = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", "HOME": "/root"}
        done = subprocess.run(["nsenter", "--target", self.leader, "--all", "--", *map(str, command)],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, env=clean)  # fmt: skip
        assert not check or done.returncode == 0, f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}"
        return done

    def write(self, path, text):
        file = self.root / str(path).lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def install(self, package):
        """`apt install` of a package in /packages; its result."""
        return self.run("apt-get", "install", "-y", "-q", f"/packages/{package}", check=False)

    def systemctl(self, *words, check=True):
        return self.run("systemctl", *words, check=check)

    def property(self, unit, name):
        """What systemd knows of a unit."""
        return self.systemctl("show", "--property", name, "--value", unit).stdout.strip()

    def journal(self, unit):
        """What a unit's programs have written since the host began, one line each."""
        self.run("journalctl", "--sync")
        return self.run("journalctl", "--unit", unit, "--output", "cat", "--no-pager").stdout.splitlines()


def name_of(process):
    """What a process runs; nothing when it has just ended."""
    try:
        return pathlib.Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return ""


def remove_group(group):
    """A cgroup and those in it, from within."""
    for inner in sorted(group.rglob("*"), key=lambda path: -len(path.parts)) if group.exists() else ():
        if inner.is_dir():
            wait_for_empty(inner)
    if group.exists():
        wait_for_empty(group)


def wait_for_empty(group):
    """A group can be removed as soon as the kernel has seen its processes end."""

    def is_removed():
        try:
            group.rmdir()
        except OSError:
            return not group.exists()
        return True

    wait_for(is_removed, 20, f"{group} is empty")
