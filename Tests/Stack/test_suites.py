"""infra/test itself: that suites run side by side as they may, and that nothing which went wrong counts as passed."""

import sys
import time

import pytest

from programs import PROJECT

sys.path.append(str(PROJECT / "infra" / "lib"))
from suites import catalogue, changes  # noqa: E402
from suites.catalogue import ALONE, COMPILE, Suite  # noqa: E402
from suites.scheduler import Scheduler  # noqa: E402


@pytest.fixture
def play(tmp_path):
    """Runs suites made of shell commands, `{name: (command, options)}`; the results, and when which was there."""

    def run(**suites):
        made = []
        for name, (command, options) in suites.items():
            script = tmp_path / name
            script.write_text(f"#!/bin/sh\n# {name}\n{command}\n")
            script.chmod(0o755)
            made.append(Suite(name, command=str(script), **{"limit": 120, **options}))
        order = []
        scheduler = Scheduler(made, tmp_path, lambda suite: order.append(f"+{suite.name}"),
                              lambda suite, result: order.append(f"-{suite.name}"))
        return scheduler.run(), order

    return run


PASSES = "echo '2 passed, 0 failed'"
# Ends when the other has begun, and fails if it does not.
MEETS = "touch $0.here; for _ in $(seq 600); do [ -e $(dirname $0)/{}.here ] && exec " + PASSES + "; sleep 0.1; done; exit 1"


def test_what_compiles_and_what_waits_run_side_by_side(play):
    results, _ = play(builds=(MEETS.format("waits"), {"lane": COMPILE}), waits=(MEETS.format("builds"), {}))
    assert [result.failed for result in results.values()] == [0, 0]


def test_what_is_listed_first_is_compiled_first_and_whoever_waits_goes_before_it(play, tmp_path):
    # A session's share is set once it is there; a kernel may share out by process alone.
    tells = "nice >$0.nice; [ ! -e /proc/self/autogroup ] || until grep -q \"nice $(nice)$\" /proc/self/autogroup; do sleep 0.1; done; "
    results, _ = play(first=(tells + MEETS.format("second"), {"lane": COMPILE}), second=(tells + MEETS.format("first"), {"lane": COMPILE}),
                      waits=(tells + PASSES, {}))
    assert not any(result.failed for result in results.values())
    first, second, waits = (int((tmp_path / f"{name}.nice").read_text()) for name in ("first", "second", "waits"))
    assert waits < first < second


def test_what_has_bounds_on_its_times_runs_alone_and_last(play):
    _, order = play(bounds=(PASSES, {"lane": ALONE}), builds=(PASSES, {"lane": COMPILE}), waits=(PASSES, {}))
    assert order[-2:] == ["+bounds", "-bounds"]


def test_what_a_suite_needs_is_there_before_it(play):
    _, order = play(waits=(PASSES, {"needs": ("builds",)}), builds=(PASSES, {"lane": COMPILE}))
    assert order == ["+builds", "-builds", "+waits", "-waits"]


def test_what_needs_something_that_failed_has_failed_too(play):
    results, order = play(waits=(PASSES, {"needs": ("builds",)}), builds=("echo '0 passed, 1 failed'; exit 1", {}))
    assert results["waits"].failed == 1 and "+waits" not in order
    assert results["waits"].failures == ("failed: not run, because builds failed",)


@pytest.mark.parametrize("command, passed, failed", [
    (PASSES, 2, 0),
    ("echo '===== 3 passed, 1 failed, 2 errors in 4.5s ====='; exit 1", 3, 3),
    ("echo '2 passed, 0 failed'; exit 3", 2, 1),
    ("echo '0 passed, 0 failed'", 0, 1),
    ("echo nothing", 0, 1),
])  # fmt: skip
def test_a_suite_that_ends_badly_or_tells_nothing_has_failed(play, command, passed, failed):
    results, _ = play(suite=(command, {}))
    assert (results["suite"].passed, results["suite"].failed) == (passed, failed)


@pytest.mark.parametrize("line", [
    "SUMMARY: ThreadSanitizer: data race /src/Room.swift:12:3 in join", "SUMMARY: AddressSanitizer: heap-use-after-free",
    "Chat/Room.swift:12: Fatal error: Index out of range", "✘ Test room() recorded an issue", "FAILED test_chat.py::test_a",
])  # fmt: skip
def test_what_went_wrong_is_told_where_no_test_failed(play, line):
    results, _ = play(suite=(f"echo '{line}'; for i in $(seq 40); do echo fine; done; echo '2 passed, 1 failed'; exit 1", {}))
    assert results["suite"].failures == (line,)


def test_a_suite_is_ended_at_its_limit_with_what_it_has_started(play):
    begun = time.monotonic()
    results, _ = play(suite=("sleep 600 & echo '1 passed, 0 failed'; wait", {"limit": 1}))
    assert results["suite"].failed == 1
    assert "ended after its limit" in results["suite"].failures[0]
    assert time.monotonic() - begun < 300


def test_a_suite_brings_what_it_needs():
    assert [suite.name for suite in catalogue.chosen(["unit"])] == ["build-address", "unit"]
    with pytest.raises(LookupError, match="no suite none"):
        catalogue.chosen(["none"])


@pytest.mark.parametrize("path, wanted, left", [
    ("Sources/JSON/JSONParser.swift", {"format", "build-address", "unit", "simulation"}, {"browser", "faults", "thread"}),
    ("Public/views/app.js", {"format", "page"}, {"unit", "build"}),
    ("haproxy/haproxy.cfg", {"format", "build", "stack", "bounds"}, {"unit", "browser"}),
    ("Tests/Stack/test_bounds.py", {"bounds", "build"}, {"stack"}),
    ("infra/lib/base.sh", {"format", "scripts", "stack"}, {"unit"}),
    ("Tests/Browser/test_chat.py", {"browser", "build"}, {"stack"}),
    ("Sources/RedisClient/RedisLink.swift", {"unit", "build", "servers"}, {"browser", "faults"}),
    ("Tests/Servers/test_data.py", {"servers", "build", "build-address"}, {"stack", "unit"}),
    ("Tests/Fair/people.py", {"fair", "build"}, {"stack", "faults"}),
    ("infra/proxies/nginx.conf", {"field", "build"}, {"stack", "browser"}),
    ("README.md", {"format"}, {"unit", "stack"}),
])  # fmt: skip
def test_a_change_runs_what_it_can_break(path, wanted, left):
    suites, reasons = changes.choose([path])
    names = {suite.name for suite in suites}
    assert wanted <= names and not left & names
    assert all(name in reasons[2] for name in left)


def test_a_changed_module_runs_the_tests_of_all_that_use_it():
    (unit,) = [suite for suite in changes.choose(["Sources/HTTP/Request.swift"])[0] if suite.name == "unit"]
    assert "HTTPTests" in unit.command and "ChatServerTests" in unit.command
    assert "AuditTests" not in unit.command


def test_every_folder_with_tests_has_a_rule():
    """So that no change of a test goes by without its suite."""
    targets = changes.targets_of_package()
    unknown = [path for path in changes.git("ls-files", "Tests", "infra", "haproxy").stdout.splitlines()
               if not targets.of(path) and not any(changes.fnmatch.fnmatch(path, pattern) for pattern, _ in changes.RULES)]
    assert {path.split("/")[1] for path in unknown if not path.endswith(".md")} <= {"Bench", "Examples"}
