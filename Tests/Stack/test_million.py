"""infra/bench million, with a few hundred clients: nobody misses anything while an instance is restarted."""
import os
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = os.environ.get("BUILT_PROGRAMS", str(PROJECT / ".build/release"))


def million(*options):
    command = [sys.executable, "-B", PROJECT / "Tests/Bench/million.py", "--programs", PROGRAMS, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=600)


def test_clients_stay_over_a_restart():
    done = million("--clients=300", "--audience=120", "--messages=1", "--restarts=1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "300 clients over 2 instances, 120 of them in one room" in done.stdout
    assert len(re.findall(r"message \d+ to the room: 120 deliveries", done.stdout)) == 2
    assert "1 of the instances restarted" in done.stdout and " 150 moved" in done.stdout
    assert "300 there at the end; 0 messages lost, 0 doubled, 0 gaps told" in done.stdout


def test_what_makes_no_sense_is_refused_in_a_line():
    done = million("--clients=100", "--audience=101")
    assert done.returncode == 2 and "--audience takes a number from 1 to that of the clients" in done.stderr
