"""Waiting for a condition instead of for a time."""

import inspect
import time


def wait_for(condition, seconds=60.0, what="", every=0.02):
    """Asks until the condition is true, and returns what it said; fails after the time.

    `what` is waited for; or a function that tells, once it did not come. Whoever the condition asks, and has something to tell of how
    it is (`tells`), is heard then.
    """
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() >= deadline:
            what = (what() if callable(what) else what) or condition
            raise AssertionError("\n".join([f"not within {seconds} s: {what}", *statements(condition)]))
        time.sleep(every)


def statements(condition):
    """What the programs, fleets and so on tell that a condition is about."""
    asked = {"self": getattr(condition, "__self__", None)}
    if inspect.isfunction(condition):
        asked |= inspect.getclosurevars(condition).nonlocals
    for name, one in asked.items():
        if callable(getattr(one, "tells", None)):
            try:
                yield f"{name}: {one.tells()}"
            except Exception as problem:  # It is about the wait, and not about this.
                yield f"{name} tells nothing: {problem!r}"


def told_of(process, log):
    """Of a program: whether it runs, and the end of what it said."""
    status = process.poll()
    return "\n    ".join(["it runs" if status is None else f"it has ended with {status}", *log.splitlines()[-15:]])
