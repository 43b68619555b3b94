"""The list of what operators look at: metrics/*.toml, one file a subject, with its graphs and its alerts."""

import dataclasses
import pathlib
import re
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent / "metrics"
METRIC = re.compile(r"\b(?:tchatter|haproxy|probe)_[a-z0-9_]+\b")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclasses.dataclass(frozen=True)
class Graph:
    expr: str
    legend: str


@dataclasses.dataclass(frozen=True)
class Panel:
    title: str
    graphs: tuple
    about: str = ""
    # Grafana's name of it.
    unit: str = "short"


@dataclasses.dataclass(frozen=True)
class Alert:
    name: str
    # `critical`: people can't chat, or soon can't; `warning`: somebody should look within a day.
    severity: str
    expr: str
    # For how long the expression must hold; a word because `for` is Python's.
    lasting: str
    summary: str
    # What to do.
    description: str


@dataclasses.dataclass(frozen=True)
class Subject:
    title: str
    panels: tuple
    alerts: tuple

    @property
    def expressions(self):
        return [graph.expr for panel in self.panels for graph in panel.graphs] + [alert.expr for alert in self.alerts]


def subjects(folder=FOLDER):
    """All of them, in the order of their files."""
    return [subject(tomllib.loads(file.read_text())) for file in sorted(folder.glob("*.toml"))]


def subject(table):
    panels = [panel | {"graphs": tuple(Graph(**graph) for graph in panel["graphs"])} for panel in table["panel"]]
    alerts = [{("lasting" if key == "for" else key): value.strip() for key, value in alert.items()} for alert in table["alert"]]
    return Subject(table["title"], tuple(Panel(**panel) for panel in panels), tuple(Alert(**alert) for alert in alerts))


def metric_names(expression):
    """The metrics that an expression asks for; labels and functions are none."""
    return set(METRIC.findall(re.sub(r'"[^"]*"', '""', expression)))


def seconds(duration):
    """Of a duration as Prometheus writes it: `30s`, `1h`."""
    return int(duration[:-1]) * UNITS[duration[-1]]
