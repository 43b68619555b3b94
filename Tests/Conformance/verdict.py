"""verdict.py FOLDER NAME: reads a run's report, names every case that did not pass, and prints `PASSED FAILED` last.

Strict: NON-STRICT is a failure, and so are an unclean or wrong closing handshake and a case that never ran.
"""
import json
import pathlib
import sys

GOOD = {"OK", "INFORMATIONAL"}


def fault(result):
    """What is wrong with a case's result, or None."""
    if result is None:
        return "it did not run"
    if result["behavior"] not in GOOD:
        return result["behavior"]
    if result["behaviorClose"] not in GOOD:
        return f"close {result['behaviorClose']}, code {result['remoteCloseCode']}"
    return None


def main(folder, name):
    folder = pathlib.Path(folder)
    cases = json.loads((folder / "cases.json").read_text())
    report = folder / "index.json"
    results = json.loads(report.read_text()).get("tchatter", {}) if report.exists() else {}
    failed, seconds = 0, {}
    for case in cases:
        result = results.get(case)
        group = int(case.split(".")[0])
        seconds[group] = seconds.get(group, 0) + (result["duration"] / 1000 if result else 0)
        if wrong := fault(result):
            failed += 1
            print(f"failed: {name} case {case}: {wrong}")
    print(f"{name}: seconds by group: " + ", ".join(f"{group}: {value:.1f}" for group, value in seconds.items()))
    print(len(cases) - failed, failed)


main(*sys.argv[1:])
