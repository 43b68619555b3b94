"""Bots that converse while something happens to the fleet, and what they have to say about it."""

import json
import os
import subprocess

from bots import BOTS, Bots

PLAY = "tea-party"


class Conversation:
    """A play without end through the balancer, the first copy in `room`; use it in a `with`."""

    def __init__(self, port, room, rooms=1, speed=10):
        checked = subprocess.run([BOTS, "check", PLAY], capture_output=True, text=True, check=True).stdout
        self.cast = checked.split(" lines of ")[1].count(",") + 1
        self.command = [BOTS, "converse", PLAY, "--loop", "--quiet", "--report", "json", "--room", room]
        self.command += ["--rooms", str(rooms), "--speed", str(speed), "--url", f"ws://127.0.0.1:{port}/ws"]

    def __enter__(self):
        # As nobody asks what it logs, that has no file.
        self.bots = Bots(self.command, os.devnull, stderr=None)
        return self

    def __exit__(self, *_):
        self.bots.kill()

    def end(self):
        """Lets the bots see all that was said, and returns their report."""
        return json.loads(self.bots.finish())
