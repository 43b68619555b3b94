"""A crowd that talks and keeps count: tchatter-load audit."""

import json
import signal
import subprocess

from programs import PROGRAMS

CROWD = ("--clients", "100", "--polling", "10", "--churning", "10", "--rooms", "5", "--messages", "300", "--rate", "50", "--timeout", "300")


class Audit:
    """Through the balancer at an address; use it in a `with`."""

    def __init__(self, address, file):
        self.file = file
        self.command = [PROGRAMS / "tchatter-load", "audit", "--go-on", "--server", address, "--json", file, *CROWD]

    def __enter__(self):
        self.process = subprocess.Popen([str(word) for word in self.command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = []
        for line in self.process.stderr:
            if line.startswith("sending"):
                return self
            said.append(line)
        raise AssertionError(f"the audit did not begin: {''.join(said[-5:])}")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def verdict(self):
        """Has everybody see all that was said, and tells what was wrong."""
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=600)
        return json.loads(self.file.read_text())

    def passes(self, what):
        """Nothing was lost, doubled or reordered; the figures are printed."""
        result = self.verdict()
        assert self.process.returncode == 0 and not any(result["anomalies"].values()), result["findings"]
        acknowledged, pause = result["messages"]["acknowledged"], result["gap"]["longest"]
        assert acknowledged >= 300
        print(f"{what}: {acknowledged:,} acknowledged, 0 lost, doubled or reordered, longest pause {pause:,.0f} ms")
        return result
