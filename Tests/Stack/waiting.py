"""Waiting for a condition instead of for a time."""

import time


def wait_for(condition, seconds=10.0, what=""):
    """Asks until the condition is true, and returns what it said; fails after the time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {seconds} s: {what or condition}"
        time.sleep(0.02)
