"""Waiting for a condition instead of for a time."""

import time


def wait_for(condition, seconds=10.0, what="", every=0.02):
    """Asks until the condition is true, and returns what it said; fails after the time.

    `what` is waited for; or a function that tells, once it did not come.
    """
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {seconds} s: {(what() if callable(what) else what) or condition}"
        time.sleep(every)
