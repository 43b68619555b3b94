"""What is measured: each scenario is a load, the servers that bear it, and the figure that counts."""
from dataclasses import dataclass

MICROSECONDS = "serverMicroseconds"
BYTES = "bytesPerConnection"
#: The program whose clients come back with what they know of their rooms, which tchatter-load's do not.
STORM = "storm.c"


@dataclass(frozen=True)
class Scenario:
    name: str
    #: What the table calls it.
    title: str
    #: `single`: one instance with its memory; `pair`: two instances and Redis, all of whose CPU counts.
    servers: str
    #: The mode of tchatter-load, and its options.
    load: tuple
    #: Options that make it short, for a glance.
    quick: tuple = ()
    #: The member of the result that counts; less is better.
    figure: str = MICROSECONDS
    #: Whether the C program and the peers can do the same.
    compared: bool = True
    #: What puts the load: tchatter-load, or `STORM`.
    program: str = "tchatter-load"


SCENARIOS = [
    Scenario("saturated", "1 → 1,000 saturated", "single",
             ("fan-out", "--messages=20000"), ("--messages=2000",)),
    Scenario("saturated-wide", "1 → 5,000 saturated", "single",
             ("fan-out", "--clients=5000", "--messages=3000"), ("--messages=400",)),
    Scenario("single", "1 → 1,000 one at a time", "single",
             ("fan-out", "--window=1", "--messages=1000"), ("--messages=200",)),
    Scenario("paced", "1 → 1,000 at 50/s", "single",
             ("fan-out", "--rate=50", "--messages=400"), ("--messages=100",)),
    Scenario("rooms", "1,000 rooms × 5 saturated", "single",
             ("rooms", "--messages=100000"), ("--messages=10000",)),
    Scenario("handshake", "handshake", "single",
             ("storm", "--until=upgrade", "--clients=20000"), ("--clients=4000",)),
    Scenario("sign-in", "handshake, sign in, join", "single",
             ("storm", "--clients=10000"), ("--clients=2000",), compared=False),
    Scenario("idle", "idle client in a room", "single",
             ("idle", "--clients=10000"), ("--clients=5000", "--hold=1"), figure=BYTES, compared=False),
    Scenario("storm", "5,000 return, 100 missed", "single",
             ("storm", "--rooms=50"), ("--clients=1000", "--rooms=10"), compared=False, program=STORM),
    Scenario("storm-wide", "5,000 return to 1 room, 100 missed", "single",
             ("storm", "--rooms=1"), ("--clients=1000",), compared=False, program=STORM),
    Scenario("pair-rooms", "two instances, rooms × 5 saturated", "pair",
             ("rooms", "--messages=50000"), ("--messages=5000",), compared=False),
    Scenario("pair-paced", "two instances, rooms × 5 at 2,000/s", "pair",
             ("rooms", "--rate=2000", "--messages=10000"), ("--messages=4000",), compared=False),
    Scenario("pair-saturated", "two instances, 1 → 1,000 saturated", "pair",
             ("fan-out", "--messages=20000"), ("--messages=2000",), compared=False),
    Scenario("pair-storm", "Redis, 5,000 return, 100 missed", "pair",
             ("storm", "--rooms=50"), ("--clients=1000", "--rooms=10"), compared=False, program=STORM),
    Scenario("pair-storm-wide", "Redis, 5,000 return to 1 room", "pair",
             ("storm", "--rooms=1"), ("--clients=1000",), compared=False, program=STORM),
]
