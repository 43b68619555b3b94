"""What a suite's log tells of it."""

import dataclasses
import re

SUMMARY = re.compile(r"^(=+ )?\d+ (passed|failed|errors?|skipped|deselected)\b")
# A sanitizer's report fails no test: it ends the run badly, and its summary is all that tells why. So does a crash.
FAILURE = re.compile(r"✘|^not ok|^failed:|^FAILED|error:|ERROR: |^SUMMARY: \w+Sanitizer|Fatal error")


@dataclasses.dataclass(frozen=True)
class Result:
    passed: int
    failed: int
    seconds: float
    # The lines that tell of failures, and the log's last ones.
    failures: tuple = ()
    end: tuple = ()


def result_of(lines, status, seconds):
    """The result of a run that ended with a status. One that ends badly or tells nothing has failed, whatever it counted."""
    summaries = [line for line in lines if SUMMARY.match(line)]
    passed, failed, errors = (count_of(word, summaries[-1] if summaries else "") for word in ("passed", "failed", "error"))
    failed += errors
    if not failed and (status or not passed):
        failed = 1
    if not failed:
        return Result(passed, failed, seconds)
    failures = tuple(line[:400] for line in lines if FAILURE.search(line))[:20]
    return Result(passed, failed, seconds, failures, tuple(lines[-30:]))


def count_of(word, line):
    found = re.search(rf"(\d+) {word}", line)
    return int(found[1]) if found else 0
