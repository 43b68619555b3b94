"""What is told of the runs: the table on the screen, the JSON, and the table in infra/README.md."""

import itertools
import json
import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SAVED = pathlib.Path(__file__).resolve().parent / "results.json"
README = PROJECT / "infra" / "README.md"
BEGIN, END = "<!-- faults: rendered by infra/test-faults --save -->", "<!-- end of faults -->"
HEADINGS = ["fault", "runs", "clients", "acknowledged", "lost", "doubled", "reordered", "longest pause", "healthy after", "bound", "verdict"]


def row_of(fault, result, arena, wrong, seed):
    """What is kept of one run. By its seed it can be played again."""
    anomalies = result.get("anomalies", {})
    spread = result.get(fault.bound.of, {})
    return {
        "number": fault.number, "name": fault.name, "title": fault.title, "seed": seed,
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


def cells(runs):
    """Of a fault's runs: what was counted, of all together; what took time, from the shortest to the longest."""
    first, failed = runs[0], sum(bool(run["wrong"]) for run in runs)
    total = {name: sum(run[name] for run in runs) for name in ("acknowledged", "lost", "doubled", "reordered")}
    verdict = "passed" if not failed else "FAILED" if len(runs) == 1 else f"{failed} FAILED"
    return [f"{first['number']} {first['title']}", count(runs), f"{first['clients'] or 0:,}", f"{total['acknowledged']:,}",
            str(total["lost"]), str(total["doubled"]), str(total["reordered"]), span([run["pause"] for run in runs], ",.0f", "ms"),
            span([run["healthy"] for run in runs], ".1f", "s"), first["bound"], verdict]


def count(runs):
    """How many, and by which seeds; what was saved before seeds were has none."""
    seeds = sorted(run["seed"] for run in runs if "seed" in run)
    if not seeds:
        return str(len(runs))
    return f"{len(runs)}, seed {seeds[0]}" + (f" to {seeds[-1]}" if len(seeds) > 1 else "")


def span(values, form, unit):
    values = sorted(value for value in values if value is not None)
    texts = [format(value, form) for value in values[:1] + values[1:][-1:]]
    return "–".join(dict.fromkeys(texts)) + f" {unit}" if texts else "–"


def grouped(rows):
    """The runs of each fault, by faults in their order here."""
    ordered = sorted(rows, key=lambda row: [other["name"] for other in rows].index(row["name"]))
    return [list(runs) for _, runs in itertools.groupby(ordered, key=lambda row: row["name"])]


def table(rows):
    """For a screen."""
    lines = [HEADINGS] + [cells(runs) for runs in grouped(rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    text = []
    for line in lines:
        first, *rest = (cell.ljust(width) if place in (0, 9, 10) else cell.rjust(width)
                        for place, (cell, width) in enumerate(zip(line, widths)))
        text.append("  ".join([first, *rest]).rstrip())
    return "\n".join(text)


def markdown(rows):
    """For infra/README.md."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    return "\n".join(lines + ["| " + " | ".join(cells(runs)) + " |" for runs in grouped(rows)])


def save(rows, order):
    """Keeps the rows, in place of all earlier ones of the same faults, and renders the table of infra/README.md from all."""
    kept = json.loads(SAVED.read_text()) if SAVED.exists() else []
    fresh = {row["name"] for row in rows}
    merged = [row for row in kept if row["name"] not in fresh] + rows
    ordered = [{key: value for key, value in row.items() if key != "audit"} for name in order for row in merged if row["name"] == name]
    SAVED.write_text(json.dumps(ordered, indent=1) + "\n")
    text = README.read_text()
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    README.write_text(f"{head}{BEGIN}\n{markdown(ordered)}\n{END}{tail}")
