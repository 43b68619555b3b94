"""Two instances that share nothing, for what must not happen to the fleet."""

import os
import pathlib
import shutil
import subprocess
import urllib.request

import stamp
from fleet import PROGRAMS
from ports import free_port
from waiting import wait_for


class Apart:
    """One as it was built, one that says it is another version; the first takes ten connections. Use it in a `with`."""

    def __init__(self, folder):
        other = pathlib.Path(shutil.copy(PROGRAMS / "tchatter", folder / "tchatter"))
        assert stamp.stamp(other, "0.0.1") is None
        self.folder, self.programs = folder, [PROGRAMS / "tchatter", other]
        self.ports = [(free_port(), free_port()) for _ in self.programs]
        self.processes = []

    @property
    def targets(self):
        return [f"127.0.0.1:{admin}" for _, admin in self.ports]

    @property
    def small_port(self):
        return self.ports[0][0]

    def __enter__(self):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TCHATTER_")}
        for program, (port, admin) in zip(self.programs, self.ports, strict=True):
            settings = {"TCHATTER_LISTEN": f"127.0.0.1:{port}", "TCHATTER_ADMIN_LISTEN": f"127.0.0.1:{admin}", "TCHATTER_MAX_CONNECTIONS": "10"}
            with (self.folder / f"{port}.log").open("wb") as log:
                self.processes.append(subprocess.Popen([program], env=inherited | settings, stdout=log, stderr=log))
            wait_for(lambda port=port: answers(port), 60, f"the instance at {port} answers")
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.wait()


def answers(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/live", timeout=10).status == 200
    except OSError:
        return False
