"""Prometheus's alert rules, from the list."""

import json
import re

import metrics_list

HEAD = """\
# Prometheus's alert rules for a tchatter fleet: rendered by infra/monitoring/render.py --save from metrics/*.toml.
groups:
"""
# Of what is looked back at, and from when.
SPAN = re.compile(r"(?<=\[)\d+[smhd](?=\])|(?<=offset )\d+[smhd]")


def rendered(subjects, pace=1):
    """YAML. With a pace of 60 a minute is a second, for tests: of how long something lasts, and of what is looked back at."""
    groups = [group(subject, pace) for subject in subjects]
    return HEAD + "".join(groups)


def group(subject, pace):
    lines = [f"  - name: {json.dumps('tchatter: ' + subject.title)}", "    rules:"]
    for alert in subject.alerts:
        lines += rule(alert, pace)
    return "\n".join(lines) + "\n"


def rule(alert, pace):
    expression = SPAN.sub(lambda match: paced(match[0], pace), alert.expr)
    yield f"      - alert: {alert.name}"
    yield "        expr: |-"
    yield from (" " * 10 + line for line in expression.splitlines())
    yield f"        for: {paced(alert.lasting, pace)}"
    yield "        labels:"
    yield f"          severity: {alert.severity}"
    yield "        annotations:"
    for name in ("summary", "description"):
        yield f"          {name}: {json.dumps(getattr(alert, name), ensure_ascii=False)}"


def paced(duration, pace):
    return duration if pace == 1 else f"{round(metrics_list.seconds(duration) * 1000 / pace)}ms"
