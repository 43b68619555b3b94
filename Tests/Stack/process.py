"""A program that a test starts: what it says is kept in a file, and it is ended by its id."""

import os
import pathlib
import signal
import subprocess

from ports import is_open
from waiting import told_of, wait_for


class Process:
    """One program; use it in a `with`, or start and stop it.

    - log: the file of what it says; what it said before stays there.
    - environment: in place of this process's.
    - port: on which it listens once it is ready.
    - options: of Popen.
    """

    # How it is ended behind a `with`.
    ends_by = signal.SIGKILL

    def __init__(self, command, log, environment=None, port=None, **options):
        self.command_line, self.log_file = [str(word) for word in command], pathlib.Path(log)
        self.environment, self.options = dict(environment or os.environ), options
        self.port, self.process = port, None

    def __enter__(self):
        try:
            self.start()
            self.await_ready()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *_):
        self.stop(self.ends_by)

    def start(self):
        with open(self.log_file, "ab") as log:
            options = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "env": self.environment} | self.options
            self.process = subprocess.Popen(self.command_line, **options)

    def is_ready(self):
        """Whether it does what it was started for, where that can be asked."""
        return self.port is None or is_open(self.port)

    def await_ready(self, seconds=60):
        def is_ready():
            assert self.is_running, f"{self.command_line[0]}: {self.tells()}"
            return self.is_ready()

        wait_for(is_ready, seconds, f"{self.command_line[0]} is ready")

    def send_signal(self, number):
        """Where it runs; its end is not waited for."""
        if self.is_running:
            self.process.send_signal(number)

    def stop(self, number=signal.SIGTERM, seconds=60):
        """Ends it; the status with which it has ended, None where it was never started."""
        self.send_signal(number)
        return self.process and self.process.wait(seconds)

    def end(self, seconds):
        """By SIGTERM, or by force where it does not end in time."""
        try:
            self.stop(seconds=seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        return self.stop(signal.SIGKILL)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self):
        return self.process.pid

    def log(self):
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def tells(self):
        return told_of(self.process, self.log()) if self.process else "it was not started"
