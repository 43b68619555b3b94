"""infra/bench relay, shortly: each event arrives once, by http and by https, and is told of."""
import re
import subprocess
import sys

from programs import PROGRAMS, PROJECT


def test_what_a_relay_delivers_is_told_of_each_way():
    command = [sys.executable, "-B", PROJECT / "Tests/Bench/relay.py", "--programs", PROGRAMS.resolve()]
    command += ["--runs", "1", "--rooms", "3", "--events", "60", "--seconds", "1"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(r"\| (events a second|connections|p50 at \d+ a second, ms|MB of tchatter-https) \|(.*)\|", done.stdout)
    assert len(rows) == 8, done.stdout
    # In one room, each way.
    assert rows[1][0] == "connections" and [cell.split()[0] for cell in rows[1][1].split("|")] == ["1", "1", "1"]
    assert len(re.findall(r"http : https.* of the same run, events a second: \d", done.stdout)) == 4
