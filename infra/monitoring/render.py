#!/usr/bin/env python3
"""What operators look at, rendered from the one list of metrics (metrics/*.toml): Prometheus's alert rules (alerts.yml),
Grafana's dashboard (dashboard.json), and the table of alerts in infra/README.md.

Usage: infra/monitoring/render.py [--save]
       infra/monitoring/render.py --pace N

Without --save it tells whether the three are what the list says; with it, it renders them anew. With --pace the alert rules
are printed with times N times as short, for trying alerts.
"""

import argparse
import pathlib
import sys

import alert_rules
import dashboard
import metrics_list

FOLDER = pathlib.Path(__file__).resolve().parent
README = FOLDER.parent / "README.md"
BEGIN, END = "<!-- alerts: rendered by infra/monitoring/render.py --save -->", "<!-- end of alerts -->"


def table(subjects):
    """Markdown."""
    lines = ["| alert | severity | after | what it says |", "|---|---|---|---|"]
    for subject in subjects:
        for alert in subject.alerts:
            after = "at once" if alert.lasting == "0s" else alert.lasting
            lines.append(f"| `{alert.name}` | {alert.severity} | {after} | {alert.summary} |")
    return "\n".join(lines)


def with_table(text, subjects):
    head, rest = text.split(BEGIN)
    return f"{head}{BEGIN}\n{table(subjects)}\n{END}{rest.split(END)[1]}"


def files(subjects):
    """{file: what it has to hold}."""
    return {
        FOLDER / "alerts.yml": alert_rules.rendered(subjects),
        FOLDER / "dashboard.json": dashboard.rendered(subjects),
        README: with_table(README.read_text(), subjects),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS)
    parser.add_argument("--save", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--pace", type=int, metavar="N", help=argparse.SUPPRESS)
    options = parser.parse_args()
    subjects = metrics_list.subjects()
    if options.pace:
        return print(alert_rules.rendered(subjects, options.pace), end="")
    for file, wanted in files(subjects).items():
        if options.save:
            file.write_text(wanted)
        elif not file.exists() or file.read_text() != wanted:
            sys.exit(f"infra/{file.relative_to(FOLDER.parent)} is not what the list of metrics says: infra/monitoring/render.py --save")


if __name__ == "__main__":
    main()
