"""What is told of the runs: the table on the screen, the JSON, and the table in infra/README.md."""

import json
import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SAVED = pathlib.Path(__file__).resolve().parent / "results.json"
README = PROJECT / "infra" / "README.md"
BEGIN, END = "<!-- faults: rendered by infra/test-faults --save -->", "<!-- end of faults -->"
HEADINGS = ["fault", "clients", "acknowledged", "lost", "doubled", "reordered", "longest pause", "healthy after", "bound", "verdict"]


def row_of(fault, result, arena, wrong):
    """What is kept of one run."""
    anomalies = result.get("anomalies", {})
    spread = result.get(fault.bound.of, {})
    return {
        "number": fault.number, "name": fault.name, "title": fault.title,
        "acknowledged": result.get("messages", {}).get("acknowledged", 0),
        "lost": sum(anomalies.get(name, 0) for name in ("lost", "partial", "gap")),
        "doubled": anomalies.get("duplicated", 0),
        "reordered": sum(anomalies.get(name, 0) for name in ("reordered", "sender order", "divergent", "phantom")),
        "pause": spread.get("longest"), "of": fault.bound.of,
        "limit": fault.bound.limit(arena.outages), "bound": str(fault.bound),
        "healthy": max(arena.recoveries, default=None), "outage": max(arena.outages, default=None),
        "evidence": dict(arena.evidence), "wrong": wrong,
        "clients": result.get("clients"), "audit": result,
    }  # fmt: skip


def cells(row):
    pause = "–" if row["pause"] is None else f"{row['pause']:,.0f} ms"
    healthy = "–" if row["healthy"] is None else f"{row['healthy']:.1f} s"
    return [f"{row['number']} {row['title']}", f"{row['clients'] or 0:,}", f"{row['acknowledged']:,}", str(row["lost"]), str(row["doubled"]),
            str(row["reordered"]), pause, healthy, row["bound"], "passed" if not row["wrong"] else "FAILED"]


def table(rows):
    """For a screen."""
    lines = [HEADINGS] + [cells(row) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    text = []
    for line in lines:
        first, *rest = (cell.ljust(width) if place in (0, 8, 9) else cell.rjust(width)
                        for place, (cell, width) in enumerate(zip(line, widths)))
        text.append("  ".join([first, *rest]).rstrip())
    return "\n".join(text)


def markdown(rows):
    """For infra/README.md."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    return "\n".join(lines + ["| " + " | ".join(cells(row)) + " |" for row in rows])


def save(rows, order):
    """Keeps the rows, in place of earlier ones of the same faults, and renders the table of infra/README.md from all."""
    kept = json.loads(SAVED.read_text()) if SAVED.exists() else []
    fresh = {row["name"]: {key: value for key, value in row.items() if key != "audit"} for row in rows}
    merged = {row["name"]: row for row in kept} | fresh
    ordered = [merged[name] for name in order if name in merged]
    SAVED.write_text(json.dumps(ordered, indent=1) + "\n")
    text = README.read_text()
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    README.write_text(f"{head}{BEGIN}\n{markdown(ordered)}\n{END}{tail}")
