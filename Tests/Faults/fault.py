"""What a fault is: its number, its name, how it is done, and what must hold meanwhile."""

import contextlib
import dataclasses
import shutil
from typing import Callable


@dataclasses.dataclass(frozen=True)
class Bound:
    """How long the longest pause may be.

    `pause` in ms; `of` is `gap` (from a message's commit to its display, at anybody's) or `wait` (from sending to the
    acknowledgement). Where the store or the way to it is taken away on purpose, that time is added.
    """

    pause: int
    of: str = "gap"
    adds_outage: bool = False
    healthy: float = 20.0

    def limit(self, outages):
        """In ms, given how long things were away."""
        return self.pause + (1000 * max(outages, default=0) if self.adds_outage else 0)

    def __str__(self):
        return f"{self.of} {'outage + ' if self.adds_outage else ''}{self.pause:,} ms"


@dataclasses.dataclass(frozen=True)
class Fault:
    number: str
    name: str
    title: str
    inject: Callable
    bound: Bound
    # What must have happened at least: {what: how often} or a function of whether the run is quick.
    proof: dict
    # What else must hold: takes the arena and the audit's result, returns what is wrong.
    check: Callable = lambda arena, result: []
    # Settings of the fleet that differ from the usual, and of the audit.
    settings: dict = dataclasses.field(default_factory=dict)
    audit: dict = dataclasses.field(default_factory=dict)
    # Settings that take a fleet of their own, or what gives them, told a folder; None for the one that all others share.
    fleet: dict | Callable | None = None
    # What stands between the processes meanwhile: a context manager that takes the arena.
    stage: Callable = lambda arena: contextlib.nullcontext()
    # Says why it can't be done here; nothing where it can.
    obstacle: Callable = lambda: ""
    # Whether it is among those of the short suite.
    is_short: bool = False


# -- what several have -------------------------------------------------------------------------------------------------


def nobody_cut(arena, result):
    """A check: no connection was lost."""
    return [f"{result['losses']} connections were lost"] if result["losses"] else []


def without_strace():
    """An obstacle to what is done at a system call."""
    return "" if shutil.which("strace") else "strace is not installed"
