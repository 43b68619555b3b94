"""Grafana's dashboard, from the list: a row for each subject, three graphs beside one another."""

import json

COLUMNS, WIDTH, HEIGHT = 24, 8, 8
SOURCE = {"type": "prometheus", "uid": "${source}"}


def rendered(subjects):
    """JSON, as Grafana imports it."""
    return json.dumps(dashboard(subjects), indent=2, ensure_ascii=False) + "\n"


def dashboard(subjects):
    return {
        "uid": "tchatter",
        "title": "Tchatter",
        "description": "Rendered by infra/monitoring/render.py --save from metrics/*.toml.",
        "tags": ["tchatter"],
        "timezone": "browser",
        "editable": True,
        "schemaVersion": 36,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "templating": {"list": [source(), fleet()]},
        "annotations": {"list": [firing()]},
        "panels": list(panels(subjects)),
    }


def source():
    return {"name": "source", "label": "Prometheus", "type": "datasource", "query": "prometheus", "hide": 0}


def fleet():
    """Which fleet, by the label that the scrape configuration gives."""
    question = "label_values(tchatter_info, fleet)"
    return {"name": "fleet", "label": "Fleet", "type": "query", "datasource": SOURCE, "query": question, "refresh": 2, "sort": 1, "hide": 0}


def firing():
    """Alerts, as marks in every graph."""
    return {
        "name": "Alerts", "enable": True, "iconColor": "red", "datasource": SOURCE,
        "expr": 'ALERTS{alertstate="firing", fleet="$fleet"}', "titleFormat": "{{alertname}}",
    }  # fmt: skip


def panels(subjects):
    number, top = 0, 0
    for subject in subjects:
        number += 1
        yield row(number, subject.title, top)
        top += 1
        for place, panel in enumerate(subject.panels):
            number += 1
            column, line = place * WIDTH % COLUMNS, place * WIDTH // COLUMNS
            yield time_series(number, panel, {"x": column, "y": top + line * HEIGHT, "w": WIDTH, "h": HEIGHT})
        top += -(-len(subject.panels) * WIDTH // COLUMNS) * HEIGHT


def row(number, title, top):
    return {"id": number, "type": "row", "title": title, "collapsed": False, "gridPos": {"x": 0, "y": top, "w": COLUMNS, "h": 1}, "panels": []}


def time_series(number, panel, place):
    return {
        "id": number,
        "type": "timeseries",
        "title": panel.title,
        "description": panel.about,
        "datasource": SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0, "custom": {"lineWidth": 1, "fillOpacity": 10}}, "overrides": []},
        "options": {
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
        "targets": [target(graph, letter) for graph, letter in zip(panel.graphs, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False)],
    }


def target(graph, letter):
    return {"refId": letter, "datasource": SOURCE, "expr": graph.expr, "legendFormat": graph.legend, "range": True}
