"""infra/bench storm, shortly: clients that come back to an instance that knows none of their rooms have all that they missed."""
import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = os.environ.get("BUILT_PROGRAMS", str(PROJECT / ".build/release"))


def test_who_comes_back_has_all_that_was_missed(tmp_path):
    told = tmp_path / "told.json"
    command = [sys.executable, "-B", PROJECT / "Tests/Bench/run.py", "pair-storm", "--quick", "--json", told, "--programs", PROGRAMS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the last has everything" in done.stdout and "of which Redis" in done.stdout
    result = json.loads(told.read_text())["pair-storm"]["pair"]
    assert (result["clients"], result["rooms"], result["messages"]) == (1_000, 10, 100)
    store, left, reached = result["processMicroseconds"]
    assert min(store, left, reached) > 0 and abs(store + left + reached - result["serverMicroseconds"]) < 1
