"""What is kept of the runs: results.json, and the table in infra/README.md."""

import json
import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SAVED = pathlib.Path(__file__).resolve().parent / "results.json"
README = PROJECT / "infra" / "README.md"
BEGIN, END = "<!-- fair: rendered by infra/test-fair --save -->", "<!-- end of fair -->"
HEADINGS = ["one guest", "seconds", "others' messages", "refused or cut", "p99", "Redis's time", "Redis's memory", "verdict"]


def share(value):
    return "–" if value is None else f"{100 * value:.0f} %"


def cells(record):
    people, seen = record["people"] or record["office"] or {}, record["seen"]
    bad = sum(sum(people.get(name, {}).values()) for name in ("refused", "cut"))
    p99 = people.get("p99")
    return [f"{record['number']} {record['title']}", str(record["seconds"]), f"{people.get('sent', 0):,}", str(bad),
            "–" if p99 is None else f"{p99:,.0f} ms", share(seen.get("redis")), share(seen.get("memory")),
            "FAILED" if record["wrong"] else "passed"]


def markdown(records):
    """For infra/README.md."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    return "\n".join(lines + ["| " + " | ".join(cells(record)) + " |" for record in records])


def save(records, order):
    """Keeps the records, in place of earlier ones of the same rows, and renders the table of infra/README.md from all."""
    kept = json.loads(SAVED.read_text()) if SAVED.exists() else []
    merged = {record["name"]: record for record in [*kept, *records]}
    ordered = [merged[name] for name in order if name in merged]
    SAVED.write_text(json.dumps(ordered, indent=1) + "\n")
    head, rest = README.read_text().split(BEGIN)
    README.write_text(f"{head}{BEGIN}\n{markdown(ordered)}\n{END}{rest.split(END)[1]}")
