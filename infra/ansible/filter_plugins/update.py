"""What is told of an update of a host: what its instances counted, and why it failed."""

import pathlib
import re
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "lib"))
from rolling.counters import counters_in, faults  # noqa: E402


def counters_report(journals):
    """Of each stopped instance's journal: whether its counters add up."""
    found = [counters_in(lines) for lines in journals]
    wrong = [fault for counters in found if counters for fault in faults("its counters", counters)]
    if wrong:
        return "COUNTERS DO NOT ADD UP: " + "; ".join(wrong)
    return "counters add up" if any(found) else "nothing had run"


def failure_reason(result):
    """The line that says most of why a task failed."""
    text = "\n".join(str(result.get(name, "")) for name in ("stdout", "stderr", "msg"))
    told = re.search(r"^tchatter-rolling-restart: (.*)$", text, re.MULTILINE) or re.search(r"^\s*(.*No space left on device.*)$", text, re.MULTILINE)
    return told[1] if told else (str(result.get("msg", "")).strip().splitlines() or ["a task failed"])[-1]


class FilterModule:
    def filters(self):
        return {"counters_report": counters_report, "failure_reason": failure_reason}
