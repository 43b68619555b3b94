"""A command of tchatter-bots that runs until it is ended, as its operator has it run."""

import signal
import subprocess

from process import Process
from programs import PROGRAMS

BOTS = str(PROGRAMS / "tchatter-bots")


class Bots(Process):
    """It runs as soon as it is made; what it prints in the end is no part of its log. Use it in a `with`."""

    def __init__(self, command, log, **options):
        super().__init__(command, log, **{"stdout": subprocess.PIPE, "text": True, "start_new_session": True} | options)
        self.start()

    def __enter__(self):
        return self

    def finish(self):
        """Ends it in order; what it prints then."""
        self.send_signal(signal.SIGTERM)
        output, _ = self.process.communicate(timeout=120)
        assert self.process.returncode == 0, output + self.log()
        return output
