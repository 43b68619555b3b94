"""What infra/test calls once the tools are there: runs suites, tells their results, and sums them up."""

import argparse
import signal
import sys
import time

from .catalogue import PROJECT, chosen
from .changes import choose, paths_since
from .scheduler import Scheduler

LOGS = PROJECT / ".run" / "test"


def arguments():
    parser = argparse.ArgumentParser(prog="infra/test", add_help=False)
    parser.add_argument("suites", nargs="*")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--changed", nargs="?", const="", metavar="BASE")
    return parser.parse_args()


def say(text=""):
    print(text, flush=True)


def announce(suite):
    say(f"{suite.name:13} … {suite.about}")


def report(suite, result):
    say(f"{suite.name:13}   {result.passed} passed, {result.failed} failed  ({result.seconds:.0f} s, .run/test/{suite.name}.log)")
    for line in (*result.failures, "…", *result.end) if result.failed else ():
        say(f"    {line}")


def run(suites):
    """Runs the suites; the exit status."""
    begun = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    results = Scheduler(suites, LOGS, announce, report).run()
    failures = [f"{name}: {line}" for name, result in results.items() for line in result.failures]
    if failures:
        say("\n".join(["What failed:", *failures]))
    minutes, seconds = divmod(int(time.monotonic() - begun), 60)
    say(f"{minutes} min {seconds} s")
    passed, failed = (sum(getattr(result, name) for result in results.values()) for name in ("passed", "failed"))
    say(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def selected(options):
    """The suites that are asked for."""
    try:
        if options.changed is None:
            return chosen(options.suites)
        suites, reasons = choose(paths_since(options.changed))
    except LookupError as problem:
        sys.exit(f"test: {problem.args[0]}")
    say("\n".join(reasons))
    return suites


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = arguments()
    suites = selected(options)
    if options.list:
        for suite in suites:
            say(f"{suite.name:13} {suite.about}")
        return 0
    try:
        return run(suites)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
