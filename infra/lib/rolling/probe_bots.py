"""Bots that converse through the balancer during an update, and say what they noticed of it."""

import json
import os
import signal
import subprocess

ROOM = "rolling-update"


class ProbeBots:
    """A play without end in a room of their own; nobody where there is no program for it."""

    def __init__(self, program, address):
        self.process, self.report = None, None
        if not os.access(program, os.X_OK):
            self.missing = "no probe bots: swift build -c release --product tchatter-bots makes them"
            return
        self.missing = None
        command = [program, "converse", "tea-party", "--loop", "--speed", "5", "--quiet", "--room", ROOM, "--report", "json"]
        self.process = subprocess.Popen(
            [*command, "--url", address], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True, text=True,
        )  # fmt: skip

    def end(self):
        """Lets them see all that was said, and takes down what they say."""
        if not self.process:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            output, _ = self.process.communicate(timeout=60)
            self.report = json.loads(output)
        except (subprocess.TimeoutExpired, ValueError):
            self.process.kill()
            self.report = {"passed": False, "failures": ["the probe bots did not report"]}

    @property
    def are_content(self):
        return self.report is None or self.report["passed"]

    def line(self):
        if self.report is None:
            return self.missing
        of = self.report
        if "said" not in of:
            return "probe bots " + "; ".join(of["failures"])
        return (
            f"probe bots {len(of['bots'])} bots said {of['said']} lines: {of['missed']} missed, {of['doubled']} doubled, "
            f"{of['reordered']} reordered, {of['reconnects']} connections lost, {of['moves']} moves, "
            f"longest pause {of['longestPause']} ms" + "".join(f"; {failure}" for failure in of["failures"])
        )
