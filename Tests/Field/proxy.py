"""One proxy that runs: its configuration with this machine's ports and files in it, and its processes."""

import os
import pathlib
import re
import shlex
import subprocess
import sys

from ports import free_port, is_open
from process import Process
from proxies import SCRIPTS, SHORTEST
from waiting import wait_for

CERTIFICATE = "/etc/ssl/chat.example.org.pem"
INSTANCES = ("8181", "8182")


class RunningProxy:
    """A proxy in front of instances; use it in a `with`."""

    def __init__(self, proxy, kind, folder, instances, certificate):
        self.proxy, self.folder = proxy, pathlib.Path(folder)
        self.plain, self.tls = free_port(), free_port()
        self.ports = list(map(str, instances))
        self.certificate = certificate
        self.values = {
            "plain": self.plain, "tls": self.tls, "control": free_port(), "folder": self.folder, "scripts": SCRIPTS,
            "python": f"{sys.version_info.major}.{sys.version_info.minor}", "main": self.folder / "main", "certificate": certificate,
        }  # fmt: skip
        self.values |= {"first": instances[0], "second": instances[1], "control2": free_port()}
        self.source, self.timeouts = (proxy.recommended, proxy.timeouts) if kind == "recommended" else (SHORTEST, ())
        self.processes = []

    def __enter__(self):
        self.write()
        try:
            for number, command in enumerate(self.proxy.commands):
                self.start(number, command)
            wait_for(lambda: is_open(self.plain) and is_open(self.tls), 180, Lines(self.log))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.end(5)

    # -- the configuration -----------------------------------------------------------------------------------------

    def write(self):
        """Fills in the files. What stands for this machine has to be in one of them, or the document is another one."""
        self.values["files"] = [self.folder / name for name in self.proxy.files]
        texts = [(self.source / name).read_text() for name in self.proxy.files]
        modules = re.search(r"^# a2enmod (.*)$", texts[0], re.MULTILINE)
        self.values["modules"] = load_modules(modules[1].split()) if modules else ""
        for old, new in self.places():
            assert self.proxy.has_settings or old == INSTANCES[1] or any(old in text for text in texts), f"{old} is nowhere in {self.proxy.files}"
            texts = [text.replace(old, new) for text in texts]
        for file, text in zip(self.values["files"], texts):
            file.write_text(text)
        self.values["main"].write_text(self.proxy.main.format(**self.values))

    def places(self):
        yield CERTIFICATE, str(self.certificate)
        yield from ((old, new.format(**self.values)) for old, new in self.proxy.places)
        yield from zip(INSTANCES, self.ports)
        yield from self.timeouts

    # -- the processes ---------------------------------------------------------------------------------------------

    def start(self, number, command):
        environment = os.environ | {name: value.format(**self.values) for name, value in self.proxy.environment}
        command = shlex.split(command.format(number=number, **self.values))
        self.processes.append(Process(command, self.folder / f"output-{number}.log", environment, cwd=self.folder))
        self.processes[-1].start()

    def reload(self):
        """Has it read its configuration again, as operators do after a change."""
        if self.proxy.edit:
            self.edit(*self.proxy.edit)
        if isinstance(self.proxy.reload, str):
            command = shlex.split(self.proxy.reload.format(**self.values))
            done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, done.stderr
        elif self.proxy.reload:
            for process in self.processes:
                process.send_signal(self.proxy.reload)

    def edit(self, old, new):
        """Puts other files in the place of these, as editors do: nobody reads half of one."""
        for file in self.values["files"]:
            whole = file.with_suffix(".new")
            whole.write_text(file.read_text().replace(old, new))
            whole.replace(file)

    def log(self):
        """The end of what all its processes have said."""
        return "\n".join(file.read_text(errors="replace")[-2000:] for file in sorted(self.folder.glob("*.log")))


def load_modules(names):
    """Apache's directives for modules, with those that Debian's package always loads."""
    always = ["mpm_event", "authz_core"]
    needs = {"ssl": ["socache_shmcb"]}
    names = always + [needed for name in names for needed in needs.get(name, [])] + sorted(names, key=lambda name: name != "proxy")
    return "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in names)


class Lines:
    """What is to be read when something did not come about."""

    def __init__(self, read):
        self.read = read

    def __str__(self):
        return self.read()
