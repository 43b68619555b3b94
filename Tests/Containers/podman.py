"""podman with a store, networks and settings of its own, all in one folder that goes in the end."""

import json
import os
import pathlib
import shutil
import subprocess

# What is given to containers by default is more than a machine without CAP_SYS_RESOURCE may give.
CONTAINERS = """\
[containers]
default_ulimits = ["nofile=20000:20000", "nproc=1000:1000"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "{folder}/run/libpod"
[network]
network_backend = "netavark"
network_config_dir = "{folder}/networks"
"""
STORAGE = """\
[storage]
driver = "vfs"
graphroot = "{folder}/store"
runroot = "{folder}/run"
"""


class Podman:
    """Use it in a `with`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("TCHATTER_", "BALANCER_"))}
        self.environment |= {"CONTAINERS_CONF": str(self.folder / "containers.conf"), "CONTAINERS_STORAGE_CONF": str(self.folder / "storage.conf")}

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name, text in (("containers.conf", CONTAINERS), ("storage.conf", STORAGE)):
            (self.folder / name).write_text(text.format(folder=self.folder))
        return self

    def __exit__(self, *_):
        self.run("rm", "--all", "--force", "--time", "1", check=False)
        self.run("network", "prune", "--force", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, command, check=True, **settings):
        """Runs a command that calls podman; its result, with the output as text."""
        done = subprocess.run([str(word) for word in command], env=self.environment | settings,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)  # fmt: skip
        assert not check or done.returncode == 0, f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}"
        return done

    def run(self, *words, check=True):
        return self.execute(["podman", *words], check)

    def load(self, archive):
        self.run("load", "--quiet", "--input", archive)

    def inspect(self, name):
        return json.loads(self.run("inspect", name).stdout)[0]

    def process(self, name):
        """The process id of a container's program, on this machine."""
        return self.inspect(name)["State"]["Pid"]

    def log(self, name):
        """What a container has written, a line each."""
        done = self.run("logs", name)
        return (done.stdout + done.stderr).splitlines()
