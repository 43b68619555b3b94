"""What a row is: what a guest does, what was made ready for it, and what must hold meanwhile beside what always must."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Bound:
    """A figure that the guest or the crowd tells, and how much or how little it may be."""

    what: str
    most: float | None = None
    least: float | None = None


@dataclasses.dataclass(frozen=True)
class Row:
    # Of the table of what one guest could do; letters where it is tried in several ways.
    number: str
    name: str
    title: str
    # The guest's load, by its name in loads.py.
    load: str = ""
    # What is made ready before, by people at other addresses: {method of Crowd: its options}.
    crowd: dict = dataclasses.field(default_factory=dict)
    # How long the load takes, in seconds.
    full: int = 20
    quick: int = 4
    bounds: tuple = ()
    # Whether the guest exceeds something for certain, and so has to be told.
    is_told: bool = False
    # How much of Redis's memory, as a share, the guest may take, and how much an instance may grow, in bytes.
    taken: float | None = None
    grown: int | None = None
    # Whether the guest knows each instance and Redis by its port, past the balancer.
    knows_fleet: bool = False
    # Whether thirty ordinary people are there.
    has_people: bool = True
    # People who are the load: what is told to people.py.
    office: dict = dataclasses.field(default_factory=dict)
    # "fleet" or "memory".
    kind: str = "fleet"

    def seconds(self, is_quick):
        return self.quick if is_quick else self.full
