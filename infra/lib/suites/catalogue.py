"""The one list of the project's test suites: what they run, what they wait for, and beside what they may run."""

import dataclasses
import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[3]


@dataclasses.dataclass(frozen=True)
class Suite:
    """A command whose last line says `N passed, N failed`, or that ends with pytest's summary."""

    name: str
    # Seconds it may take at most, on a machine that does much else: for one that hangs.
    limit: int
    # From the project's folder.
    command: str
    # The suites that have to pass before; they are run too where only this one is asked for.
    needs: tuple = ()
    # COMPILE takes processors and makes way for the others; RUN mostly waits; ALONE has bounds on its times.
    lane: str = "run"

    @property
    def about(self):
        """The first comment line of the command."""
        lines = (PROJECT / self.command.split()[0]).read_text().splitlines()
        return lines[1].lstrip("# ")

    @property
    def environment(self):
        """What has been built for it, so that it does not ask the package manager again (infra/lib/programs.sh)."""
        programs = {"BUILT_PROGRAMS": str(PROJECT / ".build" / "release")} if "build" in self.needs else {}
        tests = {"BUILT_TESTS": "yes"} if any(name.startswith("build-") for name in self.needs) else {}
        return programs | tests


COMPILE, RUN, ALONE = "compile", "run", "alone"

# How many of a lane run at once. A compiler waits for one module after another, so that a second uses what the first leaves.
LANES = {COMPILE: 2, RUN: 3}

# In the order in which each lane takes them. What is built for the fleets comes first, so that they can begin while the
# rest is compiled; and of what needs it, what takes longest.
SUITES = (
    Suite("format", 600, "infra/suites/format"),
    Suite("scripts", 600, "infra/suites/scripts"),
    Suite("page", 600, "infra/suites/page"),
    Suite("tools", 1800, "infra/suites/tools"),
    Suite("build", 3600, "infra/suites/build release", lane=COMPILE),
    Suite("build-address", 3600, "infra/suites/build address", lane=COMPILE),
    Suite("build-thread", 3600, "infra/suites/build thread", lane=COMPILE),
    Suite("fuzz", 1800, "Tests/Fuzz/run 5", lane=COMPILE),
    Suite("browser", 3600, "Tests/Browser/run", ("build",)),
    Suite("firefox", 1800, "Tests/Browser/run --firefox Tests/Browser/test_ways.py -k mouse", ("build",)),
    Suite("stack", 3600, "infra/suites/stack", ("build",)),
    Suite("simulation", 1800, "infra/suites/simulation", ("build",)),
    Suite("conformance", 1800, "infra/conformance", ("build",)),
    Suite("field", 1800, "infra/suites/field", ("build",)),
    Suite("faults", 1800, "infra/suites/faults", ("build",)),
    Suite("unit", 3600, "infra/suites/unit", ("build-address",)),
    Suite("thread", 3600, "infra/suites/unit thread", ("build-thread",)),
    Suite("servers", 1800, "infra/suites/servers", ("build", "build-address")),
    Suite("bounds", 900, "infra/suites/stack Tests/Stack/test_bounds.py", ("build",), lane=ALONE),
    Suite("fair", 1800, "infra/suites/fair", ("build",), lane=ALONE),
)


def chosen(names):
    """The suites of these names and those that they need, in order; all for none.

    Raises LookupError, with what is wrong, for a name that means none.
    """
    by_name = {suite.name: suite for suite in SUITES}
    wanted, open_names = set(), list(names)
    while open_names:
        name = open_names.pop()
        if name not in by_name:
            raise LookupError(f"there is no suite {name} (--list names them)")
        wanted.add(name)
        open_names += by_name[name].needs
    return [suite for suite in SUITES if not names or suite.name in wanted]
